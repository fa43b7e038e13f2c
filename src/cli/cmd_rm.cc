#include <fmt/format.h>

#include <memory>

#include "base/json.hh"
#include "cli/declare.hh"
#include "cli/refs.hh"
#include "store/articles.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

Exit rm(Context& context, const std::vector<std::string>& refs, const std::string& message) {
  store::Store& store = context.store();
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

Run declare_rm(CLI::App& app) {
  struct Options {
    std::vector<std::string> refs;
    std::string message;
  };
  const auto options = std::make_shared<Options>();
  app.add_option("REF", options->refs, "references, such as faq:12; - reads them from standard input")->required();
  app.add_option("--message,-m", options->message, "why, for the history")->type_name("TEXT");
  return {[] { return Access::kWrite; }, [options](Context& context) { return rm(context, options->refs, options->message); }};
}

}  // namespace ckm::cli
