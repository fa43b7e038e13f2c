#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/counted.hh"
#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/merging.hh"
#include "cli/refs.hh"
#include "store/edits.hh"
#include "store/governance.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> refs;
  std::string into;
  std::string message;
};

Exit rm(Context& context, const Options& options) {
  store::Store& store = context.store();
  const std::vector<std::string> refs = read_words(options.refs);
  store::Transaction transaction(store.db());
  std::optional<Merging> merging;
  if (!options.into.empty()) merging.emplace(context, options.into);
  // What was merged is gone: what it was merged into is not removed in its place.
  std::vector<store::Item> items;
  for (const std::string& ref : refs) items.push_back(store::need_item(store, ref));
  store::ChangeWriter change(store, context.author(options.message));
  std::int64_t removed = 0;
  ChangedRows rows(context);
  for (const store::Item& item : items) {
    if (!store::read_times(store, item)) continue;  // Named twice.
    store::need_may_change(store, item, context.actor);
    rows.add(store::item_ref(store, item), item.kind, "removed");
    if (merging) merging->merge(item, change);
    else store::remove_item(store, item, change);
    ++removed;
  }
  if (merging) merging->finish(rows, change);
  change.seal();
  index_now(context);
  transaction.commit();
  rows.finish();
  context.say(merging ? merging->told() : fmt::format("removed {}", removed));
  return Exit::kDone;
}

}  // namespace

Run declare_rm(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF",
            .into = &options->refs,
            .summary = "references, such as faq:12; - reads them from standard input",
            .needed = true});
  args.add({.name = "--into",
            .into = &options->into,
            .value = "ARTICLE",
            .summary = "they are duplicates of this one: it gets what was said of them, and their references lead to it",
            .filled = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return rm(context, *options); }};
}

}  // namespace ckm::cli
