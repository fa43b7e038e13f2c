#include <fmt/format.h>

#include <memory>

#include "base/suggest.hh"
#include "cli/declare.hh"
#include "cli/refs.hh"
#include "store/links.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> refs;
  std::string relation;
  bool remove = false;
  std::string message;
};

Exit link(Context& context, const Options& options) {
  if (options.refs.size() != 2)
    throw Error(Exit::kUsage, "link joins two things", "for example: ckm link faq:12 faq:7 --as related");
  store::Store& store = context.store();
  store::Transaction transaction(store.db());
  const store::Item from = need_item(context, options.refs[0]);
  const store::Item to = need_item(context, options.refs[1]);
  store::ChangeWriter change(store, context.author(options.message));
  const bool changed = options.remove ? store::remove_link(store, from, options.relation, to, change)
                                      : store::add_link(store, from, options.relation, to, context.actor, change);
  change.seal();
  transaction.commit();
  if (!changed)
    context.say(options.remove ? "nothing to change: they are not linked so" : "nothing to change: they are linked so");
  else
    context.say(fmt::format("{} {} {} {}", options.remove ? "no longer:" : "linked:", store::item_ref(store, from),
                            options.relation, store::item_ref(store, to)));
  return Exit::kDone;
}

std::vector<std::string> relations() {
  std::vector<std::string> names;
  for (const store::Relation& row : store::kRelations) names.emplace_back(row.name);
  return names;
}

}  // namespace

Run declare_link(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "FROM TO", .into = &options->refs, .summary = "two tickets or articles", .needed = true});
  args.add({.name = "--as",
            .into = &options->relation,
            .value = "RELATION",
            .summary = "what the first is to the second",
            .choices = relations(),
            .needed = true});
  args.add({.name = "--remove", .into = &options->remove, .summary = "they are not linked so any more"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return link(context, *options); }};
}

}  // namespace ckm::cli
