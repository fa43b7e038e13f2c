#include "formats/scripted.hh"

#include "model/article.hh"
#include "text/convert_script.hh"

namespace ckm::formats {
namespace {

class Scripted final : public Exporter {
 public:
  Scripted(Exporter& out, std::string_view script) : out_(out), converter_(script) {}

  void ticket(const Identity& identity, const model::Ticket& ticket) override {
    model::Ticket other = ticket;
    std::string all = other.subject;
    for (const model::Message& message : other.messages) all += message.body;
    const text::Written written = text::written_in(all);
    convert(other.subject, written);
    for (std::string& tag : other.tags) convert(tag, written);
    for (model::Message& message : other.messages) {
      convert(message.body, written);
      message.raw.clear();
    }
    convert(other.category, written);
    other.raw = Value();
    out_.ticket(with_category(identity, written), other);
  }

  void article(const Identity& identity, const model::Article& article) override {
    model::Article other = article;
    std::string all;
    model::for_each_text(other, [&](const std::string&, const std::string& text) { all += text; });
    const text::Written written = text::written_in(all);
    model::for_each_text(other, [&](const std::string& name, std::string& text) {
      if (!name.ends_with(".who")) convert(text, written);
    });
    for (std::string& tag : other.tags) convert(tag, written);
    for (auto& [name, value] : other.story.context) convert(value, written);
    convert(other.category, written);
    other.raw = Value();
    const bool chinese = written == text::Written::kSimplified || written == text::Written::kTraditional;
    if (chinese && (other.language == "zh" || other.language.starts_with("zh-"))) other.language = converter_.script();
    out_.article(with_category(identity, written), other);
  }

  void finish() override { out_.finish(); }

 private:
  void convert(std::string& text, text::Written otherwise) {
    if (!text.empty()) text = converter_.convert(text, otherwise);
  }
  Identity with_category(Identity identity, text::Written otherwise) {
    convert(identity.category, otherwise);
    return identity;
  }

  Exporter& out_;
  text::ScriptConverter converter_;
};

}  // namespace

std::unique_ptr<Exporter> make_scripted(Exporter& out, std::string_view script) {
  return std::make_unique<Scripted>(out, script);
}

}  // namespace ckm::formats
