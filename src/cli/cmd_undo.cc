#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/counted.hh"
#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/judge_again.hh"
#include "cli/refs.hh"
#include "store/history.hh"
#include "store/predictions.hh"
#include "store/runs.hh"
#include "store/undo.hh"

namespace ckm::cli {
namespace {

Exit undo(Context& context, const std::string& name, const std::string& message) {
  std::string told;
  ChangedRows rows(context);
  std::vector<std::string> again;
  std::vector<std::string> parted;
  bool categories = false;
  if (const auto run = store::find_run(context.store(), name)) {
    const store::Counts counts = store::undo_run(context.store(), *run, context.author(message));
    told = fmt::format("undid run:{}: {} removed, {} as before", *run, counts.added, counts.changed);
    rows.add(fmt::format("run:{}", *run), "run", "undone");
  }
  store::Transaction transaction(context.store().db());
  if (told.empty()) {
    const std::vector<store::Undone> things =
        store::undo_change(context.store(), store::need_change(context.store(), name), context.author(message));
    told =
        fmt::format("undid {}: {} as before", name, counted(static_cast<std::int64_t>(things.size()), "thing is", "things are"));
    for (const store::Undone& thing : things) {
      rows.add(thing.ref, thing.kind, thing.became);
      categories |= thing.kind == model::Kind::kCategory;
      if (!thing.parted.empty() && std::ranges::find(parted, thing.parted) == parted.end()) parted.push_back(thing.parted);
      if (thing.became == "added" && model::info(thing.kind).searchable) again.push_back(thing.ref);
    }
  }
  judge_again(context, again);
  const std::string judged = judge_parted(context, parted);
  index_now(context);
  transaction.commit();
  rows.finish();
  context.say(told);
  if (!again.empty()) context.say(fmt::format("there again: {}", first_few(again)));
  if (!judged.empty()) context.say(judged);
  if (categories && !store::judged_with(context.store()).empty() && (judged.empty() || store::has_rules(context.store()))) {
    context.say(fmt::format("note: what rules say{} is as it was: have them look again with: ckm classify apply",
                            judged.empty() ? "" : " of all others"));
  }
  return Exit::kDone;
}

}  // namespace

Run declare_undo(Args& args) {
  struct Options {
    std::string change;
    std::string message;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "CHANGE", .into = &options->change, .summary = "a change or an import, as ckm log names it", .needed = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; },
          [options](Context& context) { return undo(context, options->change, options->message); }};
}

}  // namespace ckm::cli
