#include "cli/labelled_input.hh"

#include <fmt/format.h>

#include "base/interrupt.hh"
#include "cli/importer.hh"
#include "cli/reading.hh"
#include "formats/repair_fields.hh"
#include "model/asked.hh"

namespace ckm::cli {
namespace {

using Visit = std::function<void(std::string text, std::vector<std::string> labels)>;

class LabelledSink final : public formats::Sink {
 public:
  LabelledSink(Context& context, std::string name, const store::Target& target, const Visit& visit)
      : context_(context), name_(std::move(name)), target_(target), visit_(visit) {}
  bool ticket(model::Ticket&& ticket, const model::Origin& origin, formats::Place) override {
    if (!origin.exported) formats::repair_fields(ticket);
    take(model::asked(ticket), store::own_values(ticket, target_));
    return interrupted() == 0;
  }
  bool article(model::Article&& article, const model::Origin& origin, formats::Place) override {
    if (article.kind != model::Kind::kFaq) return interrupted() == 0;
    if (!origin.exported) formats::repair_fields(article);
    take(model::asked(article), store::own_values(article, target_));
    return interrupted() == 0;
  }
  bool entry(model::Entry&&, const model::Origin&, formats::Place) override { return interrupted() == 0; }
  bool reject(formats::Rejection&& rejection) override {
    ++rejected_;
    context_.say(fmt::format("{}: rejected: {}", place_text(name_, rejection.place), rejection.reason));
    return interrupted() == 0;
  }
  void header(std::string_view) override {}
  void note(std::string_view text) override { context_.say(fmt::format("note: {} {}", name_, text)); }
  [[nodiscard]] std::int64_t rejected() const { return rejected_; }

 private:
  void take(std::string text, std::vector<std::string> labels) {
    if (!text.empty() && !labels.empty()) visit_(std::move(text), std::move(labels));
  }
  Context& context_;
  std::string name_;
  const store::Target& target_;
  const Visit& visit_;
  std::int64_t rejected_ = 0;
};

}  // namespace

std::int64_t for_each_labelled_of(Context& context, const std::string& path, const store::Target& target, const Visit& visit) {
  std::int64_t rejected = 0;
  for_each_input(context, path, [&](Input& input) {
    const ReadingOptions as_guessed;
    Reading reading(context, input, as_guessed);
    LabelledSink sink(context, input.name(), target, visit);
    reading.read(sink);
    rejected += sink.rejected();
  });
  stop_if_interrupted();
  return rejected;
}

}  // namespace ckm::cli
