#include "cli/args.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "base/error.hh"
#include "base/suggest.hh"

namespace ckm::cli {
namespace {

// What stands for a word's first dash while CLI11 parses, so that it is no option.
constexpr char kDash = '\x01';

CLI::Validator one_of(const Arg& arg) {
  const auto check = [&arg](const std::string& typed) {
    if (std::find(arg.choices.begin(), arg.choices.end(), typed) != arg.choices.end()) return std::string();
    throw Error(Exit::kUsage, fmt::format("{}: there is no '{}'", arg.name, typed),
                did_you_mean(typed, arg.choices, fmt::format("one of: {}", fmt::join(arg.choices, ", "))));
  };
  return {check, "", "choice"};
}

CLI::Validator at_least(const Arg& arg) {
  const auto check = [&arg](const std::string& typed) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
    if (error == std::errc() && end == typed.data() + typed.size() && value >= arg.least) return std::string();
    throw Error(Exit::kUsage, fmt::format("{}: '{}' is no whole number from {} up", arg.name, typed, arg.least),
                fmt::format("write it like {} {}", arg.name, std::max<std::int64_t>(arg.least, 20)));
  };
  return {check, "", "count"};
}

CLI::Validator filled(const Arg& arg) {
  const auto check = [&arg](const std::string& typed) {
    if (!typed.empty()) return std::string();
    throw Error(Exit::kUsage, fmt::format("{} needs a value", arg.name), "leave it out, or name one");
  };
  return {check, "", "filled"};
}

// The rows as CLI11 knows them.
void declare(CLI::App& app, const Args& args) {
  for (const Arg& arg : args.all()) {
    std::string names = (arg.clears ? "!" : "") + arg.name;
    if (arg.letter != 0) names += fmt::format(",-{}", arg.letter);
    const auto add = [&](auto* into) -> CLI::Option* {
      if constexpr (std::is_same_v<decltype(into), bool*>) return app.add_flag(names, *into);
      else return app.add_option(names, *into);
    };
    CLI::Option* option = std::visit(add, arg.into);
    if (arg.needed) option->required();
    if (!arg.choices.empty()) option->check(one_of(arg));
    if (std::holds_alternative<std::int64_t*>(arg.into)) option->check(at_least(arg));
    if (arg.filled) option->check(filled(arg));
    std::istringstream others(arg.excludes);
    for (std::string other; others >> other;) option->excludes(other);
  }
  for (const Args& sub : args.subcommands()) {
    CLI::App* inner = app.add_subcommand(std::string(sub.name()));
    inner->set_help_flag();
    inner->fallthrough();  // It takes the common options too.
    declare(*inner, sub);
  }
  if (!args.subcommands().empty()) app.require_subcommand(1);
}

void append_names(std::vector<std::string>& names, const Args& args) {
  for (const Arg& arg : args.all()) {
    if (!arg.is_word()) names.push_back(arg.name);
  }
  for (const Args& sub : args.subcommands()) append_names(names, sub);
}

// Throws where the words name no subcommand of those there are.
void need_subcommand(const Args& args, const Args& common, const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const Args& sub : args.subcommands()) known.emplace_back(sub.name());
  const std::string* const named = args.first_word(words, common);
  const std::string one_of = fmt::format("one of: {}", fmt::join(known, ", "));
  if (named == nullptr) throw Error(Exit::kUsage, fmt::format("'ckm {}' needs to know what to do", args.name()), one_of);
  if (std::find(known.begin(), known.end(), *named) == known.end()) {
    throw Error(Exit::kUsage, fmt::format("'ckm {}' can't '{}'", args.name(), *named), did_you_mean(*named, known, one_of));
  }
}

// CLI11's errors in ckm's words.
[[noreturn]] void usage_error(const Args& args, const Args& common, const CLI::App& app, const CLI::ParseError& e,
                              const std::vector<std::string>& words) {
  if (!args.subcommands().empty()) need_subcommand(args, common, words);
  const Args* const sub = args.find_subcommand(words, common);
  const std::string name_of = sub == nullptr ? std::string(args.name()) : fmt::format("{} {}", args.name(), sub->name());
  const std::string hint = fmt::format("see: ckm help {}", name_of);
  std::vector<std::string> known;
  append_names(known, sub == nullptr ? args : *sub);
  append_names(known, common);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string name = words[i].substr(0, words[i].find('='));
    if (name == "--") break;
    if (!name.starts_with("--")) continue;
    const Arg* arg = (sub == nullptr ? args : *sub).find(name);
    if (arg == nullptr) arg = common.find(name);
    if (arg == nullptr)
      throw Error(Exit::kUsage, fmt::format("'ckm {}' has no option {}", name_of, name), did_you_mean(name, known, hint));
    const bool none = name == words[i] ? i + 1 == words.size() : name.size() + 1 == words[i].size();
    if (none && !arg->is_switch()) throw Error(Exit::kUsage, fmt::format("{} needs a value", name), hint);
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&e) != nullptr) {
    std::vector<std::string> rest = app.remaining(true);
    if (!rest.empty() && !rest.front().empty() && rest.front()[0] == kDash) rest.front()[0] = '-';
    throw Error(Exit::kUsage, fmt::format("'ckm {}' can't use '{}'", name_of, rest.empty() ? "" : rest.front()), hint);
  }
  if (dynamic_cast<const CLI::RequiredError*>(&e) != nullptr) {
    throw Error(Exit::kUsage, fmt::format("'ckm {}' was given less than it needs: {}", name_of, e.what()), hint);
  }
  throw Error(Exit::kUsage, e.what(), hint);
}

}  // namespace

std::string Arg::placeholder() const {
  if (is_switch() || !value.empty()) return value;
  return std::holds_alternative<std::int64_t*>(into) ? "N" : "TEXT";
}

void Args::add(Arg arg) { all_.push_back(std::move(arg)); }

Args& Args::subcommand(std::string_view name, std::string_view summary) { return subcommands_.emplace_back(name, summary); }

const Arg* Args::find(std::string_view name) const {
  const auto is_it = [&](const Arg& arg) {
    const bool by_letter = arg.letter != 0 && name.size() == 2 && name[0] == '-' && name[1] == arg.letter;
    return !arg.is_word() && (by_letter || arg.name == name);
  };
  const auto found = std::find_if(all_.begin(), all_.end(), is_it);
  if (found != all_.end()) return &*found;
  for (const Args& sub : subcommands_) {
    if (const Arg* arg = sub.find(name)) return arg;
  }
  return nullptr;
}

const std::string* Args::first_word(const std::vector<std::string>& words, const Args& common) const {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with('-')) return &words[i];
    const Arg* option = find(words[i]);
    if (option == nullptr) option = common.find(words[i]);
    if (option != nullptr && !option->is_switch()) ++i;
  }
  return nullptr;
}

const Args* Args::find_subcommand(const std::vector<std::string>& words, const Args& common) const {
  const std::string* const word = first_word(words, common);
  if (word == nullptr) return nullptr;
  const auto found = std::ranges::find(subcommands_, *word, &Args::name_);
  return found == subcommands_.end() ? nullptr : &*found;
}

void Args::parse(const std::vector<std::string>& words, const Args& common, bool dash_words) {
  CLI::App app;
  app.set_help_flag();
  declare(app, common);
  declare(app, *this);
  std::vector<std::string> parsed = words;
  if (dash_words) {
    for (std::size_t i = 0; i < parsed.size(); ++i) {
      const Arg* before = i > 0 ? find(words[i - 1]) : nullptr;
      if (i > 0 && before == nullptr) before = common.find(words[i - 1]);
      const bool is_value = before != nullptr && !before->is_switch();
      if (parsed[i].size() > 1 && parsed[i][0] == '-' && parsed[i][1] != '-' && !is_value) parsed[i][0] = kDash;
    }
  }
  std::reverse(parsed.begin(), parsed.end());  // CLI11 takes them from the end.
  try {
    app.parse(parsed);
  } catch (const CLI::ParseError& e) {
    usage_error(*this, common, app, e, words);
  }
  for (std::size_t i = 0; i < subcommands_.size(); ++i) {
    if (app.got_subcommand(std::string(subcommands_[i].name()))) chosen_ = i;
  }
  for (const Arg& arg : all_) {
    if (!arg.is_word() || !arg.is_list() || !dash_words) continue;
    for (std::string& word : *std::get<std::vector<std::string>*>(arg.into)) {
      if (!word.empty() && word[0] == kDash) word[0] = '-';
    }
  }
}

}  // namespace ckm::cli
