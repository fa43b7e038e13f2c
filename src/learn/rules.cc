#include "learn/rules.hh"

#include <fmt/format.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <optional>

#include "base/error.hh"
#include "learn/word_finder.hh"
#include "text/fold.hh"

namespace ckm::learn {
namespace {

constexpr std::string_view kAny = "any";
constexpr std::string_view kAll = "all";
constexpr std::string_view kRegex = "regex";
constexpr std::int64_t kRegexMemory = std::int64_t{64} << 20;
Error mistake(std::string_view name, const Value& at, const std::string& what) {
  return {Exit::kInput, fmt::format("{}:{}:{}: {}", name, at.line, at.column, what),
          "a rule is: [category.\"path\"] with title, any = [\"word\", …], all = [\"word\", …], regex = ['…']"};
}

const std::vector<Value>& strings_of(const Value& rule, std::string_view name) {
  static const std::vector<Value> kNone;
  const Value* list = rule.find(name);
  return list != nullptr && list->array() != nullptr ? *list->array() : kNone;
}

RE2::Options regex_options() {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_max_mem(kRegexMemory);
  return options;
}

std::string no_regex(std::string_view path, std::string_view text, std::string_view why) {
  return fmt::format("the rule of category '{}' has a regular expression that is none: {}: {}", path, text, why);
}

constexpr const char* kRegexHint = "the syntax is RE2's; in TOML, single quotes keep backslashes: '\\d+'";

void check_regexes(const Value::Array& list, std::string_view name, std::string_view path) {
  for (const Value& item : list) {
    const RE2 regex(*item.string(), regex_options());
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
    category.path = model::clean_path(path);
    if (category.path.empty()) throw mistake(name, table, "a category has an empty path");
    if (category.path != path) {
      throw mistake(name, table, fmt::format("'{}' has an empty step or blanks around one: write '{}'", path, category.path));
    }
    Value rule;
    for (const auto& [key, value] : *table.object()) {
      if (key == "title" || key == "description" || key == "owner") {
        if (value.string() == nullptr) throw mistake(name, value, fmt::format("{} is no text", key));
        (key == "title" ? category.title : key == "owner" ? category.owner : category.description) = *value.string();
        continue;
      }
      if (key == "review_days") {
        if (value.integer() == nullptr || *value.integer() < 1)
          throw mistake(name, value, "review_days is no number of days above 0");
        category.review_days = *value.integer();
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
  // Which words or expressions belong to which list of which rule.
  struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
    [[nodiscard]] bool empty() const { return first == last; }
  };
  struct Rule {
    std::string path;
    Range any, all, regex;
  };
  using Numbers = std::vector<std::size_t>;  // Ascending.
  std::vector<Rule> rules;
  std::vector<std::string> words;      // As they were written.
  std::vector<std::size_t> word_rule;  // By word, its rule.
  std::vector<std::string> regexes;
  std::vector<std::size_t> regex_rule;
  std::optional<WordFinder> finder;
  std::optional<RE2::Set> together;        // Absent where they are too large for that.
  std::vector<std::unique_ptr<RE2>> each;  // Made when they are needed.

  Range add(const std::vector<Value>& list, std::vector<std::string>& names, std::vector<std::size_t>& rule_of) const {
    const Range range{names.size(), names.size() + list.size()};
    for (const Value& item : list) names.push_back(*item.string());
    rule_of.resize(names.size(), rules.size());
    return range;
  }

  [[nodiscard]] Error refusal(std::size_t regex, std::string_view what, std::string_view error, const char* hint) const {
    return {Exit::kInput,
            fmt::format("the rule of category '{}' has a regular expression that is {}: {}: {}", rules[regex_rule[regex]].path,
                        what, regexes[regex], error),
            hint};
  }

  void compile() {
    finder.emplace(words);
    if (regexes.empty()) return;
    together.emplace(regex_options(), RE2::UNANCHORED);
    std::string error;
    for (std::size_t i = 0; i < regexes.size(); ++i) {
      if (together->Add(regexes[i], &error) >= 0) continue;
      throw refusal(i, "none", error, kRegexHint);
    }
    if (together->Compile()) return;
    together.reset();
    compile_each();
  }

  void compile_each() {
    for (std::size_t i = 0; i < regexes.size(); ++i) {
      each.push_back(std::make_unique<RE2>(regexes[i], regex_options()));
      if (each[i]->ok()) continue;
      throw refusal(i, "too large", each[i]->error(), "write it with fewer or smaller repetitions");
    }
  }

  [[nodiscard]] Numbers matching_regexes(const re2::StringPiece& text) {
    std::vector<int> found;
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    if (together && (together->Match(text, &found, &error) || error.kind == RE2::Set::kNoError)) {
      Numbers numbers(found.begin(), found.end());
      std::sort(numbers.begin(), numbers.end());
      return numbers;
    }
    // The set's automaton needs too much memory; one at a time can do with little.
    if (each.empty()) compile_each();
    Numbers numbers;
    for (std::size_t i = 0; i < each.size(); ++i) {
      if (RE2::PartialMatch(text, *each[i])) numbers.push_back(i);
    }
    return numbers;
  }
};

Rules::Rules(const std::vector<model::Category>& categories) : state_(std::make_unique<State>()) {
  State& s = *state_;
  for (const model::Category& category : categories) {
    if (category.rule.is_null()) continue;
    State::Rule rule{category.path, {}, {}, {}};
    rule.any = s.add(strings_of(category.rule, kAny), s.words, s.word_rule);
    rule.all = s.add(strings_of(category.rule, kAll), s.words, s.word_rule);
    rule.regex = s.add(strings_of(category.rule, kRegex), s.regexes, s.regex_rule);
    s.rules.push_back(std::move(rule));
  }
  s.compile();
}

Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;
Rules::~Rules() = default;

bool Rules::empty() const { return state_->rules.empty(); }

Rules::Verdict Rules::judge(std::string_view text) const {
  using Numbers = State::Numbers;
  State& s = *state_;
  const Numbers words = s.words.empty() ? Numbers() : s.finder->in(text::fold(text));
  const Numbers regexes = s.regexes.empty() ? Numbers() : s.matching_regexes({text.data(), text.size()});
  // Only rules of which something was found can fire.
  Numbers touched;
  for (const std::size_t word : words) touched.push_back(s.word_rule[word]);
  for (const std::size_t regex : regexes) touched.push_back(s.regex_rule[regex]);
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  const auto found = [](const Numbers& matches, State::Range range) {
    return std::pair(std::lower_bound(matches.begin(), matches.end(), range.first),
                     std::lower_bound(matches.begin(), matches.end(), range.last));
  };
  const auto count = [&](const Numbers& matches, State::Range range) {
    const auto [first, last] = found(matches, range);
    return static_cast<std::size_t>(last - first);
  };
  Verdict verdict;
  Value also;
  for (const std::size_t number : touched) {
    const State::Rule& rule = s.rules[number];
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
    const auto name = [&](std::string_view key, const Numbers& matches, State::Range range,
                          const std::vector<std::string>& names) {
      const auto [first, last] = found(matches, range);
      Value list;
      for (auto at = first; at != last; ++at) list.push(names[*at]);
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
