#include <fmt/format.h>

#include <memory>

#include "cli/declare.hh"
#include "cli/refs.hh"
#include "store/uses.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::string ref;
  bool helpful = false;
  bool unhelpful = false;
  std::string comment;
  std::string message;
};

Exit feedback(Context& context, const Options& options) {
  if (!options.helpful && !options.unhelpful)
    throw Error(Exit::kUsage, "--helpful or --unhelpful is required", "for example: ckm feedback faq:12 --helpful");
  store::Store& store = context.store();
  store::Transaction transaction(store.db());
  store::ChangeWriter change(store, context.author(options.message));
  store::record_feedback(store, need_item(context, options.ref), options.helpful, options.comment, context.actor, change);
  change.seal();
  transaction.commit();
  context.say("recorded");
  return Exit::kDone;
}

}  // namespace

Run declare_feedback(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF", .into = &options->ref, .summary = "an article, such as faq:12", .needed = true});
  args.add({.name = "--helpful", .into = &options->helpful, .summary = "it helped a reader"});
  args.add({.name = "--unhelpful", .into = &options->unhelpful, .summary = "it did not", .excludes = "--helpful"});
  args.add({.name = "--comment", .into = &options->comment, .value = "TEXT", .summary = "what the reader said"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return feedback(context, *options); }};
}

}  // namespace ckm::cli
