#include "cli/app.hh"

#include <fmt/format.h>

#include <pwd.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <filesystem>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/hash.hh"
#include "base/out_file.hh"
#include "base/suggest.hh"
#include "base/time.hh"
#include "base/utf8.hh"
#include "cli/command.hh"
#include "cli/help.hh"
#include "store/overview.hh"

namespace ckm::cli {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 7> kFormats = {{
    {"table", Format::kTable},
    {"json", Format::kJson},
    {"jsonl", Format::kJsonl},
    {"csv", Format::kCsv},
    {"tsv", Format::kTsv},
    {"md", Format::kMd},
    {"ids", Format::kIds},
}};

// What stands for a word's first dash while CLI11 parses, so that it is no option.
constexpr char kDash = '\x01';

struct Common {
  std::string db;
  std::string format;
  std::string colour = "auto";
  std::string now;
  std::string seed;
  std::string actor;
  std::string lock_timeout;
  bool quiet = false;
};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

void declare_common(CLI::App& app, Common& common) {
  std::vector<std::string> formats;
  for (const auto& [name, format] : kFormats) formats.emplace_back(name);
  const auto hidden = [](CLI::Option* option) { option->group(""); };
  hidden(app.add_option("--db", common.db));
  hidden(add_choice(app, "--format", common.format, formats, ""));
  hidden(add_choice(app, "--color", common.colour, {"auto", "always", "never"}, ""));
  hidden(app.add_option("--now", common.now));
  hidden(app.add_option("--seed", common.seed));
  hidden(app.add_option("--actor", common.actor));
  hidden(app.add_option("--lock-timeout", common.lock_timeout));
  hidden(app.add_flag("--quiet", common.quiet));
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (const CLI::App* sub : app.get_subcommands({})) {
    for (const std::string& name : option_names(*sub)) names.push_back(name);
  }
  return names;
}

bool takes_value(const CLI::App& app, const std::string& name) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->check_lname(name.substr(2))) return option->get_items_expected_max() > 0;
  }
  for (const CLI::App* sub : app.get_subcommands({})) {
    if (takes_value(*sub, name)) return true;
  }
  return false;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// CLI11's errors in ckm's words.
[[noreturn]] void usage_error(const CLI::App& app, std::string_view command, const CLI::ParseError& e,
                              const std::vector<std::string>& words) {
  const std::string hint = fmt::format("see: ckm help {}", command);
  const std::vector<std::string> known = option_names(app);
  std::vector<std::string> subcommands;
  for (const CLI::App* sub : app.get_subcommands({})) subcommands.push_back(sub->get_name());
  if (!subcommands.empty()) {
    const auto named = std::find_if(words.begin(), words.end(), [](const std::string& word) { return !word.starts_with('-'); });
    if (named == words.end())
      throw Error(Exit::kUsage, fmt::format("'ckm {}' needs to know what to do", command), "one of: " + joined(subcommands));
    if (std::find(subcommands.begin(), subcommands.end(), *named) == subcommands.end()) {
      throw Error(Exit::kUsage, fmt::format("'ckm {}' can't '{}'", command, *named),
                  did_you_mean(*named, subcommands, "one of: " + joined(subcommands)));
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string name = words[i].substr(0, words[i].find('='));
    if (name == "--") break;
    if (!name.starts_with("--")) continue;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw Error(Exit::kUsage, fmt::format("'ckm {}' has no option {}", command, name), did_you_mean(name, known, hint));
    }
    if (name == words[i] && i + 1 == words.size() && takes_value(app, name))
      throw Error(Exit::kUsage, fmt::format("{} needs a value", name), hint);
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&e) != nullptr) {
    std::vector<std::string> rest = app.remaining(true);
    if (!rest.empty() && !rest.front().empty() && rest.front()[0] == kDash) rest.front()[0] = '-';
    throw Error(Exit::kUsage, fmt::format("'ckm {}' can't use '{}'", command, rest.empty() ? "" : rest.front()), hint);
  }
  if (dynamic_cast<const CLI::RequiredError*>(&e) != nullptr) {
    throw Error(Exit::kUsage, fmt::format("'ckm {}' was given less than it needs: {}", command, e.what()), hint);
  }
  throw Error(Exit::kUsage, fmt::format("ckm {}: {}", command, e.what()), hint);
}

Time parse_now(const std::string& text) {
  const auto time = parse_time(text);
  if (!time)
    throw Error(Exit::kUsage, fmt::format("'{}' is no point in time", text), "write --now or CKM_NOW like 2026-07-01T09:00:00Z");
  return *time;
}

std::uint64_t parse_seed(const std::string& text) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw Error(Exit::kUsage, fmt::format("'{}' is no whole number", text), "write --seed or CKM_SEED like 1");
  }
  return seed;
}

std::string login_name() {
  if (const passwd* entry = ::getpwuid(::getuid()); entry != nullptr && entry->pw_name != nullptr) return entry->pw_name;
  const std::string user = environment("USER");
  return user.empty() ? "unknown" : user;
}

std::size_t terminal_columns() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) != 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  std::size_t columns = 0;
  const std::string text = environment("COLUMNS");
  std::from_chars(text.data(), text.data() + text.size(), columns);
  return columns;
}

// With a fixed seed, commands over different states of a store draw different numbers.
void stir(store::Store& store) { stir_seed(store::state_of(store)); }

// `reads_settings`: commands without a store do not, so that a mistake in a file can't keep help from helping.
void settle(Context& context, const Common& common, bool reads_settings) {
  if (reads_settings) context.settings.read(user_settings_path());
  context.db = find_db(common.db);
  context.chosen_db = common.db.empty() ? environment("CKM_DB") : common.db;
  if (reads_settings) context.settings.read(store_settings_path(context.db));
  const auto first = [](std::initializer_list<std::string> choices) {
    for (const std::string& choice : choices) {
      if (!choice.empty()) return choice;
    }
    return std::string();
  };
  const std::string format = first({common.format, context.settings.text("format")});
  const auto row = std::find_if(kFormats.begin(), kFormats.end(), [&](const auto& f) { return f.first == format; });
  if (row == kFormats.end()) {
    throw Error(Exit::kUsage, fmt::format("the setting format: there is no format '{}'", format), "see: ckm help");
  }
  context.format = row->second;
  if (const std::string now = first({common.now, environment("CKM_NOW")}); !now.empty()) set_now(parse_now(now));
  if (const std::string seed = first({common.seed, environment("CKM_SEED")}); !seed.empty()) set_seed(parse_seed(seed));
  context.actor = first({common.actor, environment("CKM_ACTOR"), context.settings.text("actor"), login_name()});
  const std::string timeout = first({common.lock_timeout, context.settings.text("lock_timeout")});
  double seconds = -1;
  const auto [end, error] = std::from_chars(timeout.data(), timeout.data() + timeout.size(), seconds);
  if (error != std::errc() || end != timeout.data() + timeout.size() || seconds < 0 || seconds > 1e6) {
    throw Error(Exit::kUsage, fmt::format("--lock-timeout: '{}' is no number of seconds", timeout),
                "write it like --lock-timeout 30");
  }
  context.lock_timeout_ms = static_cast<int>(std::lround(seconds * 1000));
  context.quiet = common.quiet;
  context.columns = terminal_columns();
  const bool terminal = ::isatty(STDOUT_FILENO) != 0 && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  context.colour = context.format == Format::kTable && (common.colour == "always" || (common.colour == "auto" && terminal));
}

}  // namespace

const std::vector<CommonOption>& common_options() {
  static const std::vector<CommonOption> kOptions = {
      {"--db", "FILE", "the store; else CKM_DB, else ckm.db in this folder or one above, else the user's own"},
      {"--format", "FORMAT", "table, json, jsonl, csv, tsv, md or ids"},
      {"--color", "WHEN", "auto, always or never"},
      {"--quiet", "", "nothing on standard error but errors"},
      {"--lock-timeout", "SECONDS", "how long to wait for another writer (10)"},
      {"--actor", "NAME", "who the change is recorded for; else CKM_ACTOR, else the login name"},
      {"--now", "TIME", "the clock, for tests; else CKM_NOW"},
      {"--seed", "N", "the random numbers, for tests; else CKM_SEED"},
      {"--help", "", "what the command does, with examples"},
  };
  return kOptions;
}

void Context::say(std::string_view line) const {
  if (!quiet) warn(line);
}

void Context::spare_store(const std::string& path) {
  namespace fs = std::filesystem;
  const std::string& own = store().path();
  const fs::path toml = fs::path(own).parent_path() / "ckm.toml";
  for (const std::string& spared : {own, own + "-wal", own + "-shm", own + "-journal", toml.string()}) {
    std::error_code error;
    if (!fs::equivalent(path, spared, error)) continue;
    throw Error(Exit::kUsage, fmt::format("{} would replace the store itself or a file of it", path), "name another file");
  }
}

void Context::warn(std::string_view line) const {
  std::fflush(stdout);
  write_stderr(utf8::printable(line) + "\n");
}

CLI::Option* add_choice(CLI::App& app, const std::string& flags, std::string& into, std::vector<std::string> values,
                        const std::string& description) {
  const auto check = [flags, values](const std::string& typed) {
    if (std::find(values.begin(), values.end(), typed) != values.end()) return std::string();
    throw Error(Exit::kUsage, fmt::format("{}: there is no '{}'", flags, typed),
                did_you_mean(typed, values, "one of: " + joined(values)));
  };
  return app.add_option(flags, into, description)->check(CLI::Validator(check, "", "choice"));
}

CLI::Option* add_count(CLI::App& app, const std::string& flag, std::int64_t& into, std::int64_t least,
                       const std::string& description) {
  const auto check = [flag, least](const std::string& typed) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
    if (error == std::errc() && end == typed.data() + typed.size() && value >= least) return std::string();
    throw Error(Exit::kUsage, fmt::format("{}: '{}' is no whole number from {} up", flag, typed, least),
                fmt::format("write it like {} 20", flag));
  };
  return app.add_option(flag, into, description)->type_name("N")->check(CLI::Validator(check, "", "count"));
}

std::unique_ptr<CLI::App> declared(const Command& command) {
  auto app = std::make_unique<CLI::App>(std::string(command.summary), fmt::format("ckm {}", command.name));
  command.declare(*app);
  return app;
}

Exit run(std::vector<std::string> words) {
  // Common options may stand before the command.
  std::size_t at = 0;
  while (at < words.size() && words[at].size() > 1 && words[at].front() == '-') {
    const std::string& word = words[at];
    if (word == "--help" || word == "-h") words[at] = "help";
    if (word == "--version") words[at] = "version";
    if (words[at].front() != '-') break;
    const auto& options = common_options();
    const auto row = std::find_if(options.begin(), options.end(),
                                  [&](const CommonOption& o) { return word.substr(0, word.find('=')) == o.flag; });
    if (row == options.end()) {
      std::vector<std::string> names;
      for (const CommonOption& option : options) names.emplace_back(option.flag);
      throw Error(Exit::kUsage, fmt::format("ckm has no option {}", word), did_you_mean(word, names, "see: ckm help"));
    }
    at += !row->value.empty() && word.find('=') == std::string::npos ? 2 : 1;
  }
  if (at > words.size()) throw Error(Exit::kUsage, fmt::format("{} needs a value", words.back()), "see: ckm help");
  if (at == words.size()) throw Error(Exit::kUsage, "which command?", "list them with: ckm help");
  const std::string name = words[at];
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
  if (name == "version") {
    write_stdout(fmt::format("ckm {}\n", CKM_VERSION));
    flush_stdout();
    return Exit::kDone;
  }
  const Command* command = find_command(name);
  if (command == nullptr) {
    std::vector<std::string> names;
    for (const Command& c : commands()) names.emplace_back(c.name);
    throw Error(Exit::kUsage, fmt::format("there is no command '{}'", name),
                did_you_mean(name, names, "list them with: ckm help"));
  }
  CLI::App app{std::string(command->summary), fmt::format("ckm {}", name)};
  app.set_help_flag();
  bool help = false;
  app.add_flag("-h,--help", help)->group("");
  Common common;
  declare_common(app, common);
  // Subcommands take the common options too.
  app.fallthrough();
  const Run run = command->declare(app);
  for (CLI::App* sub : app.get_subcommands({})) sub->fallthrough()->set_help_flag();
  if (std::find(words.begin(), words.end(), "--help") != words.end() ||
      std::find(words.begin(), words.end(), "-h") != words.end()) {
    write_stdout(help_command(*command));
    flush_stdout();
    return Exit::kDone;
  }
  std::vector<std::string> parsed = words;
  if (command->dash_words) {
    for (std::size_t i = 0; i < parsed.size(); ++i) {
      // An option's value is no word; a flag has none.
      const CLI::Option* option = i > 0 && words[i - 1].size() > 2 ? app.get_option_no_throw(words[i - 1]) : nullptr;
      const bool is_value = option != nullptr && words[i - 1].starts_with("--") && option->get_items_expected_min() > 0;
      if (parsed[i].size() > 1 && parsed[i][0] == '-' && parsed[i][1] != '-' && !is_value) parsed[i][0] = kDash;
    }
  }
  std::reverse(parsed.begin(), parsed.end());
  try {
    app.parse(parsed);
  } catch (const CLI::ParseError& e) {
    usage_error(app, name, e, words);
  }
  Context context;
  context.command = name;
  const Access access = run.access();
  settle(context, common, access != Access::kNone);
  if (access != Access::kNone) {
    context.opened.emplace(store::Store::open(context.db, access == Access::kWrite ? store::Access::kWrite : store::Access::kRead,
                                              context.lock_timeout_ms));
    if (!common.seed.empty() || !environment("CKM_SEED").empty()) stir(context.store());
  }
  const Exit status = run.go(context);
  flush_stdout();
  return status;
}

}  // namespace ckm::cli
