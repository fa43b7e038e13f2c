#include "formats/date.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <climits>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "text/fold.hh"
#include "text/time_zone.hh"

namespace ckm::formats {
namespace {

struct Named {
  std::string_view name;
  int value;
};

// English, German, French, Spanish, Portuguese, Italian, folded; three letters or more of one are enough.
constexpr std::array kMonths = {
    Named{"january", 1},    Named{"januar", 1},    Named{"jänner", 1},    Named{"janvier", 1},    Named{"enero", 1},
    Named{"janeiro", 1},    Named{"gennaio", 1},   Named{"february", 2},  Named{"februar", 2},    Named{"février", 2},
    Named{"fevrier", 2},    Named{"fevereiro", 2}, Named{"febrero", 2},   Named{"febbraio", 2},   Named{"march", 3},
    Named{"märz", 3},       Named{"maerz", 3},     Named{"mrz", 3},       Named{"mars", 3},       Named{"marzo", 3},
    Named{"março", 3},      Named{"april", 4},     Named{"avril", 4},     Named{"abril", 4},      Named{"aprile", 4},
    Named{"may", 5},        Named{"mai", 5},       Named{"mayo", 5},      Named{"maio", 5},       Named{"maggio", 5},
    Named{"june", 6},       Named{"juni", 6},      Named{"juin", 6},      Named{"junio", 6},      Named{"junho", 6},
    Named{"giugno", 6},     Named{"july", 7},      Named{"juli", 7},      Named{"juillet", 7},    Named{"julio", 7},
    Named{"julho", 7},      Named{"luglio", 7},    Named{"august", 8},    Named{"août", 8},       Named{"aout", 8},
    Named{"agosto", 8},     Named{"september", 9}, Named{"septembre", 9}, Named{"septiembre", 9}, Named{"setembro", 9},
    Named{"settembre", 9},  Named{"october", 10},  Named{"oktober", 10},  Named{"octobre", 10},   Named{"octubre", 10},
    Named{"outubro", 10},   Named{"ottobre", 10},  Named{"november", 11}, Named{"novembre", 11},  Named{"noviembre", 11},
    Named{"novembro", 11},  Named{"december", 12}, Named{"dezember", 12}, Named{"décembre", 12},  Named{"decembre", 12},
    Named{"diciembre", 12}, Named{"dezembro", 12}, Named{"dicembre", 12}};

// Which half of the day; the evening goes on past midnight, so that twelve to four of it could be of two days.
enum Half : std::uint8_t { kNoHalf, kMorning, kNoon, kAfternoon, kEvening };
constexpr std::array kHalves = {Named{"am", kMorning},     Named{"pm", kAfternoon}, Named{"上午", kMorning},
                                Named{"下午", kAfternoon}, Named{"凌晨", kMorning}, Named{"早上", kMorning},
                                Named{"晚上", kEvening},   Named{"中午", kNoon},    Named{"午前", kMorning},
                                Named{"午后", kAfternoon}, Named{"오전", kMorning}, Named{"오후", kAfternoon}};

// Behind a number, folded: what it counts.
constexpr std::array kUnits = {Named{"年", 'y'}, Named{"月", 'm'}, Named{"日", 'd'}, Named{"号", 'd'}, Named{"时", 'H'},
                               Named{"点", 'H'}, Named{"分", 'M'}, Named{"秒", 'S'}, Named{"년", 'y'}, Named{"월", 'm'},
                               Named{"일", 'd'}, Named{"시", 'H'}, Named{"분", 'M'}, Named{"초", 'S'}};

// Hours ahead of UTC: those of RFC 5322, section 4.3, and of Europe that mean one thing. CST is in China, America or Cuba.
constexpr std::array kZones = {Named{"utc", 0},  Named{"gmt", 0},  Named{"z", 0},    Named{"ut", 0},   Named{"est", -5},
                               Named{"edt", -4}, Named{"cdt", -5}, Named{"mst", -7}, Named{"mdt", -6}, Named{"pst", -8},
                               Named{"pdt", -7}, Named{"wet", 0},  Named{"cet", 1},  Named{"cest", 2}, Named{"mez", 1},
                               Named{"mesz", 2}, Named{"eet", 2},  Named{"eest", 3}, Named{"msk", 3}};

// Words that say nothing more: what stands between date and time.
constexpr std::array<std::string_view, 10> kIdle = {"t", "at", "um", "uhr", "a", "à", "de", "of", "le", "den"};
// Days of the week; of these two letters or more are enough.
constexpr std::array<std::string_view, 40> kWeekdays = {
    "monday",     "tuesday",  "wednesday", "thursday",  "friday",    "saturday",  "sunday", "montag",   "dienstag",  "mittwoch",
    "donnerstag", "freitag",  "samstag",   "sonnabend", "sonntag",   "lundi",     "mardi",  "mercredi", "jeudi",     "vendredi",
    "samedi",     "dimanche", "lunes",     "martes",    "miércoles", "miercoles", "jueves", "viernes",  "sábado",    "sabado",
    "domingo",    "segunda",  "terça",     "quarta",    "quinta",    "sexta",     "lunedì", "martedì",  "mercoledì", "giovedì"};
// 星期四, 周四, 礼拜四, (木)
constexpr std::array<std::string_view, 3> kWeeks = {"星期", "周", "礼拜"};
constexpr std::array<std::string_view, 9> kDaysOfWeek = {"一", "二", "三", "四", "五", "六", "日", "天", "七"};

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
    for (const std::string_view half : {"am", "pm", "a.m.", "p.m."}) {
      if (!take(half)) continue;
      return set('H', n->value) && set_half(half.front() == 'a' ? kMorning : kAfternoon);
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
    for (const std::string_view week : kWeeks) {
      if (take(week)) return std::any_of(kDaysOfWeek.begin(), kDaysOfWeek.end(), [&](std::string_view day) { return take(day); });
    }
    std::size_t size = 0;
    while (size < rest_.size() && (rest_[size] < 0 || (rest_[size] >= 'a' && rest_[size] <= 'z') || rest_[size] == '_' ||
                                   (rest_[size] == '/' && size > 0 && rest_.find('/') == size && !digit_at(size + 1))))
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
      if (word.size() < 3 || (!month.name.starts_with(word) && word != "sept")) continue;
      named_month_ = true;
      return set('m', word == "sept" ? 9 : month.value);
    }
    if (std::find(kIdle.begin(), kIdle.end(), word) != kIdle.end()) return true;
    return word.size() >= 2 &&
           std::any_of(kWeekdays.begin(), kWeekdays.end(), [&](std::string_view day) { return day.starts_with(word); });
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
      if (half_ == kEvening && (*hour_ == 12 || *hour_ < 5)) return false;
      if (half_ == kNoon && *hour_ < 5) *hour_ += 12;
      if ((half_ == kAfternoon || half_ == kEvening) && *hour_ < 12) *hour_ += 12;
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

// Whether a text says just what the time does: 2026-03-05, 2026-03-05 14:07, 2026-03-05T14:07:09.000Z, 20260305.
bool says(std::string_view text, Time time) {
  const std::string canonical = format_time(time);
  constexpr std::size_t kDate = 10;  // Characters of 2026-03-05,
  constexpr std::size_t kClock = 5;  // and of 14:07.
  std::string_view clock = std::string_view(canonical).substr(kDate + 1);
  clock.remove_suffix(1);
  const bool midnight = clock == "00:00:00";
  if (text.size() == 8)
    return midnight && text.substr(0, 4) == canonical.substr(0, 4) && text.substr(4, 2) == canonical.substr(5, 2) &&
           text.substr(6) == canonical.substr(8, 2);
  if (!text.starts_with(std::string_view(canonical).substr(0, kDate))) return false;
  text.remove_prefix(kDate);
  if (text.empty()) return midnight;
  if (text.front() != 'T' && text.front() != 't' && text.front() != ' ') return false;
  text.remove_prefix(1);
  if (!text.starts_with(clock.substr(0, kClock))) return false;
  text.remove_prefix(kClock);
  if (text.starts_with(':')) {
    if (!text.starts_with(clock.substr(kClock))) return false;
    text.remove_prefix(clock.size() - kClock);
    if (text.starts_with('.') || text.starts_with(',')) text.remove_prefix(std::min(text.find_first_not_of('0', 1), text.size()));
  } else if (!clock.ends_with(":00")) {
    return false;
  }
  while (text.starts_with(' ')) text.remove_prefix(1);
  constexpr std::array<std::string_view, 8> kUtc = {"", "Z", "z", "UTC", "GMT", "+00:00", "+0000", "+00"};
  return std::find(kUtc.begin(), kUtc.end(), text) != kUtc.end();
}

// As the caller's format has it.
std::optional<Date> read_format(std::string_view text, const DateOptions& options) {
  std::tm parts{};
  constexpr long kUnsaid = LONG_MIN;
  parts.tm_gmtoff = kUnsaid;
  parts.tm_mday = 1;
  const std::string copy(text);
  const char* const end = strptime(copy.c_str(), options.format.c_str(), &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  const auto day = day_number(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
  if (!day) return std::nullopt;
  Time time = *day + parts.tm_hour * Time{3600} + parts.tm_min * Time{60} + parts.tm_sec;
  if (parts.tm_gmtoff != kUnsaid) {
    time -= parts.tm_gmtoff;
  } else if (!options.zone.empty()) {
    const auto offset = text::zone_offset(options.zone, time);
    if (!offset) return std::nullopt;
    time -= *offset;
  }
  return Date{time, says(text, time), false, DayOrder::kUnknown};
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
  if (!options.format.empty()) {
    if (const auto date = read_format(text, options)) return date;
  }
  if (auto time = parse_time(text)) {
    if (!options.zone.empty() && !names_zone(text)) {
      const auto offset = text::zone_offset(options.zone, *time);
      if (!offset) return std::nullopt;
      *time -= *offset;
    }
    return Date{*time, says(text, *time), false, DayOrder::kUnknown};
  }
  if (const auto time = serial(text)) {
    const std::optional<Time> offset = options.zone.empty() ? Time{0} : text::zone_offset(options.zone, *time);
    if (!offset) return std::nullopt;
    return Date{*time - *offset, false, false, DayOrder::kUnknown};
  }
  const std::string folded = text::fold(text);
  return Reader(folded, options).read();
}

}  // namespace ckm::formats
