#include <fmt/format.h>

#include <memory>

#include "base/counted.hh"
#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/history_names.hh"
#include "cli/judge_again.hh"
#include "cli/refs.hh"
#include "store/edits.hh"
#include "store/governance.hh"
#include "store/redirects.hh"

namespace ckm::cli {
namespace {

Exit revert(Context& context, const std::vector<std::string>& words, const std::string& message) {
  const std::vector<std::string> names = read_words(words);
  store::Transaction transaction(context.store().db());
  store::ChangeWriter change(context.store(), context.author(message));
  std::int64_t changed = 0;
  ChangedRows rows(context);
  std::vector<std::string> again;
  for (const std::string& name : names) {
    const Past past = need_past(context.store(), name);
    if (!past.number) {
      throw Error(Exit::kUsage, fmt::format("'{}' names no version to go back to", name),
                  fmt::format("write {}@N; list its versions with: ckm log {}", past.ref, past.ref));
    }
    if (past.known.item) store::need_may_change(context.store(), *past.known.item, context.actor);
    // What it was merged into gives up what it got.
    const auto merge = past.known.item ? std::nullopt : store::merge_of(context.store(), past.known.uid);
    const auto into = merge ? store::find_article(context.store(), merge->into) : std::nullopt;
    if (into) store::need_may_change(context.store(), *into, context.actor);
    if (!store::restore(context.store(), past.known, need_version(past), context.actor, change)) continue;
    ++changed;
    rows.add(past.ref, past.known.kind, past.known.item ? "changed" : "added");
    if (into) rows.add(store::item_ref(context.store(), *into), into->kind, "changed");
    if (!past.known.item) again.push_back(past.ref);
  }
  change.seal();
  judge_again(context, again);
  index_now(context);
  transaction.commit();
  rows.finish();
  context.say(changed == 0 ? "nothing to change" : fmt::format("changed {} of {}", changed, names.size()));
  if (!again.empty()) context.say(fmt::format("there again: {}", first_few(again)));
  return Exit::kDone;
}

}  // namespace

Run declare_revert(Args& args) {
  struct Options {
    std::vector<std::string> names;
    std::string message;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF@N",
            .into = &options->names,
            .summary = "versions to go back to, such as faq:12@3; - reads them from standard input",
            .needed = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; },
          [options](Context& context) { return revert(context, options->names, options->message); }};
}

}  // namespace ckm::cli
