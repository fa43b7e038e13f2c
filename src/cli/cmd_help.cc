#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string>
#include <vector>

#include "base/out_file.hh"
#include "base/suggest.hh"
#include "cli/app.hh"
#include "cli/declare.hh"
#include "cli/help.hh"

namespace ckm::cli {
namespace {

// Throws for a word that is no subcommand of the command.
void check_subcommand(const Command& command, const std::vector<std::string>& words) {
  Args args(command.name, command.summary);
  command.declare(args);
  if (words.empty() || (words.size() == 1 && args.find_subcommand(words, common_options()) != nullptr)) return;
  std::vector<std::string> known;
  for (const Args& sub : args.subcommands()) known.emplace_back(sub.name());
  throw Error(Exit::kUsage, fmt::format("there is no 'ckm {} {}'", command.name, fmt::join(words, " ")),
              did_you_mean(words.front(), known, fmt::format("see: ckm help {}", command.name)));
}

Exit help(std::vector<std::string> words, bool names) {
  const std::string topic = words.empty() ? std::string() : words.front();
  if (!words.empty()) words.erase(words.begin());
  if (names) {
    for (const Command& command : commands()) write_stdout(fmt::format("{}\n", command.name));
  } else if (topic.empty()) {
    write_stdout(help_overview());
  } else if (topic == "settings") {
    write_stdout(help_settings());
  } else if (const Command* command = find_command(topic)) {
    check_subcommand(*command, words);
    write_stdout(help_command(*command, words));
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
    std::vector<std::string> words;
    bool names = false;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "COMMAND", .into = &options->words, .summary = "a command, with a subcommand of it or not, or settings"});
  args.add({.name = "--names", .into = &options->names, .summary = "print the names of all commands, one a line"});
  return {[] { return Access::kNone; }, [options](Context&) { return help(options->words, options->names); }};
}

}  // namespace ckm::cli
