#include <fmt/format.h>

#include <memory>

#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/refs.hh"
#include "store/edits.hh"
#include "store/governance.hh"

namespace ckm::cli {
namespace {

Exit rm(Context& context, const std::vector<std::string>& words, const std::string& message) {
  store::Store& store = context.store();
  const std::vector<std::string> refs = read_words(words);
  store::Transaction transaction(store.db());
  const std::vector<store::Item> items = need_items(store, refs);
  store::ChangeWriter change(store, context.author(message));
  std::int64_t removed = 0;
  ChangedRows rows(context);
  for (const store::Item& item : items) {
    if (!store::read_times(store, item)) continue;  // Named twice.
    store::need_may_change(store, item, context.actor);
    rows.add(store::item_ref(store, item), item.kind, "removed");
    store::remove_item(store, item, change);
    ++removed;
  }
  change.seal();
  index_now(context);
  transaction.commit();
  rows.finish();
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
