#include "formats/date.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>
#include <vector>

#include "text/fold.hh"
#include "text/time_zone.hh"

namespace ckm::formats {
namespace {

constexpr Time kDay = 86400;

struct Named {
  std::string_view name;
  int value;
};

// By their first letters, folded: whoever begins so is meant. English, German, French, Spanish.
constexpr std::array kMonths = {
    Named{"jan", 1},  Named{"ene", 1},  Named{"jän", 1},  Named{"feb", 2},  Named{"fev", 2},  Named{"fév", 2},  Named{"mar", 3},
    Named{"mär", 3},  Named{"mrz", 3},  Named{"apr", 4},  Named{"avr", 4},  Named{"abr", 4},  Named{"may", 5},  Named{"mai", 5},
    Named{"jun", 6},  Named{"juin", 6}, Named{"juil", 7}, Named{"jul", 7},  Named{"aug", 8},  Named{"aoû", 8},  Named{"aou", 8},
    Named{"ago", 8},  Named{"sep", 9},  Named{"set", 9},  Named{"oct", 10}, Named{"okt", 10}, Named{"nov", 11}, Named{"dec", 12},
    Named{"dez", 12}, Named{"déc", 12}, Named{"dic", 12}};

// Hours to add where the clock has twelve; noon and midnight are told apart below.
enum Half : std::uint8_t { kNoHalf, kMorning, kAfternoon };
constexpr std::array kHalves = {Named{"am", kMorning},     Named{"pm", kAfternoon},   Named{"上午", kMorning},
                                Named{"下午", kAfternoon}, Named{"凌晨", kMorning},   Named{"早上", kMorning},
                                Named{"晚上", kAfternoon}, Named{"中午", kAfternoon}, Named{"午前", kMorning},
                                Named{"午后", kAfternoon}, Named{"오전", kMorning},   Named{"오후", kAfternoon}};

// Behind a number, folded: what it counts.
constexpr std::array kUnits = {Named{"年", 'y'}, Named{"月", 'm'}, Named{"日", 'd'}, Named{"号", 'd'}, Named{"时", 'H'},
                               Named{"点", 'H'}, Named{"分", 'M'}, Named{"秒", 'S'}, Named{"년", 'y'}, Named{"월", 'm'},
                               Named{"일", 'd'}, Named{"시", 'H'}, Named{"분", 'M'}, Named{"초", 'S'}};

// Hours ahead of UTC, by RFC 5322 section 4.3, and those of Europe that mean one thing.
constexpr std::array kZones = {Named{"utc", 0},  Named{"gmt", 0},  Named{"z", 0},    Named{"ut", 0},   Named{"est", -5},
                               Named{"edt", -4}, Named{"cst", -6}, Named{"cdt", -5}, Named{"mst", -7}, Named{"mdt", -6},
                               Named{"pst", -8}, Named{"pdt", -7}, Named{"wet", 0},  Named{"cet", 1},  Named{"cest", 2},
                               Named{"mez", 1},  Named{"mesz", 2}, Named{"eet", 2},  Named{"eest", 3}, Named{"msk", 3}};

// Words that say nothing more: days of the week, and what stands between date and time.
constexpr std::array<std::string_view, 34> kIdle = {
    "mon", "tue", "wed", "thu",    "fri",     "sat",       "sun",      "mo",     "di",       "mi",    "do", "fr",
    "sa",  "so",  "lun", "mer",    "jeu",     "ven",       "sam",      "dim",    "t",        "at",    "um", "uhr",
    "a",   "à",   "de",  "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

template <std::size_t N>
const Named* find(const std::array<Named, N>& rows, std::string_view name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Named& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

std::optional<Time> day_number(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || year > 9999 || month < 1 || day < 1 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kDay;
}

// One folded text, read from the left.
class Reader {
 public:
  Reader(std::string_view text, const DateOptions& options) : rest_(text), options_(options) {}

  std::optional<Date> read() {
    while (!rest_.empty()) {
      if (!step()) return std::nullopt;
    }
    return put_together();
  }

 private:
  struct Number {
    int value = 0;
    std::size_t digits = 0;
    char before = ' ';  // What stands between it and the number before: . / - or a blank.
  };

  bool take(std::string_view what) {
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }
  [[nodiscard]] bool digit_at(std::size_t i) const { return i < rest_.size() && rest_[i] >= '0' && rest_[i] <= '9'; }

  std::optional<Number> number() {
    Number number;
    while (digit_at(number.digits)) ++number.digits;
    if (number.digits == 0 || number.digits > 4) return std::nullopt;
    std::from_chars(rest_.data(), rest_.data() + number.digits, number.value);
    rest_.remove_prefix(number.digits);
    return number;
  }

  bool step() {
    if (digit_at(0)) return read_number();
    const char c = rest_.front();
    if (c == '(') return read_comment();
    if ((c == '+' || c == '-') && hour_ && digit_at(1)) return read_offset();
    if (c == ' ' || c == ',' || c == '.' || c == '/' || c == '-') {
      if (c != ' ' && c != ',') separator_ = c;
      rest_.remove_prefix(1);
      return true;
    }
    if (take("\xE3\x80\x81")) return true;  // The ideographic comma.
    return read_word();
  }

  bool read_number() {
    const char before = std::exchange(separator_, ' ');
    auto n = number();
    if (!n) return false;
    n->before = before;
    if (rest_.starts_with(':') && digit_at(1)) return !hour_ && read_clock(n->value);
    take(" ");
    for (const Named& unit : kUnits) {
      if (take(unit.name)) return set(static_cast<char>(unit.value), n->value);
    }
    take("st") || take("nd") || take("rd") || take("th");  // 5th of March.
    if (numbers_.size() == 3) return false;
    numbers_.push_back(*n);
    return true;
  }

  // 14:07, 14:07:09, 14:07:09.123
  bool read_clock(int hour) {
    hour_ = hour;
    rest_.remove_prefix(1);
    const auto minute = number();
    if (!minute || minute->digits != 2) return false;
    minute_ = minute->value;
    if (!rest_.starts_with(':')) return true;
    rest_.remove_prefix(1);
    const auto second = number();
    if (!second || second->digits != 2) return false;
    second_ = second->value;
    if ((rest_.starts_with('.') || rest_.starts_with(',')) && digit_at(1)) {
      rest_.remove_prefix(1);
      while (digit_at(0)) rest_.remove_prefix(1);
    }
    return true;
  }

  bool read_offset() {
    const Time sign = rest_.front() == '-' ? -1 : 1;
    rest_.remove_prefix(1);
    const auto hours = number();
    if (!hours || offset_) return false;
    int h = hours->value;
    int m = 0;
    if (hours->digits > 2) {
      m = h % 100;
      h /= 100;
    } else if (take(":")) {
      const auto minutes = number();
      if (!minutes || minutes->digits != 2) return false;
      m = minutes->value;
    }
    if (h > 18 || m > 59) return false;
    offset_ = sign * (h * 3600 + m * 60);
    return true;
  }

  // (America/New_York), (CET), (Thursday)
  bool read_comment() {
    const auto end = rest_.find(')');
    if (end == std::string_view::npos) return false;
    const std::string_view comment = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    if (offset_) return true;  // It says the same again.
    if (comment.find('/') != std::string_view::npos) zone_ = comment;
    else if (const Named* zone = find(kZones, comment)) offset_ = zone->value * Time{3600};
    return true;
  }

  bool read_word() {
    for (const Named& half : kHalves) {
      if (half.name.front() < 0 && take(half.name)) return set_half(half.value);
    }
    std::size_t size = 0;
    while (size < rest_.size() && (rest_[size] < 0 || (rest_[size] >= 'a' && rest_[size] <= 'z') || rest_[size] == '_' ||
                                   (rest_[size] == '/' && size > 0 && rest_.find('/') == size)))
      ++size;
    if (size == 0) return false;
    std::string_view word = rest_.substr(0, size);
    if (rest_.starts_with("a.m") || rest_.starts_with("p.m")) {
      word = rest_.front() == 'a' ? "am" : "pm";
      size = 3;
    }
    rest_.remove_prefix(size);
    if (const Named* half = find(kHalves, word)) return set_half(half->value);
    if (const Named* zone = find(kZones, word); zone != nullptr && hour_) {
      const bool from_it = digit_at(1) && (rest_.front() == '+' || rest_.front() == '-');  // GMT+8
      if (!offset_ && !from_it) offset_ = zone->value * Time{3600};
      return true;
    }
    if (word.find('/') != std::string_view::npos) {
      zone_ = word;
      return true;
    }
    for (const Named& month : kMonths) {
      if (!word.starts_with(month.name)) continue;
      named_month_ = true;
      return set('m', month.value);
    }
    return std::find(kIdle.begin(), kIdle.end(), word) != kIdle.end();
  }

  bool set_half(int half) {
    if (half_ != kNoHalf) return false;
    half_ = half;
    return true;
  }

  bool set(char unit, int value) {
    std::optional<int>& into = unit == 'y'   ? year_
                               : unit == 'm' ? month_
                               : unit == 'd' ? day_
                               : unit == 'H' ? hour_
                               : unit == 'M' ? minute_
                                             : second_;
    if (into) return false;
    into = value;
    return true;
  }

  static int whole_year(const Number& n) { return n.digits > 2 ? n.value : n.value + (n.value < 70 ? 2000 : 1900); }

  // Gives year, month and day the numbers that have no name.
  bool place_numbers(Date& date) {
    if (named_month_) {
      // 5 Mar 2026, Mar 5, 2026, 2026 Mar 5
      if (numbers_.size() != 2 || year_ || day_) return false;
      const bool year_first = numbers_[0].digits > 2;
      if (numbers_[year_first ? 1 : 0].digits > 2) return false;
      year_ = whole_year(numbers_[year_first ? 0 : 1]);
      day_ = numbers_[year_first ? 1 : 0].value;
      return true;
    }
    if (numbers_.empty()) return true;
    if (numbers_.size() != 3 || year_ || month_ || day_) return false;
    if (numbers_[1].before != numbers_[2].before || numbers_[1].before == ' ') return false;
    if (numbers_[0].digits > 2) {
      year_ = numbers_[0].value;
      month_ = numbers_[1].value;
      day_ = numbers_[2].value;
      return numbers_[0].digits == 4 && numbers_[1].digits < 3 && numbers_[2].digits < 3;
    }
    if (numbers_[1].digits > 2 || numbers_[2].digits == 1 || numbers_[2].digits == 3) return false;
    year_ = whole_year(numbers_[2]);
    const int a = numbers_[0].value;
    const int b = numbers_[1].value;
    bool day_first = options_.order == DayOrder::kDayFirst;
    if (numbers_[1].before == '.') {
      day_first = true;
    } else if (a > 12 || b > 12) {
      day_first = a > 12;
      date.shows = day_first ? DayOrder::kDayFirst : DayOrder::kMonthFirst;
    } else {
      date.ambiguous = a != b;
    }
    day_ = day_first ? a : b;
    month_ = day_first ? b : a;
    return true;
  }

  bool place_clock() {
    if (!hour_) return !minute_ && !second_ && half_ == kNoHalf;
    if (half_ != kNoHalf) {
      if (*hour_ > 12 && half_ == kMorning) return false;
      if (half_ == kAfternoon && *hour_ < 12) *hour_ += 12;
      if (half_ == kMorning && *hour_ == 12) hour_ = 0;
    }
    return *hour_ <= 24 && minute_.value_or(0) <= 59 && second_.value_or(0) <= 60 &&
           (*hour_ < 24 || minute_.value_or(0) + second_.value_or(0) == 0);
  }

  std::optional<Date> put_together() {
    Date date;
    if (!place_numbers(date) || !place_clock() || !year_ || !month_ || !day_) return std::nullopt;
    const auto day = day_number(*year_, *month_, *day_);
    if (!day) return std::nullopt;
    date.time = *day + hour_.value_or(0) * Time{3600} + minute_.value_or(0) * Time{60} + second_.value_or(0);
    if (!offset_ && zone_.empty()) zone_ = options_.zone;
    if (!offset_ && !zone_.empty()) {
      offset_ = text::zone_offset(zone_, date.time);
      if (!offset_) return std::nullopt;
    }
    date.time -= offset_.value_or(0);
    return date;
  }

  std::string_view rest_;
  const DateOptions& options_;
  std::vector<Number> numbers_;  // Without a name, in order.
  std::optional<int> year_, month_, day_, hour_, minute_, second_;
  bool named_month_ = false;
  int half_ = kNoHalf;
  std::optional<Time> offset_;
  std::string zone_;
  char separator_ = ' ';
};

// As spreadsheets count days; only numbers of the years 1927 to 2173, since others are more likely something else.
std::optional<Time> serial(std::string_view text) {
  double days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error != std::errc() || end != text.data() + text.size() || days < 10'000 || days >= 100'000) return std::nullopt;
  constexpr Time kEpoch = -25'569 * kDay;  // 1899-12-30
  return kEpoch + static_cast<Time>(days * static_cast<double>(kDay) + 0.5);
}

// Whether the text says of which zone it is, for what parse_time reads.
bool names_zone(std::string_view text) {
  const auto time = text.find_first_of("T: t");
  if (time == std::string_view::npos)
    return text.find_first_not_of("0123456789") == std::string_view::npos && text.size() != 8 && text.size() != 14;
  return text.find_first_of("Zz+", time) != std::string_view::npos || text.find('-', time) != std::string_view::npos;
}

}  // namespace

std::optional<Date> read_date(std::string_view text, const DateOptions& options) {
  constexpr std::size_t kLongest = 80;  // More is a sentence.
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  if (const auto time = parse_time(text)) {
    if (options.zone.empty() || names_zone(text)) return Date{*time, true, false, DayOrder::kUnknown};
    const auto offset = text::zone_offset(options.zone, *time);
    if (!offset) return std::nullopt;
    return Date{*time - *offset, true, false, DayOrder::kUnknown};
  }
  if (const auto time = serial(text)) return Date{*time, false, false, DayOrder::kUnknown};
  const std::string folded = text::fold(text);
  return Reader(folded, options).read();
}

}  // namespace ckm::formats
