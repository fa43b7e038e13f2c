#include <fmt/format.h>

#include <memory>

#include "base/json.hh"
#include "cli/declare.hh"
#include "cli/refs.hh"
#include "store/articles.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

Exit rm(Context& context, const std::vector<std::string>& words, const std::string& message) {
  store::Store& store = context.store();
  const std::vector<std::string> refs = read_words(words);
  store::Transaction transaction(store.db());
  const std::vector<store::Item> items = need_items(store, refs);
  store::ChangeWriter change(store, context.author(message));
  std::int64_t removed = 0;
  for (const store::Item& item : items) {
    if (item.kind == model::Kind::kTicket) {
      const auto stored = store::read_ticket(store, item.id);
      if (!stored) continue;  // Named twice.
      change.add(item.kind, store::ticket_uid(stored->source, stored->ticket.external_id), "remove",
                 json::dump(model::to_value(stored->ticket)));
      store::remove_ticket(store, item.id);
    } else {
      const auto stored = store::read_article(store, item.id);
      if (!stored) continue;
      change.add(item.kind, stored->article.uid, "remove", json::dump(model::to_value(stored->article)));
      store::remove_article(store, item.id);
    }
    ++removed;
  }
  change.seal();
  index_now(context);
  transaction.commit();
  context.say(fmt::format("removed {}", removed));
  return Exit::kDone;
}

}  // namespace

Run declare_rm(Args& args) {
  struct Options {
    std::vector<std::string> refs;
    std::string message;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF",
            .into = &options->refs,
            .summary = "references, such as faq:12; - reads them from standard input",
            .needed = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return rm(context, options->refs, options->message); }};
}

}  // namespace ckm::cli
