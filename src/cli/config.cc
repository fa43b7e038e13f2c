#include "cli/config.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>
#include <sstream>

#include "base/age.hh"
#include "base/byte_source.hh"
#include "base/environment.hh"
#include "base/error.hh"
#include "base/number.hh"
#include "base/suggest.hh"
#include "base/time.hh"
#include "base/toml.hh"
#include "cli/redact_settings.hh"

namespace ckm::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSwitch = "on off";
constexpr std::array<Setting, 37> kSettings = {{
    {"actor", "", "who changes are recorded for; empty: the login name"},
    {"audience", "", "whom commands show what: internal, partner or public", 0, 0, "internal partner public"},
    {"format", "table", "the output format without --format", 0, 0, "table json jsonl csv tsv md ids"},
    {"lock_timeout", "10", "seconds to wait for another writer", 0, 1e6},
    {"import.unpack_ratio", "250", "how many times its size a packed input may unpack to, past 64 MB", 1, 1e9},
    {"import.unpack_size", "65536", "megabytes that a packed input may unpack to", 1, 1e9},
    {"query.limit", "10", "how many results a query shows", 1, 1e6},
    {"query.log", "on", "note each query for what is missing and what is used", 0, 0, kSwitch},
    {"query.log_days", "365", "days that queries are kept", 1, 1e6},
    {"rank.overlap", "0.3", "how much a question of the same words counts", 0, 100},
    {"rank.adjacency", "0.1", "how much words side by side count", 0, 100},
    {"rank.exact", "0.05", "how much just the same question counts", 0, 100},
    {"rank.learned", "1", "how much wordings of customers that an article answered count", 0, 100},
    {"rank.use", "0.05", "how much an article that helped often counts", 0, 100},
    {"rank.feedback", "0.05", "how much readers' verdicts count", 0, 100},
    {"rank.freshness", "0.01", "how much a late change counts", 0, 100},
    {"rank.state", "0.1", "how much less what is archived or not validated counts", 0, 100},
    {"index.question_weight", "1.0", "what a word in a question, title or subject counts", 0.001, 1000},
    {"index.answer_weight", "0.12", "what a word in an answer, text or message counts", 0, 1000},
    {"index.k1", "1.2", "BM25F: how fast repeated words stop counting", 0.001, 100},
    {"index.question_b", "0.9", "BM25F: how much long questions count less", 0, 1},
    {"index.answer_b", "1.0", "BM25F: how much long answers count less", 0, 1},
    {"suggest.least", "0.7", "how sure ckm suggest has to be to say anything", 0, 1},
    {"classify.least", "0.5", "how probable it has to be that a classifier is right, to count", 0, 1},
    {"check.least_question", "4", "columns that a question or title takes at least", 0, 1e6},
    {"check.most_question", "200", "columns that it takes at most", 1, 1e6},
    {"check.least_answer", "4", "columns that an answer or text takes at least", 0, 1e9},
    {"check.most_answer", "20000", "columns that it takes at most", 1, 1e9},
    {"check.placeholders",
     "TO"
     "DO, TBD, FIX"
     "ME, XXX, lorem ipsum, 待补充, 待定, 待完善, 待填写, 未完成",
     "what stands where something is to be written yet"},
    {"check.off", "", "rules that ckm check leaves out, such as: length, repeated"},
    {"keep.tickets", "", "how long tickets are kept after the last that was heard of them, such as: 3 years; empty: for ever"},
    {"keep.cited", "on", "keep tickets from which an article was drafted longer than that", 0, 0, kSwitch},
    {"keep.before", "", "how long what imports changed is kept for ckm undo, such as: 90 days; empty: for ever"},
    {kRedactOff, "", "kinds of personal data that are left alone, a list such as: [\"plate\"]"},
    {kRedactKeep, "", "personal data that is left where it stands, such as the team's: [\"help@example.org\"]"},
    {kRedactPatterns, "", "what is redacted too, a list such as: [{name = \"order\", match = 'SO-\\d+'}]"},
    {"index.memory", "512", "megabytes that building may take", 16, 1e6},
}};

const Setting* find_setting(std::string_view name) {
  for (const Setting& setting : kSettings) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

bool is_number(std::string_view text) { return parse_number(text).has_value(); }

std::vector<std::string> split(std::string_view words) {
  std::istringstream in{std::string(words)};
  return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

// The parts between commas, without blanks around them.
std::vector<std::string> listed(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) {
    const std::size_t first = part.find_first_not_of(" \t\n");
    if (first != std::string::npos) parts.push_back(part.substr(first, part.find_last_not_of(" \t\n") + 1 - first));
  }
  return parts;
}

std::string base_folder(const char* variable, std::string_view below_home) {
  if (std::string value = environment(variable); !value.empty()) return value;
  return environment("HOME") + std::string(below_home);
}

// The text of a file of settings; nothing where there is none, or where a folder above it is closed to this user, whose it can't
// be then, as a home that was left behind by su.
std::optional<std::string> own_text(const std::string& path, std::size_t most) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found || error == std::errc::permission_denied) return std::nullopt;
  try {
    FileSource file(path);
    PeekSource whole(file);
    return std::string(whole.peek(most));
  } catch (const Error& e) {
    throw Error(e.code(), e.what(), "make it a file that you may read, or move it away");
  }
}

}  // namespace

std::span<const Setting> known_settings() { return kSettings; }

void Settings::read(const std::string& path) {
  constexpr std::size_t kMost = 1 << 20;
  const std::optional<std::string> text = own_text(path, kMost);
  if (!text) return;
  const Value toml = toml::parse(*text, path);
  const auto set = [&](const std::string& name, const Value& value) {
    const Setting* setting = find_setting(name);
    const auto wrong = [&](const std::string& what, const std::string& hint) {
      return Error(Exit::kUsage, fmt::format("{}:{}:{}: {}", path, value.line, value.column, what), hint);
    };
    if (setting == nullptr) {
      std::vector<std::string> names;
      for (const Setting& s : kSettings) names.emplace_back(s.name);
      throw wrong(fmt::format("there is no setting '{}'", name), did_you_mean(name, names, "list them with: ckm help settings"));
    }
    if (name == kRedactOff || name == kRedactKeep || name == kRedactPatterns) {
      check_redact_setting(name, value, path);
      values_.set(name, value);
      return;
    }
    if (is_number(setting->initial)) {
      const auto number = parse_number(value.to_text());
      if (!number || *number < setting->least || *number > setting->most) {
        throw wrong(fmt::format("{} must be a number from {} to {}", name, setting->least, setting->most),
                    fmt::format("its default is {}", setting->initial));
      }
    }
    std::string given = value.to_text();
    // TOML has words of its own for these.
    if (setting->choices == kSwitch && (given == "true" || given == "false")) given = given == "true" ? "on" : "off";
    if (const std::vector<std::string> choices = split(setting->choices);
        !choices.empty() && std::find(choices.begin(), choices.end(), given) == choices.end()) {
      throw wrong(fmt::format("{} can't be '{}'", name, given),
                  did_you_mean(given, choices, fmt::format("one of: {}", setting->choices)));
    }
    if ((name == "keep.tickets" || name == "keep.before") && !given.empty() && !parse_age(given, now()))
      throw wrong(fmt::format("{} can't be '{}'", name, given), "write it like: 90 days, 18 months or 3 years");
    values_.set(name, Value(given));
  };
  for (const auto& [name, value] : *toml.object()) {
    if (value.object() == nullptr) {
      set(name, value);
      continue;
    }
    for (const auto& [inner, inner_value] : *value.object()) set(name + "." + inner, inner_value);
  }
}

std::string Settings::text(std::string_view name) const {
  std::string text(find_setting(name)->initial);
  // The last one that was read counts.
  if (const Value::Object* members = values_.object()) {
    for (const auto& [key, value] : *members) {
      if (key == name) text = value.to_text();
    }
  }
  return text;
}

const Value* Settings::value(std::string_view name) const {
  const Value* found = nullptr;
  if (const Value::Object* members = values_.object()) {
    for (const auto& [key, given] : *members) {
      if (key == name) found = &given;
    }
  }
  return found;
}

double Settings::number(std::string_view name) const { return parse_number(text(name)).value_or(0); }

insight::ContentLimits Settings::content() const {
  insight::ContentLimits limits;
  limits.least_question = static_cast<std::size_t>(number("check.least_question"));
  limits.most_question = static_cast<std::size_t>(number("check.most_question"));
  limits.least_answer = static_cast<std::size_t>(number("check.least_answer"));
  limits.most_answer = static_cast<std::size_t>(number("check.most_answer"));
  limits.placeholders = listed(text("check.placeholders"));
  for (std::string& rule : listed(text("check.off"))) {
    const auto rules = insight::content_rules();
    if (std::ranges::find(rules, std::string_view(rule), &insight::ContentRule::name) == rules.end()) {
      std::vector<std::string> names;
      for (const insight::ContentRule& row : rules) names.emplace_back(row.name);
      throw Error(Exit::kUsage, fmt::format("the setting check.off: there is no rule '{}'", rule),
                  did_you_mean(rule, names, fmt::format("one of: {}", fmt::join(names, ", "))));
    }
    limits.off.insert(std::move(rule));
  }
  return limits;
}

search::IndexSettings Settings::index() const {
  search::IndexSettings index;
  index.question_weight = number("index.question_weight");
  index.answer_weight = number("index.answer_weight");
  index.k1 = number("index.k1");
  index.question_b = number("index.question_b");
  index.answer_b = number("index.answer_b");
  index.memory = static_cast<std::size_t>(number("index.memory")) << 20;
  return index;
}

search::RankWeights Settings::weights() const {
  return {number("rank.overlap"), number("rank.adjacency"), number("rank.exact"),     number("rank.learned"),
          number("rank.use"),     number("rank.feedback"),  number("rank.freshness"), number("rank.state")};
}

formats::UnpackLimits Settings::unpack() const {
  return {static_cast<std::uint64_t>(number("import.unpack_size")) << 20U, number("import.unpack_ratio")};
}

std::string find_db(const std::string& option) {
  if (!option.empty()) return option;
  if (std::string path = environment("CKM_DB"); !path.empty()) return path;
  std::error_code error;
  for (fs::path folder = fs::current_path(error); !folder.empty(); folder = folder.parent_path()) {
    if (fs::exists(folder / "ckm.db", error)) return folder == fs::current_path(error) ? "ckm.db" : (folder / "ckm.db").string();
    if (folder == folder.root_path()) break;
  }
  return base_folder("XDG_DATA_HOME", "/.local/share") + "/ckm/ckm.db";
}

std::string user_settings_path() { return base_folder("XDG_CONFIG_HOME", "/.config") + "/ckm/config.toml"; }

std::string store_settings_path(const std::string& db) { return (fs::path(db).parent_path() / "ckm.toml").string(); }

search::Synonyms read_synonyms(const std::string& db) {
  constexpr std::size_t kMost = 1 << 24;
  search::Synonyms synonyms;
  for (const std::string& settings : {user_settings_path(), store_settings_path(db)}) {
    const std::string path = (fs::path(settings).parent_path() / "synonyms.toml").string();
    if (const auto text = own_text(path, kMost)) synonyms.add(*text, path);
  }
  return synonyms;
}

}  // namespace ckm::cli
