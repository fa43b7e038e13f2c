#include "insight/conflicts.hh"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/number.hh"
#include "insight/fact_text.hh"

namespace ckm::insight {
namespace {

constexpr double kBesideShare = 0.5;  // More than this of the words beside two facts are the same.
constexpr double kOtherOrder = 50;    // Times that differ so much are of other things.
constexpr double kCalendar = 0.02;    // A month is 30 or 31 days.
constexpr double kHalfMonth = 365;    // Hours.
constexpr double kRounding = 1e-9;

double number_of(const std::string& value) { return parse_number(value).value_or(0); }

std::vector<std::string> split(const std::string& value, char sign) {
  std::vector<std::string> parts(1);
  for (const char c : value) {
    if (c == sign) parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

bool is_time(const Fact& fact) { return fact.measure == "time"; }

bool same_number(double a, double b, bool time) {
  const double most = std::max(std::abs(a), std::abs(b));
  if (std::abs(a - b) <= most * kRounding) return true;
  // In months one of them, in days the other.
  return time && (std::fmod(a, kHalfMonth) == 0) != (std::fmod(b, kHalfMonth) == 0) && std::abs(a - b) <= most * kCalendar;
}

// What both tell is the same, as far as both tell it.
bool same_parts(const std::string& a, const std::string& b, char sign) {
  const std::vector<std::string> left = split(a, sign), right = split(b, sign);
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (left[i] != right[i] && left[i] != "?" && right[i] != "?") return false;
  }
  return true;
}

bool same_phone(const std::string& a, const std::string& b) {
  constexpr std::size_t kLeast = 7;
  const std::string& longer = a.size() >= b.size() ? a : b;
  std::string shorter = a.size() >= b.size() ? b : a;
  if (longer == shorter) return true;
  shorter.erase(0, shorter.find_first_not_of('0'));
  return shorter.size() >= kLeast && longer.ends_with(shorter);
}

enum class Sort { kNumber, kDate, kVersion, kPhone, kText };

Sort sort_of(const std::string& measure) {
  if (measure == "date") return Sort::kDate;
  if (measure.starts_with("version")) return Sort::kVersion;
  if (measure == "phone" || measure == "fax") return Sort::kPhone;
  if (measure == "link" || measure == "mail" || measure == "address") return Sort::kText;
  return Sort::kNumber;
}

bool same_value(Sort sort, bool time, const std::string& a, const std::string& b) {
  switch (sort) {
    case Sort::kNumber: return same_number(number_of(a), number_of(b), time);
    case Sort::kDate: return same_parts(a, b, '-');
    case Sort::kVersion: return same_parts(a, b, '.');
    case Sort::kPhone: return same_phone(a, b);
    case Sort::kText: break;
  }
  return a == b;
}

bool any_same(const Fact& left, const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const Sort sort = sort_of(left.measure);
  return std::ranges::any_of(a, [&](const std::string& one) {
    return std::ranges::any_of(b, [&](const std::string& other) { return same_value(sort, is_time(left), one, other); });
  });
}

// Whether a single value lies in a range.
bool is_within(const Fact& one, const Fact& range) {
  const Sort sort = sort_of(one.measure);
  return std::ranges::any_of(one.values, [&](const std::string& value) {
    return std::ranges::any_of(range.values, [&](const std::string& from) {
      return std::ranges::any_of(range.to, [&](const std::string& to) {
        if (same_value(sort, is_time(one), value, from) || same_value(sort, is_time(one), value, to)) return true;
        if (sort == Sort::kNumber) return number_of(from) < number_of(value) && number_of(value) < number_of(to);
        const bool alike =
            std::ranges::count(value, '?') == std::ranges::count(from, '?') && (value[0] == '?') == (from[0] == '?');
        return sort == Sort::kDate && alike && from < value && value < to;
      });
    });
  });
}

bool alike(const Fact& left, const Fact& right) {
  if (left.to.empty() && right.to.empty()) return any_same(left, left.values, right.values);
  if (!left.to.empty() && !right.to.empty())
    return any_same(left, left.values, right.values) && any_same(left, left.to, right.to);
  return left.to.empty() ? is_within(left, right) : is_within(right, left);
}

// Whether a version is another one or newer, as far as both are told in numbers.
bool is_version_from(const std::string& version, const std::string& least) {
  const std::vector<std::string> is = split(version, '.'), from = split(least, '.');
  for (std::size_t i = 0; i < std::max(is.size(), from.size()); ++i) {
    const auto one = i < is.size() ? parse_number(is[i]) : std::optional(0.0);
    const auto other = i < from.size() ? parse_number(from[i]) : std::optional(0.0);
    if (!one || !other) return false;
    if (*one != *other) return *one > *other;
  }
  return true;
}

// One is a version or newer ones, and the other one of these.
bool is_one_of_newer(const Fact& one, const Fact& least) {
  if (one.bound != Fact::Bound::kNone || least.bound != Fact::Bound::kLeast || !least.to.empty()) return false;
  return is_version_from(one.values[0], least.values[0]);
}

// The least and the most of something, which both can hold.
bool both_can_hold(const Fact& left, const Fact& right) {
  if (sort_of(left.measure) == Sort::kVersion) return is_one_of_newer(left, right) || is_one_of_newer(right, left);
  if (sort_of(left.measure) != Sort::kNumber || left.bound == Fact::Bound::kNone || right.bound == Fact::Bound::kNone ||
      left.bound == right.bound)
    return false;
  const Fact& least = left.bound == Fact::Bound::kLeast ? left : right;
  const Fact& most = left.bound == Fact::Bound::kLeast ? right : left;
  return number_of(least.values[0]) <= number_of(most.to.empty() ? most.values[0] : most.to[0]);
}

using Words = std::set<std::string>;

// One answer's facts of a measure.
struct Told {
  std::vector<const Fact*> facts;
  std::vector<Words> beside;      // What stands beside each and no other one.
  std::vector<std::size_t> left;  // Of which the other answer has none alike.
};

void find_words(Told& told) {
  std::map<std::string, int> counts;
  for (const Fact* fact : told.facts) {
    for (const std::string& word : fact->beside) ++counts[word];
  }
  for (const Fact* fact : told.facts) {
    Words words;
    for (const std::string& word : fact->beside) {
      if (counts[word] == 1) words.insert(word.substr(1));
    }
    told.beside.push_back(std::move(words));
  }
}

void find_left(Told& told, const Told& other) {
  for (std::size_t i = 0; i < told.facts.size(); ++i) {
    if (std::ranges::none_of(other.facts, [&](const Fact* fact) { return alike(*told.facts[i], *fact); })) told.left.push_back(i);
  }
}

double likeness(const Words& a, const Words& b) {
  if (a.empty() || b.empty()) return 0;
  const auto common = std::ranges::count_if(a, [&](const std::string& word) { return b.contains(word); });
  return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

// Times of another order, of which the words beside say nothing in common: seconds that a button is held, days that a refund
// takes.
bool of_other_things(const Told& left, std::size_t i, const Told& right, std::size_t k) {
  const Fact& a = *left.facts[i];
  const Fact& b = *right.facts[k];
  if (!is_time(a) || left.beside[i].empty() || right.beside[k].empty() || likeness(left.beside[i], right.beside[k]) > 0)
    return false;
  const double one = number_of(a.values[0]), other = number_of(b.values[0]);
  return std::max(one, other) > kOtherOrder * std::min(one, other);
}

void compare(Told& left, Told& right, std::vector<Contradiction>& out) {
  find_left(left, right);
  find_left(right, left);
  if (left.left.empty() || right.left.empty()) return;
  find_words(left);
  find_words(right);
  const bool some_alike = left.left.size() < left.facts.size() || right.left.size() < right.facts.size();
  const bool as_many = left.facts.size() == right.facts.size() && sort_of(left.facts[0]->measure) != Sort::kText;
  std::set<std::size_t> used;
  bool any = false;
  const auto add = [&](std::size_t i, std::size_t k) {
    out.push_back({*left.facts[i], *right.facts[k]});
    used.insert(k);
    any = true;
  };
  for (const std::size_t i : left.left) {
    std::optional<std::size_t> best;
    double most = kBesideShare;
    for (const std::size_t k : right.left) {
      if (used.contains(k) || both_can_hold(*left.facts[i], *right.facts[k])) continue;
      double like = likeness(left.beside[i], right.beside[k]);
      if (some_alike && as_many && i == k && left.beside[i].empty() && right.beside[k].empty()) like = 1;
      if (like > most) best = k, most = like;
    }
    if (best) add(i, *best);
  }
  if (any || some_alike) return;
  for (const std::size_t i : left.left) {
    for (const std::size_t k : right.left) {
      if (both_can_hold(*left.facts[i], *right.facts[k]) || of_other_things(left, i, right, k)) continue;
      add(i, k);
      return;
    }
  }
}

std::map<std::string, Told> by_measure(const std::vector<Fact>& facts) {
  std::map<std::string, Told> out;
  for (const Fact& fact : facts) out[fact.measure].facts.push_back(&fact);
  return out;
}

// Without the number of an entry in a list: 3. How …
std::string_view without_number(std::string_view question) {
  std::size_t end = 0;
  while (end < question.size() && is_digit(question[end])) ++end;
  for (const std::string_view sign : {". ", ") ", "、", "．"}) {
    if (end > 0 && question.substr(end).starts_with(sign)) return question.substr(end + sign.size());
  }
  return question;
}

}  // namespace

std::vector<Contradiction> contradictions(const std::vector<Fact>& left, const std::vector<Fact>& right) {
  std::map<std::string, Told> ours = by_measure(left), theirs = by_measure(right);
  std::vector<Contradiction> out;
  for (auto& [measure, facts] : ours) {
    const auto found = theirs.find(measure);
    if (found != theirs.end()) compare(facts, found->second, out);
  }
  std::ranges::stable_sort(out, {}, [](const Contradiction& one) { return one.left.at; });
  return out;
}

std::vector<Contradiction> contradictions(std::string_view left, std::string_view right) {
  return contradictions(facts_in(left), facts_in(right));
}

bool ask_otherwise(std::string_view left, std::string_view right) {
  if (left == right) return false;
  left = without_number(left);
  right = without_number(right);
  return bare_numbers_in(left) != bare_numbers_in(right) || !contradictions(left, right).empty();
}

}  // namespace ckm::insight
