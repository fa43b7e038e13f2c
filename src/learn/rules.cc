#include "learn/rules.hh"

#include <fmt/format.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <optional>

#include "base/error.hh"
#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::learn {
namespace {

constexpr std::string_view kAny = "any";
constexpr std::string_view kAll = "all";
constexpr std::string_view kRegex = "regex";
constexpr std::int64_t kSetMemory = std::int64_t{64} << 20;
// What ends a word: anything but letters of alphabets and digits. Han characters next to a word do not make it another word.
constexpr std::string_view kNoLetter = "[^\\p{Latin}\\p{Greek}\\p{Cyrillic}\\p{N}]";

Error mistake(std::string_view name, const Value& at, const std::string& what) {
  return {Exit::kInput, fmt::format("{}:{}:{}: {}", name, at.line, at.column, what),
          "a rule is: [category.\"path\"] with title, any = [\"word\", …], all = [\"word\", …], regex = ['…']"};
}

bool is_letter(char32_t code) { return text::char_class(code) == text::CharClass::kWord; }

char32_t first_character(std::string_view word) { return utf8::decode(word.data(), word.data() + word.size()).code; }

char32_t last_character(std::string_view word) {
  std::size_t at = word.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(word[at]) & 0xC0) == 0x80) --at;
  return first_character(word.substr(at));
}

// A folded word or phrase as a regular expression over folded text.
std::string pattern_of(std::string_view word) {
  std::string folded = text::fold(word);
  const bool open = folded.size() > 1 && folded.back() == '*';
  if (open) folded.pop_back();
  std::string pattern = is_letter(first_character(folded)) ? fmt::format("(?:^|{})", kNoLetter) : "";
  pattern += RE2::QuoteMeta(folded);
  if (!open && is_letter(last_character(folded))) pattern += fmt::format("(?:$|{})", kNoLetter);
  return pattern;
}

const std::vector<Value>& strings_of(const Value& rule, std::string_view name) {
  static const std::vector<Value> kNone;
  const Value* list = rule.find(name);
  return list != nullptr && list->array() != nullptr ? *list->array() : kNone;
}

RE2::Options options(bool case_sensitive) {
  RE2::Options o;
  o.set_case_sensitive(case_sensitive);
  o.set_log_errors(false);
  o.set_max_mem(kSetMemory);
  return o;
}

std::string no_regex(std::string_view path, std::string_view text, std::string_view why) {
  return fmt::format("the rule of category '{}' has a regular expression that is none: {}: {}", path, text, why);
}

constexpr const char* kRegexHint = "the syntax is RE2's; in TOML, single quotes keep backslashes: '\\d+'";

void check_regexes(const Value::Array& list, std::string_view name, std::string_view path) {
  for (const Value& item : list) {
    const RE2 regex(*item.string(), options(false));
    if (regex.ok()) continue;
    throw Error(Exit::kInput,
                fmt::format("{}:{}:{}: {}", name, item.line, item.column, no_regex(path, *item.string(), regex.error())),
                kRegexHint);
  }
}

}  // namespace

std::vector<model::Category> read_rules(const Value& toml, std::string_view name) {
  const Value* tree = toml.find("category");
  if (tree == nullptr || tree->object() == nullptr) {
    throw Error(Exit::kInput, fmt::format("{} has no category", name), "write tables such as [category.\"billing/refund\"]");
  }
  std::vector<model::Category> categories;
  for (const auto& [path, table] : *tree->object()) {
    if (table.object() == nullptr) throw mistake(name, table, fmt::format("'{}' is no table", path));
    model::Category category;
    category.path = path;
    Value rule;
    for (const auto& [key, value] : *table.object()) {
      if (key == "title" || key == "description") {
        if (value.string() == nullptr) throw mistake(name, value, fmt::format("{} is no text", key));
        (key == "title" ? category.title : category.description) = *value.string();
        continue;
      }
      if (key != kAny && key != kAll && key != kRegex) throw mistake(name, value, fmt::format("a rule knows no '{}'", key));
      const Value::Array* list = value.array();
      const bool texts = list != nullptr && std::all_of(list->begin(), list->end(), [](const Value& v) {
                           return v.string() != nullptr && !text::fold(*v.string()).empty();
                         });
      if (!texts) throw mistake(name, value, fmt::format("{} is no list of texts", key));
      if (key == kRegex) check_regexes(*list, name, path);
      if (!list->empty()) rule.set(key, value);
    }
    category.rule = std::move(rule);
    categories.push_back(std::move(category));
  }
  return categories;
}

struct Rules::State {
  // Which of a set's patterns belong to which list of which rule.
  struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
    [[nodiscard]] bool empty() const { return first == last; }
  };
  struct Rule {
    std::string path;
    Range any, all, regex;
  };
  std::vector<Rule> rules;
  std::vector<std::string> words;  // By pattern number, as they were written.
  std::vector<std::string> regexes;
  std::optional<RE2::Set> word_set;
  std::optional<RE2::Set> regex_set;

  Range add(const std::vector<Value>& list, std::vector<std::string>& names, RE2::Set& set, bool regex, std::string_view path) {
    const Range range{names.size(), names.size() + list.size()};
    for (const Value& item : list) {
      std::string error;
      const std::string& text = *item.string();
      if (set.Add(regex ? text : pattern_of(text), &error) < 0) {
        throw Error(Exit::kInput, no_regex(path, text, error), kRegexHint);
      }
      names.push_back(text);
    }
    return range;
  }
};

Rules::Rules(const std::vector<model::Category>& categories) : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.word_set.emplace(options(true), RE2::UNANCHORED);
  s.regex_set.emplace(options(false), RE2::UNANCHORED);
  for (const model::Category& category : categories) {
    if (category.rule.is_null()) continue;
    State::Rule rule{category.path, {}, {}, {}};
    rule.any = s.add(strings_of(category.rule, kAny), s.words, *s.word_set, false, category.path);
    rule.all = s.add(strings_of(category.rule, kAll), s.words, *s.word_set, false, category.path);
    rule.regex = s.add(strings_of(category.rule, kRegex), s.regexes, *s.regex_set, true, category.path);
    s.rules.push_back(std::move(rule));
  }
  const bool compiled = (s.words.empty() || s.word_set->Compile()) && (s.regexes.empty() || s.regex_set->Compile());
  if (!compiled) {
    throw Error(Exit::kInput, "the rules are too large together",
                "split long regular expressions, or use words in place of them");
  }
}

Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;
Rules::~Rules() = default;

bool Rules::empty() const { return state_->rules.empty(); }

Rules::Verdict Rules::judge(std::string_view text) const {
  const State& s = *state_;
  std::vector<int> words;
  std::vector<int> regexes;
  if (!s.words.empty()) s.word_set->Match(text::fold(text), &words);
  if (!s.regexes.empty()) s.regex_set->Match(re2::StringPiece(text.data(), text.size()), &regexes);
  std::sort(words.begin(), words.end());
  std::sort(regexes.begin(), regexes.end());
  const auto found = [](const std::vector<int>& matches, State::Range range) {
    return std::pair(std::lower_bound(matches.begin(), matches.end(), static_cast<int>(range.first)),
                     std::lower_bound(matches.begin(), matches.end(), static_cast<int>(range.last)));
  };
  const auto count = [&](const std::vector<int>& matches, State::Range range) {
    const auto [first, last] = found(matches, range);
    return static_cast<std::size_t>(last - first);
  };
  Verdict verdict;
  Value also;
  for (const State::Rule& rule : s.rules) {
    const bool fires = (rule.any.empty() || count(words, rule.any) > 0) &&
                       count(words, rule.all) == rule.all.last - rule.all.first &&
                       (rule.regex.empty() || count(regexes, rule.regex) > 0);
    if (!fires) continue;
    if (!verdict.path.empty()) {
      also.push(rule.path);
      continue;
    }
    verdict.path = rule.path;
    verdict.reason.set("rule", rule.path);
    const auto name = [&](std::string_view key, const std::vector<int>& matches, State::Range range,
                          const std::vector<std::string>& names) {
      const auto [first, last] = found(matches, range);
      Value list;
      for (auto at = first; at != last; ++at) list.push(names[static_cast<std::size_t>(*at)]);
      if (!list.is_null()) verdict.reason.set(std::string(key), std::move(list));
    };
    name(kAny, words, rule.any, s.words);
    name(kAll, words, rule.all, s.words);
    name(kRegex, regexes, rule.regex, s.regexes);
  }
  if (!also.is_null()) verdict.reason.set("also", std::move(also));
  return verdict;
}

}  // namespace ckm::learn
