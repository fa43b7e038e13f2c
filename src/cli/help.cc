#include "cli/help.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/app.hh"

namespace ckm::cli {
namespace {

// The options as rows "  --name VALUE  what it does".
void append_options(std::string& out, const Args& args) {
  std::size_t width = 0;
  std::vector<std::pair<std::string, std::string_view>> rows;
  for (const Arg& arg : args.all()) {
    if (arg.is_word()) continue;
    std::string left = arg.letter != 0 ? fmt::format("-{}, {}", arg.letter, arg.name) : arg.name;
    if (!arg.is_switch()) left += " " + arg.placeholder();
    width = std::max(width, left.size());
    rows.emplace_back(std::move(left), arg.summary);
  }
  for (const auto& [left, right] : rows) out += fmt::format("  {:<{}}  {}\n", left, width, right);
}

std::string usage_of(const Args& args, std::string usage) {
  const auto is_option = [](const Arg& arg) { return !arg.is_word(); };
  if (std::any_of(args.all().begin(), args.all().end(), is_option)) usage += " [OPTION]...";
  for (const Arg& arg : args.all()) {
    if (!arg.is_word()) continue;
    const std::string word = arg.name + (arg.is_list() ? "..." : "");
    usage += arg.needed ? " " + word : " [" + word + "]";
  }
  return usage;
}

}  // namespace

std::string help_overview() {
  std::string out =
      "ckm: customer knowledge in one file: import tickets and FAQ, classify, index, find, export.\n\nusage: ckm COMMAND "
      "[OPTION]...\n";
  std::size_t width = 0;
  for (const Command& command : commands()) width = std::max(width, command.name.size());
  std::string_view group;
  for (const Command& command : commands()) {
    if (command.group != group) out += fmt::format("\n{}\n", command.group);
    group = command.group;
    out += fmt::format("  {:<{}}  {}\n", command.name, width, command.summary);
  }
  out += "\nOptions of every command\n";
  append_options(out, common_options());
  return out + "\n'ckm help COMMAND' tells more, 'man ckm' everything.\n";
}

std::string help_command(const Command& command, const std::vector<std::string>& words) {
  Args args(command.name, command.summary);
  command.declare(args);
  const Args* const only = args.find_subcommand(words, common_options());
  std::string out = fmt::format("{}.\n\n", only == nullptr ? command.summary : only->summary());
  const std::string name = fmt::format("ckm {}", command.name);
  if (args.subcommands().empty()) {
    out += fmt::format("usage: {}\n", usage_of(args, name));
    std::string options;
    append_options(options, args);
    if (!options.empty()) out += "\n" + options;
    for (const Arg& arg : args.all()) {
      if (!arg.fields.empty()) out += fmt::format("\nFields\n  {}\n", fmt::join(arg.fields, ", "));
    }
  }
  for (const Args& sub : args.subcommands()) {
    if (only != nullptr && only != &sub) continue;
    out += fmt::format("usage: {}\n", usage_of(sub, fmt::format("{} {}", name, sub.name())));
    out += only == nullptr ? fmt::format("  {}.\n", sub.summary()) : "\n";
    append_options(out, sub);
  }
  out += "\nExamples\n";
  std::string_view rest = command.examples;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view example = rest.substr(0, end);
    if (only == nullptr || example.find(fmt::format("{} {}", name, only->name())) != std::string_view::npos)
      out += fmt::format("  {}\n", example);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return out + "\nOptions of every command stand in 'ckm help'.\n";
}

std::string help_settings() {
  std::string out = fmt::format("Settings are TOML: {}, then ckm.toml beside the store.\n\n", user_settings_path());
  for (const Setting& setting : known_settings()) {
    out += fmt::format("  {:<22}  {:<6}  {}\n", setting.name, setting.initial.empty() ? "-" : setting.initial, setting.summary);
  }
  return out;
}

}  // namespace ckm::cli
