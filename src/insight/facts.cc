#include "insight/facts.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "base/number.hh"
#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::insight {
namespace {

// Units by their folded names; the longest that fits counts.
struct Unit {
  std::string_view name;
  std::string_view measure;
  double factor;
  bool plural = false;  // Latin: an s may follow.
};
constexpr double kHour = 1, kDay = 24, kWeek = 168, kMonth = 720, kYear = 8'760;
constexpr auto kUnits = std::to_array<Unit>({
    {"minute", "time", kHour / 60, true},
    {"min", "time", kHour / 60, true},
    {"hour", "time", kHour, true},
    {"day", "time", kDay, true},
    {"week", "time", kWeek, true},
    {"month", "time", kMonth, true},
    {"year", "time", kYear, true},
    {"working day", "working days", 1, true},
    {"business day", "working days", 1, true},
    {"banking day", "working days", 1, true},
    {"tag", "time", kDay},
    {"tage", "time", kDay},
    {"tagen", "time", kDay},
    {"stunden", "time", kHour},
    {"wochen", "time", kWeek},
    {"monate", "time", kMonth},
    {"monaten", "time", kMonth},
    {"jahre", "time", kYear},
    {"jahren", "time", kYear},
    {"werktage", "working days", 1},
    {"werktagen", "working days", 1},
    {"分钟", "time", kHour / 60},
    {"小时", "time", kHour},
    {"个小时", "time", kHour},
    {"天", "time", kDay},
    {"日", "time", kDay},
    {"周", "time", kWeek},
    {"星期", "time", kWeek},
    {"个星期", "time", kWeek},
    {"个月", "time", kMonth},
    {"年", "time", kYear},
    {"工作日", "working days", 1},
    {"个工作日", "working days", 1},
    {"%", "percent", 1},
    {"percent", "percent", 1},
    {"eur", "money EUR", 1},
    {"euro", "money EUR", 1, true},
    {"€", "money EUR", 1},
    {"欧元", "money EUR", 1},
    {"usd", "money USD", 1},
    {"dollar", "money USD", 1, true},
    {"美元", "money USD", 1},
    {"gbp", "money GBP", 1},
    {"元", "money CNY", 1},
    {"块", "money CNY", 1},
    {"块钱", "money CNY", 1},
    {"rmb", "money CNY", 1},
    {"cny", "money CNY", 1},
    {"gb", "GB", 1},
    {"mb", "MB", 1},
    {"tb", "TB", 1},
    {"kg", "kg", 1},
    {"km", "km", 1},
    {"cm", "cm", 1},
});

struct Sign {
  std::string_view sign;
  std::string_view measure;
};
constexpr std::array<Sign, 5> kSigns = {
    {{"€", "money EUR"}, {"$", "money USD"}, {"£", "money GBP"}, {"¥", "money CNY"}, {"￥", "money CNY"}}};

struct NumberWord {
  std::string_view word;
  int value;
};
constexpr auto kNumberWords = std::to_array<NumberWord>({
    {"one", 1},       {"two", 2},     {"three", 3},   {"four", 4},      {"five", 5},    {"six", 6},       {"seven", 7},
    {"eight", 8},     {"nine", 9},    {"ten", 10},    {"eleven", 11},   {"twelve", 12}, {"thirteen", 13}, {"fourteen", 14},
    {"fifteen", 15},  {"twenty", 20}, {"thirty", 30}, {"forty", 40},    {"fifty", 50},  {"sixty", 60},    {"ninety", 90},
    {"hundred", 100}, {"zwei", 2},    {"drei", 3},    {"vier", 4},      {"fünf", 5},    {"sechs", 6},     {"sieben", 7},
    {"acht", 8},      {"neun", 9},    {"zehn", 10},   {"vierzehn", 14},
});

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A text folded character by character, so that places in it lead back.
class Folded {
 public:
  explicit Folded(std::string_view text) : text_(text) {
    std::string scratch;
    for (std::size_t at = 0; at < text.size();) {
      const utf8::Decoded next = utf8::decode(text.data() + at, text.data() + text.size());
      const std::string_view folded = text::fold_char(next.code, scratch);
      folded_ += folded;
      places_.resize(folded_.size(), at);
      at += next.length;
    }
    places_.push_back(text.size());
  }
  [[nodiscard]] std::string_view text() const { return folded_; }
  [[nodiscard]] std::size_t place(std::size_t at) const { return places_[at]; }
  [[nodiscard]] std::string source(std::size_t begin, std::size_t end) const {
    return std::string(text_.substr(place(begin), place(end) - place(begin)));
  }

 private:
  std::string_view text_;
  std::string folded_;
  std::vector<std::size_t> places_;
};

std::string number_text(double value) { return fmt::format("{:.6g}", value); }

// 十四, 两百五十, 3 is none. Nothing where it is no numeral; `end` is where it ends.
std::optional<double> read_numeral(std::string_view text, std::size_t at, std::size_t& end) {
  constexpr std::string_view kDigits = "零一二三四五六七八九";
  constexpr std::array<std::pair<std::string_view, int>, 4> kPlaces = {{{"十", 10}, {"百", 100}, {"千", 1'000}, {"万", 10'000}}};
  constexpr std::size_t kHan = 3;  // Bytes.
  double sum = 0, digit = 0;
  bool any = false;
  for (; at + kHan <= text.size(); at += kHan) {
    const std::string_view character = text.substr(at, kHan);
    const std::size_t found = character == "两" ? 2 * kHan : kDigits.find(character);
    const auto place = std::ranges::find(kPlaces, character, &std::pair<std::string_view, int>::first);
    if (found != std::string_view::npos && found % kHan == 0 && static_cast<unsigned char>(character[0]) >= 0xE0) {
      digit = static_cast<double>(found / kHan);
    } else if (place != kPlaces.end()) {
      sum += (digit == 0 ? 1 : digit) * place->second;
      digit = 0;
    } else {
      break;
    }
    any = true;
  }
  if (!any) return std::nullopt;
  end = at;
  return sum + digit;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : folded_(text), text_(folded_.text()) {}

  std::vector<Fact> run() {
    while (at_ < text_.size()) {
      if (!link() && !number() && !word()) ++at_;
    }
    return std::move(facts_);
  }

 private:
  void add(std::string measure, std::string value, std::size_t begin, std::size_t end) {
    facts_.push_back({std::move(measure), std::move(value), folded_.source(begin, end), folded_.place(begin)});
    at_ = end;
  }

  bool link() {
    if (!text_.substr(at_).starts_with("http://") && !text_.substr(at_).starts_with("https://")) return false;
    std::size_t end = at_;
    while (end < text_.size() && static_cast<unsigned char>(text_[end]) > 0x20 && static_cast<unsigned char>(text_[end]) < 0x7F &&
           std::string_view("()<>[]\"'`,;|*").find(text_[end]) == std::string_view::npos)
      ++end;
    while (end > at_ && std::string_view(".!?:").find(text_[end - 1]) != std::string_view::npos) --end;
    const std::size_t host = text_.find("//", at_) + 2;
    std::string value(text_.substr(host, end - std::min(host, end)));
    if (value.starts_with("www.")) value.erase(0, 4);
    while (value.ends_with('/')) value.pop_back();
    add("link", std::move(value), at_, end);
    return true;
  }

  // What the unit behind a number is, blanks, a hyphen and the end of a range (5–10 days) between them; nothing without one.
  struct Found {
    const Unit* unit = nullptr;
    std::size_t end = 0;
  };
  [[nodiscard]] std::optional<Found> unit_at(std::size_t at) const {
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '-')) ++at;
    Found best;
    for (const Unit& unit : kUnits) {
      if (!text_.substr(at).starts_with(unit.name)) continue;
      std::size_t end = at + unit.name.size();
      if (unit.plural && end < text_.size() && text_[end] == 's') ++end;
      const bool latin = is_letter(unit.name.front());
      if (latin && end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) continue;
      if (end > best.end) best = {&unit, end};
    }
    return best.unit == nullptr ? std::nullopt : std::optional(best);
  }

  // The same, or the one behind the second of a range: to, -, –, 到 and another number.
  [[nodiscard]] std::optional<Found> unit_behind(std::size_t at) const {
    if (const auto found = unit_at(at)) return found;
    for (const std::string_view to : {"-", "–", "—", "~", " - ", " – ", " to ", " bis ", "到", "至"}) {
      if (!text_.substr(at).starts_with(to)) continue;
      std::size_t end = at + to.size();
      const std::size_t begin = end;
      while (end < text_.size() && (is_digit(text_[end]) || text_[end] == '.')) ++end;
      if (end == begin) continue;
      if (const auto found = unit_at(end)) return Found{found->unit, found->end};
    }
    return std::nullopt;
  }

  bool number() {
    if (!is_digit(text_[at_])) return false;
    const std::size_t begin = at_;
    std::size_t end = begin;
    int dots = 0;
    std::string digits;
    while (end < text_.size()) {
      const bool next_digit = end + 1 < text_.size() && is_digit(text_[end + 1]);
      if (is_digit(text_[end])) digits += text_[end];
      else if (text_[end] == '.' && next_digit) digits += '.', ++dots;
      else if (text_[end] == ',' && next_digit && thousands(end)) {
      } else break;
      ++end;
    }
    at_ = end;
    // A part of a name, such as R6 or 5GHz's model A2.
    const bool in_name = begin > 0 && (is_letter(text_[begin - 1]) && !version_mark(begin));
    if (in_name) return true;
    if (date(begin, end, digits)) return true;
    if (dots >= 2 || (begin > 0 && version_mark(begin) && dots >= 1)) {
      add("version", digits, begin, end);
      return true;
    }
    const auto value = parse_number(digits);
    if (!value) return true;
    for (const Sign& sign : kSigns) {
      if (!text_.substr(0, begin).ends_with(sign.sign) && !text_.substr(0, begin).ends_with(std::string(sign.sign) + " "))
        continue;
      add(std::string(sign.measure), number_text(*value), begin, end);
      return true;
    }
    if (const auto found = unit_behind(end)) {
      add(std::string(found->unit->measure), number_text(*value * found->unit->factor), begin, found->end);
      if (!unit_at(end)) at_ = end;  // The first of a range: the second is a fact, too.
      return true;
    }
    counted(begin, end, *value);
    return true;
  }

  // What a number counts: the word behind it, of letters or the first Han character.
  void counted(std::size_t begin, std::size_t end, double value) {
    std::size_t at = end;
    if (at < text_.size() && text_[at] == ' ') ++at;
    std::size_t stop = at;
    while (stop < text_.size() && is_letter(text_[stop])) ++stop;
    if (stop == at && at == end && at + 3 <= text_.size() && static_cast<unsigned char>(text_[at]) >= 0xE4 &&
        static_cast<unsigned char>(text_[at]) <= 0xE9)
      stop = at + 3;
    if (stop - at < 3) return;
    std::string word(text_.substr(at, stop - at));
    if (word.size() > 3 && word.ends_with('s')) word.pop_back();
    add(std::move(word), number_text(value), begin, stop);
  }

  bool thousands(std::size_t comma) const {
    std::size_t n = 0;
    while (comma + 1 + n < text_.size() && is_digit(text_[comma + 1 + n])) ++n;
    return n == 3;
  }

  bool version_mark(std::size_t begin) const {
    if (text_[begin - 1] != 'v') return false;
    return begin < 2 || !is_letter(text_[begin - 2]);
  }

  bool date(std::size_t begin, std::size_t& end, const std::string& first) {
    if (first.size() != 4 || first < "1900" || first > "2199") return false;
    std::size_t at = end;
    std::string value = first;
    for (const std::array<std::string_view, 2> marks : {std::array<std::string_view, 2>{"-/", "年"}, {"-/", "月"}}) {
      if (at >= text_.size()) return false;
      if (marks[0].find(text_[at]) != std::string_view::npos) ++at;
      else if (text_.substr(at).starts_with(marks[1])) at += marks[1].size();
      else return false;
      std::string part;
      while (at < text_.size() && is_digit(text_[at]) && part.size() < 2) part += text_[at++];
      if (part.empty()) return false;
      value += fmt::format("-{:0>2}", part);
    }
    if (text_.substr(at).starts_with("日")) at += std::string_view("日").size();
    add("date", std::move(value), begin, at);
    end = at;
    return true;
  }

  // A number in words, before a unit.
  bool word() {
    std::size_t end = at_;
    if (const auto numeral = read_numeral(text_, at_, end)) {
      if (const auto found = unit_at(end); found && text_.substr(end, 1) != " ") {
        add(std::string(found->unit->measure), number_text(*numeral * found->unit->factor), at_, found->end);
        return true;
      }
      at_ = end;
      return true;
    }
    if (!is_letter(text_[at_]) && static_cast<unsigned char>(text_[at_]) < 0x80) return false;
    while (end < text_.size() &&
           (is_letter(text_[end]) || (static_cast<unsigned char>(text_[end]) >= 0xC3 &&
                                      static_cast<unsigned char>(text_[end]) <= 0xC9 && end + 1 < text_.size())))
      end += is_letter(text_[end]) ? 1 : 2;
    if (end == at_) return false;
    const auto known = std::ranges::find(kNumberWords, text_.substr(at_, end - at_), &NumberWord::word);
    if (known != kNumberWords.end()) {
      if (const auto found = unit_behind_word(end)) {
        add(std::string(found->unit->measure), number_text(known->value * found->unit->factor), at_, found->end);
        return true;
      }
    }
    // A name may go on with digits: R6.
    while (end < text_.size() && (is_digit(text_[end]) || is_letter(text_[end])) && text_.substr(at_, end - at_) != "v") ++end;
    at_ = end;
    return true;
  }

  [[nodiscard]] std::optional<Found> unit_behind_word(std::size_t at) const {
    return at < text_.size() && (text_[at] == ' ' || text_[at] == '-') ? unit_at(at) : std::nullopt;
  }

  Folded folded_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Fact> facts_;
};

}  // namespace

std::vector<Fact> facts_in(std::string_view text) { return Scanner(text).run(); }

std::vector<Contradiction> contradictions(std::string_view left, std::string_view right) {
  std::map<std::string, std::vector<Fact>> told;
  for (Fact& fact : facts_in(left)) told[fact.measure].push_back(std::move(fact));
  std::map<std::string, std::vector<Fact>> other;
  for (Fact& fact : facts_in(right)) other[fact.measure].push_back(std::move(fact));
  std::vector<Contradiction> out;
  for (const auto& [measure, facts] : told) {
    const auto found = other.find(measure);
    if (found == other.end()) continue;
    std::set<std::string> values;
    for (const Fact& fact : facts) values.insert(fact.value);
    if (std::ranges::none_of(found->second, [&](const Fact& fact) { return values.contains(fact.value); }))
      out.push_back({facts.front(), found->second.front()});
  }
  std::ranges::stable_sort(out, {}, [](const Contradiction& one) { return one.left.at; });
  return out;
}

}  // namespace ckm::insight
