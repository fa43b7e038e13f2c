#include <fmt/format.h>

#include <charconv>
#include <memory>

#include "cli/declare.hh"
#include "cli/refs.hh"
#include "store/runs.hh"

namespace ckm::cli {
namespace {

std::int64_t parse_run(std::string_view text) {
  constexpr std::string_view kPrefix = "run:";
  std::int64_t number = 0;
  if (text.starts_with(kPrefix)) {
    const std::string_view digits = text.substr(kPrefix.size());
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc() && end == digits.data() + digits.size() && number > 0) return number;
  }
  throw Error(Exit::kUsage, fmt::format("'{}' names no import, which is run: and its number", text),
              "write it like run:12; list them with: ckm log --runs");
}

Exit undo(Context& context, const std::string& run, const std::string& message) {
  const std::int64_t id = parse_run(run);
  const store::Counts counts = store::undo_run(context.store(), id, context.author(message));
  store::Transaction transaction(context.store().db());
  index_now(context);
  transaction.commit();
  context.say(fmt::format("undid run:{}: {} removed, {} as before", id, counts.added, counts.changed));
  return Exit::kDone;
}

}  // namespace

Run declare_undo(Args& args) {
  struct Options {
    std::string run;
    std::string message;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "RUN", .into = &options->run, .summary = "the import, as ckm log --runs names it", .needed = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return undo(context, options->run, options->message); }};
}

}  // namespace ckm::cli
