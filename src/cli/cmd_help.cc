#include <fmt/format.h>

#include <memory>

#include "base/out_file.hh"
#include "base/suggest.hh"
#include "cli/declare.hh"
#include "cli/help.hh"

namespace ckm::cli {
namespace {

Exit help(const std::string& topic, bool names) {
  if (names) {
    for (const Command& command : commands()) write_stdout(fmt::format("{}\n", command.name));
  } else if (topic.empty()) {
    write_stdout(help_overview());
  } else if (topic == "settings") {
    write_stdout(help_settings());
  } else if (const Command* command = find_command(topic)) {
    write_stdout(help_command(*command));
  } else {
    std::vector<std::string> known = {"settings"};
    for (const Command& c : commands()) known.emplace_back(c.name);
    throw Error(Exit::kUsage, fmt::format("there is no command '{}'", topic),
                did_you_mean(topic, known, "list them with: ckm help"));
  }
  flush_stdout();
  return Exit::kDone;
}

}  // namespace

Run declare_help(Args& args) {
  struct Options {
    std::string topic;
    bool names = false;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "COMMAND", .into = &options->topic, .summary = "a command, or settings"});
  args.add({.name = "--names", .into = &options->names, .summary = "print the names of all commands, one a line"});
  return {[] { return Access::kNone; }, [options](Context&) { return help(options->topic, options->names); }};
}

}  // namespace ckm::cli
