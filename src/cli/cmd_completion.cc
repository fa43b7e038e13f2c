#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "base/out_file.hh"
#include "cli/app.hh"
#include "cli/declare.hh"

namespace ckm::cli {
namespace {

struct Completion {
  std::string_view command;
  std::string_view summary;
  std::vector<std::string> subcommands;
  std::vector<std::string> fields;                           // With their =, behind which the value is written.
  std::vector<std::pair<std::string, std::string>> options;  // Flag and description.
};

// Everything that completion knows, from the command table.
std::vector<Completion> completions() {
  std::vector<Completion> all;
  for (const Command& command : commands()) {
    Args args(command.name, command.summary);
    command.declare(args);
    Completion completion{command.name, command.summary, {}, {}, {}};
    const auto add = [&](const Args& some) {
      for (const Arg& arg : some.all()) {
        if (!arg.is_word()) completion.options.emplace_back(arg.name, arg.summary);
        for (const std::string& field : arg.fields) completion.fields.push_back(field + "=");
      }
    };
    add(args);
    for (const Args& sub : args.subcommands()) {
      completion.subcommands.emplace_back(sub.name());
      add(sub);
    }
    add(common_options());
    all.push_back(std::move(completion));
  }
  return all;
}

std::string bash() {
  std::string with_value;  // Common options whose value is not the command.
  for (const Arg& arg : common_options().all()) {
    if (!arg.is_switch()) with_value += fmt::format("{}{}", with_value.empty() ? "" : "|", arg.name);
  }
  std::string names;
  std::string cases;
  for (const Completion& c : completions()) {
    names += fmt::format("{}{}", names.empty() ? "" : " ", c.command);
    std::string words;
    for (const std::string& sub : c.subcommands) words += sub + " ";
    for (const std::string& field : c.fields) words += field + " ";
    for (const auto& [flag, summary] : c.options) words += flag + " ";
    words.pop_back();
    cases += fmt::format("    {}) words=\"{}\" ;;\n", c.command, words);
  }
  return fmt::format(R"(# bash completion for ckm
_ckm() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} command= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      {}) ((i++)) ;;
      -*) ;;
      *) command=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  case $command in
    '') words="{}" ;;
{}  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  [[ $command && $cur != -* ]] && COMPREPLY+=($(compgen -f -- "$cur"))
  [[ ${{COMPREPLY-}} == *= ]] && compopt -o nospace 2> /dev/null
  return 0
}}
complete -o filenames -F _ckm ckm
)",
                     with_value, names, cases);
}

// In single quotes for a POSIX-like shell.
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

std::string zsh() {
  std::string names;
  std::string cases;
  // In _arguments' specifications brackets and colons have a meaning.
  const auto plain = [](std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == '[' || c == ']' || c == ':') out.push_back('\\');
      out.push_back(c);
    }
    return out;
  };
  for (const Completion& c : completions()) {
    names += fmt::format("    {}\n", in_quotes(fmt::format("{}:{}", c.command, c.summary)));
    cases += fmt::format("    {})\n      _arguments", c.command);
    for (const auto& [flag, summary] : c.options)
      cases += fmt::format(" \\\n        {}", in_quotes(fmt::format("{}[{}]", flag, plain(summary))));
    if (!c.subcommands.empty()) {
      std::string subs;
      for (const std::string& sub : c.subcommands) subs += (subs.empty() ? "" : " ") + sub;
      cases += fmt::format(" \\\n        {}", in_quotes(fmt::format("1:command:({})", subs)));
    }
    if (c.fields.empty()) cases += " \\\n        '*:file:_files' ;;\n";
    else cases += fmt::format(" \\\n        '*:field:{{compadd -S \"\" -- {}; _files}}' ;;\n", fmt::join(c.fields, " "));
  }
  return fmt::format(R"(#compdef ckm
# zsh completion for ckm
_ckm() {{
  local -a names
  names=(
{}  )
  if (( CURRENT == 2 )); then
    _describe command names
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{}  esac
}}
_ckm "$@"
)",
                     names, cases);
}

std::string fish() {
  std::string out = "# fish completion for ckm\n";
  for (const Completion& c : completions()) {
    out += fmt::format("complete -c ckm -n __fish_use_subcommand -f -a {} -d {}\n", c.command, in_quotes(c.summary));
    const std::string seen = fmt::format("'__fish_seen_subcommand_from {}'", c.command);
    for (const std::string& sub : c.subcommands) out += fmt::format("complete -c ckm -n {} -f -a {}\n", seen, sub);
    for (const std::string& field : c.fields) out += fmt::format("complete -c ckm -n {} -a {}\n", seen, field);
    for (const auto& [flag, summary] : c.options)
      out += fmt::format("complete -c ckm -n {} -l {} -d {}\n", seen, flag.substr(2), in_quotes(summary));
  }
  return out;
}

}  // namespace

Run declare_completion(Args& args) {
  const auto shell = std::make_shared<std::string>();
  args.add(
      {.name = "SHELL", .into = shell.get(), .summary = "bash, zsh or fish", .choices = {"bash", "zsh", "fish"}, .needed = true});
  return {[] { return Access::kNone; },
          [shell](Context&) {
            write_stdout(*shell == "bash" ? bash() : *shell == "zsh" ? zsh() : fish());
            return Exit::kDone;
          }};
}

}  // namespace ckm::cli
