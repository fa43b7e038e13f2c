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

#include "base/environment.hh"
#include "base/hash.hh"
#include "base/number.hh"
#include "base/out_file.hh"
#include "base/suggest.hh"
#include "base/time.hh"
#include "base/utf8.hh"
#include "cli/command.hh"
#include "cli/help.hh"
#include "cli/seen.hh"
#include "store/asked_log.hh"
#include "store/overview.hh"

namespace ckm::cli {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 8> kFormats = {{
    {"table", Format::kTable},
    {"json", Format::kJson},
    {"jsonl", Format::kJsonl},
    {"csv", Format::kCsv},
    {"tsv", Format::kTsv},
    {"md", Format::kMd},
    {"ids", Format::kIds},
    {"trec", Format::kTrec},
}};

struct Common {
  std::string db;
  std::string format;
  std::string colour = "auto";
  std::string now;
  std::string seed;
  std::string actor;
  std::string audience;
  std::string lock_timeout;
  bool quiet = false;
  bool help = false;
};

void declare_common(Args& args, Common& common) {
  std::vector<std::string> formats;
  for (const auto& [name, format] : kFormats) formats.emplace_back(name);
  args.add({.name = "--db",
            .into = &common.db,
            .value = "FILE",
            .summary = "the store; else CKM_DB, else ckm.db in this folder or one above, else the user's own"});
  args.add({.name = "--format",
            .into = &common.format,
            .value = "FORMAT",
            .summary = "table, json, jsonl, csv, tsv, md or ids; a batch of queries also trec",
            .choices = formats});
  args.add({.name = "--color",
            .into = &common.colour,
            .value = "WHEN",
            .summary = "auto, always or never",
            .choices = {"auto", "always", "never"}});
  args.add({.name = "--quiet", .into = &common.quiet, .summary = "nothing on standard error but errors"});
  args.add({.name = "--lock-timeout",
            .into = &common.lock_timeout,
            .value = "SECONDS",
            .summary = "how long to wait for another writer (10)"});
  args.add({.name = "--actor",
            .into = &common.actor,
            .value = "NAME",
            .summary = "who the change is recorded for (log: by whom); else CKM_ACTOR, else the login name"});
  args.add({.name = "--audience",
            .into = &common.audience,
            .value = "AUDIENCE",
            .summary = "show what these see: public, partner or internal; else CKM_AUDIENCE",
            .choices = {model::kAudiences.rbegin(), model::kAudiences.rend()}});
  args.add({.name = "--now", .into = &common.now, .value = "TIME", .summary = "the clock, for tests; else CKM_NOW"});
  args.add({.name = "--seed", .into = &common.seed, .value = "N", .summary = "the random numbers, for tests; else CKM_SEED"});
  args.add({.name = "--help", .into = &common.help, .summary = "what the command does, with examples"});
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
  if (context.format == Format::kTrec && context.command != "query")
    throw Error(Exit::kUsage, "--format trec is for ckm query --batch", "write --format tsv, for example");
  if (const std::string now = first({common.now, environment("CKM_NOW")}); !now.empty()) set_now(parse_now(now));
  if (const std::string seed = first({common.seed, environment("CKM_SEED")}); !seed.empty()) {
    context.seed = parse_seed(seed);
    set_seed(*context.seed);
  }
  context.given_actor = common.actor;
  context.actor = first({common.actor, environment("CKM_ACTOR"), context.settings.text("actor"), login_name()});
  const std::string audience = first({common.audience, environment("CKM_AUDIENCE"), context.settings.text("audience")});
  const auto seen_by = model::audience_from_name(audience.empty() ? model::kAudiences.front() : audience);
  if (!seen_by) {
    throw Error(Exit::kUsage, fmt::format("CKM_AUDIENCE: there is no audience '{}'", audience),
                "write public, partner or internal");
  }
  context.audience = *seen_by;
  context.audience_said = !audience.empty();
  const std::string timeout = first({common.lock_timeout, context.settings.text("lock_timeout")});
  const double seconds = parse_number(timeout).value_or(-1);
  if (seconds < 0 || seconds > 1e6) {
    throw Error(Exit::kUsage, fmt::format("--lock-timeout: '{}' is no number of seconds", timeout),
                "write it like --lock-timeout 30");
  }
  context.lock_timeout_ms = static_cast<int>(std::lround(seconds * 1000));
  context.quiet = common.quiet;
  context.columns = terminal_columns();
  const bool terminal = ::isatty(STDOUT_FILENO) != 0 && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  context.colour = context.format == Format::kTable && (common.colour == "always" || (common.colour == "auto" && terminal));
}

// What shows or changes more than articles is the team's alone.
void need_team(const Context& context, const Command& command, Access access) {
  if (context.audience == model::Audience::kInternal || (command.outside && access == Access::kRead)) return;
  throw Error(Exit::kConflict,
              fmt::format("ckm {} {}, which is not for the audience {}", command.name,
                          access == Access::kWrite ? "changes the store" : "shows what is internal",
                          model::audience_name(context.audience)),
              "leave out --audience, or write: --audience internal");
}

// Queries that were noted beside the store. They can wait for another time.
void take_asked(Context& context) {
  store::Db& db = context.store().db();
  db.busy_timeout(0);
  try {
    store::take_asked(context.store(), static_cast<std::int64_t>(context.settings.number("query.log_days")));
  } catch (const Error&) {
  }
  db.busy_timeout(context.lock_timeout_ms);
}

}  // namespace

const Args& common_options() {
  static Common unread;
  static Args args;
  if (args.all().empty()) declare_common(args, unread);
  return args;
}

void Context::say(std::string_view line) const {
  if (!quiet) warn(line);
}

void Context::spare_store(const std::string& path) {
  namespace fs = std::filesystem;
  const std::string& own = opened->path();
  const fs::path folder = fs::path(own).parent_path();
  for (const std::string& spared : {own, own + "-wal", own + "-shm", own + "-journal", own + "-asked",
                                    (folder / "ckm.toml").string(), (folder / "synonyms.toml").string()}) {
    std::error_code error;
    if (!fs::equivalent(path, spared, error)) continue;
    throw Error(Exit::kUsage, fmt::format("{} would replace the store itself or a file of it", path), "name another file");
  }
}

void Context::warn(std::string_view line) const {
  std::fflush(stdout);
  write_stderr(utf8::printable(line) + "\n");
}

Exit run(std::vector<std::string> words) {
  // Common options may stand before the command.
  std::size_t at = 0;
  while (at < words.size() && words[at].size() > 1 && words[at].front() == '-') {
    const std::string& word = words[at];
    if (word == "--help" || word == "-h") words[at] = "help";
    if (word == "--version") words[at] = "version";
    if (words[at].front() != '-') break;
    const Arg* arg = common_options().find(word.substr(0, word.find('=')));
    if (arg == nullptr) {
      std::vector<std::string> names;
      for (const Arg& option : common_options().all()) names.push_back(option.name);
      throw Error(Exit::kUsage, fmt::format("ckm has no option {}", word), did_you_mean(word, names, "see: ckm help"));
    }
    at += !arg->is_switch() && word.find('=') == std::string::npos ? 2 : 1;
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
  if (std::find(words.begin(), words.end(), "--help") != words.end() ||
      std::find(words.begin(), words.end(), "-h") != words.end()) {
    write_stdout(help_command(*command, words));
    flush_stdout();
    return Exit::kDone;
  }
  Common common;
  Args common_args;
  declare_common(common_args, common);
  Args args(command->name, command->summary);
  const Run run = command->declare(args);
  args.parse(words, common_args, command->dash_words);
  Context context;
  context.command = name;
  const Access access = run.access();
  settle(context, common, access != Access::kNone);
  if (access != Access::kNone) {
    need_team(context, *command, access);
    context.opened.emplace(store::Store::open(context.db, access == Access::kWrite ? store::Access::kWrite : store::Access::kRead,
                                              context.lock_timeout_ms));
    if (!common.seed.empty() || !environment("CKM_SEED").empty()) stir(context.store());
  }
  if (access == Access::kWrite) take_asked(context);
  if (access != Access::kNone) see_as_audience(context);
  const Exit status = run.go(context);
  flush_stdout();
  return status;
}

}  // namespace ckm::cli
