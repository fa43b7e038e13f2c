#include <fmt/format.h>

#include <memory>

#include "cli/declare.hh"
#include "cli/refs.hh"
#include "store/uses.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::string article;
  std::string ticket;
  bool solved = false;
  bool not_solved = false;
  std::string message;
};

Exit use(Context& context, const Options& options) {
  store::Store& store = context.store();
  store::Transaction transaction(store.db());
  const store::Item article = need_item(context, options.article);
  const store::Item ticket = need_item(context, options.ticket);
  if (ticket.kind != model::Kind::kTicket)
    throw Error(Exit::kUsage, fmt::format("--ticket: {} is none", options.ticket), "write it like ticket:desk/T-1001");
  std::optional<bool> solved;
  if (options.solved || options.not_solved) solved = options.solved;
  store::ChangeWriter change(store, context.author(options.message));
  const bool changed = store::record_use(store, article, ticket, solved, context.actor, change);
  change.seal();
  index_now(context);
  transaction.commit();
  if (!changed) context.say("nothing to change: that was recorded already");
  else if (options.solved)
    context.say(fmt::format("recorded; {} learned how the customer asked", store::item_ref(store, article)));
  else context.say("recorded");
  return Exit::kDone;
}

}  // namespace

Run declare_use(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "ARTICLE", .into = &options->article, .summary = "what was used, such as faq:12", .needed = true});
  args.add({.name = "--ticket",
            .into = &options->ticket,
            .value = "REF",
            .summary = "the ticket that it was used on",
            .needed = true});
  args.add({.name = "--solved", .into = &options->solved, .summary = "it solved the ticket; the customer's wording is learned"});
  args.add({.name = "--not-solved", .into = &options->not_solved, .summary = "it did not", .excludes = "--solved"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return use(context, *options); }};
}

}  // namespace ckm::cli
