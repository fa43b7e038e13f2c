#include "cli/said_texts.hh"

#include <cstdint>

#include "base/interrupt.hh"
#include "cli/progress.hh"
#include "formats/mail_quotes.hh"
#include "store/overview.hh"

namespace ckm::cli {
namespace {

constexpr std::int64_t kTold = 1000;  // Tickets between two looks at the clock.

}  // namespace

std::string said(const store::CustomerText& text) {
  std::string all = text.subject;
  for (char& c : all) c = c == '\n' ? ' ' : c;
  for (const std::string& message : text.messages) all += '\n' + formats::fold_quotes(message);
  return all;
}

void for_each_said(Context& context, const char* what, const std::function<void(store::CustomerText&)>& visit) {
  store::Store& store = context.store();
  const auto total = static_cast<std::uint64_t>(store::count_items(store, model::Kind::kTicket));
  ProgressLine progress(what, "tickets", !context.quiet);
  std::int64_t count = 0;
  store::for_each_customer_text(store, [&](store::CustomerText& text) {
    if (++count % kTold == 0) {
      progress.show(count, static_cast<std::uint64_t>(count), total);
      stop_if_interrupted();
    }
    if (!text.subject.empty() || !text.messages.empty()) visit(text);
    return true;
  });
}

}  // namespace ckm::cli
