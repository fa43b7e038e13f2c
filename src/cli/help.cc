#include "cli/help.hh"

#include <fmt/format.h>

#include <algorithm>

#include "cli/app.hh"

namespace ckm::cli {
namespace {

// Options of one app, the common ones left out, as rows "  --name VALUE  what it does".
void append_options(std::string& out, const CLI::App& app) {
  std::size_t width = 0;
  std::vector<std::pair<std::string, std::string>> rows;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty() || option->get_positional() || option->get_lnames().empty()) continue;
    if (option->get_lnames().front() == "help") continue;
    std::string left;
    for (const std::string& name : option->get_snames()) left += "-" + name + ", ";
    left += "--" + option->get_lnames().front();
    if (option->get_items_expected_max() > 0) left += " " + (option->get_type_name().empty() ? "TEXT" : option->get_type_name());
    width = std::max(width, left.size());
    rows.emplace_back(std::move(left), option->get_description());
  }
  for (const auto& [left, right] : rows) out += fmt::format("  {:<{}}  {}\n", left, width, right);
}

std::string usage_of(const CLI::App& app, const std::string& name) {
  std::string usage = name;
  const std::vector<const CLI::Option*> all = app.get_options();
  const bool options = std::any_of(all.begin(), all.end(), [](const CLI::Option* option) {
    return !option->get_group().empty() && !option->get_positional() && !option->get_lnames().empty() &&
           option->get_lnames().front() != "help";
  });
  if (options) usage += " [OPTION]...";
  for (const CLI::Option* option : all) {
    if (!option->get_positional()) continue;
    const bool many = option->get_items_expected_max() > 1;
    const std::string word = option->get_name(true) + (many ? "..." : "");
    usage += option->get_required() ? " " + word : " [" + word + "]";
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
  for (const CommonOption& option : common_options()) {
    const std::string left = fmt::format("{}{}{}", option.flag, option.value.empty() ? "" : " ", option.value);
    out += fmt::format("  {:<22}  {}\n", left, option.summary);
  }
  return out + "\n'ckm help COMMAND' tells more, 'man ckm' everything.\n";
}

std::string help_command(const Command& command) {
  const auto app = declared(command);
  std::string out = fmt::format("{}.\n\n", command.summary);
  const std::string name = fmt::format("ckm {}", command.name);
  const auto subcommands = app->get_subcommands({});
  if (subcommands.empty()) {
    out += fmt::format("usage: {}\n", usage_of(*app, name));
    std::string options;
    append_options(options, *app);
    if (!options.empty()) out += "\n" + options;
  }
  for (const CLI::App* sub : subcommands) {
    out += fmt::format("usage: {}\n  {}.\n", usage_of(*sub, name + " " + sub->get_name()), sub->get_description());
    append_options(out, *sub);
  }
  out += "\nExamples\n";
  std::string_view rest = command.examples;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    out += fmt::format("  {}\n", rest.substr(0, end));
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
