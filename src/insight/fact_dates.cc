#include "insight/fact_dates.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/number.hh"
#include "insight/fact_numbers.hh"
#include "insight/fact_units.hh"

namespace ckm::insight {
namespace {

constexpr int kFirstYear = 1900, kLastYear = 2199, kMostDays = 31, kMostMonths = 12, kHalfDay = 720, kHour = 60;

bool is_year(int value) { return value >= kFirstYear && value <= kLastYear; }
bool is_month(int value) { return value >= 1 && value <= kMostMonths; }
bool is_day(int value) { return value >= 1 && value <= kMostDays; }

std::string date_text(int year, int month, int day) {
  return fmt::format("{}-{}-{}", year > 0 ? fmt::format("{:04}", year) : "?", month > 0 ? fmt::format("{:02}", month) : "?",
                     day > 0 ? fmt::format("{:02}", day) : "?");
}

// A whole number of digits alone.
std::optional<Whole> digits_at(const FactText& text, std::size_t place, int most) {
  return text.digit(place) ? read_whole(text, place, most) : std::nullopt;
}

// A date whose parts signs separate: Y-M-D, D.M.Y, and D/M/Y or M/D/Y.
std::optional<Reading> signed_date(const FactText& text, std::size_t place) {
  const auto first = digits_at(text, place, kLastYear);
  if (!first) return std::nullopt;
  const char sign = text.at(first->end);
  if (sign != '-' && sign != '/' && sign != '.') return std::nullopt;
  const auto second = digits_at(text, first->end + 1, kMostDays);
  if (!second || text.at(second->end) != sign) return std::nullopt;
  const auto third = digits_at(text, second->end + 1, kLastYear);
  if (!third || text.letter(third->end) || (text.at(third->end) == sign && text.digit(third->end + 1))) return std::nullopt;
  Reading out{"date", {}, {}, place, third->end};
  if (is_year(first->value) && first->end - place == 4) {
    if (is_month(second->value) && is_day(third->value)) out.values = {date_text(first->value, second->value, third->value)};
  } else if (is_year(third->value)) {
    const auto offer = [&](int day, int month) {
      if (is_day(day) && is_month(month)) out.values.push_back(date_text(third->value, month, day));
    };
    offer(first->value, second->value);
    if (sign != '.' && first->value != second->value) offer(second->value, first->value);
  }
  return out.values.empty() ? std::nullopt : std::optional(out);
}

// 2026年3月5日, 3月5号, 3月, 2026年, 每月5日.
std::optional<Reading> han_date(const FactText& text, std::size_t place) {
  int year = 0, month = 0, day = 0;
  std::size_t at = place;
  auto number = read_whole(text, at, kLastYear);
  if (!number) return std::nullopt;
  if (text.has(number->end, "年") && is_year(number->value)) {
    year = number->value;
    at = text.behind(number->end, {"年"});
    number = read_whole(text, text.skip_blanks(at), kMostMonths);
  }
  if (number && is_month(number->value) && text.has(number->end, "月")) {
    month = number->value;
    at = text.behind(number->end, {"月份", "月"});
    number = read_whole(text, text.skip_blanks(at), kMostDays);
    if (number && is_day(number->value)) {
      const std::size_t behind = text.behind(number->end, {"日", "号"});
      if (behind > number->end || (!text.letter(behind) && !text.digit(behind) && han_at(text, behind).empty())) {
        day = number->value;
        at = behind;
      }
    }
  } else if (year == 0) {
    const bool monthly =
        std::ranges::any_of(std::initializer_list<std::string_view>{"每月", "本月", "当月", "次月", "下月", "上月", "下个月"},
                            [&](std::string_view word) { return text.before(place).ends_with(word); });
    if (!monthly || !is_day(number->value)) return std::nullopt;
    at = text.behind(number->end, {"日", "号"});
    if (at == number->end) return std::nullopt;
    day = number->value;
  }
  Reading out{"date", {date_text(year, month, day)}, {}, place, at};
  if (day == 0) return out;
  // 3月5日至7日.
  if (const auto next = range_mark(text, at)) {
    const auto last = read_whole(text, *next, kMostDays);
    if (last && is_day(last->value) && (text.has(last->end, "日") || text.has(last->end, "号"))) {
      out.to = {date_text(year, month, last->value)};
      out.end = text.behind(last->end, {"日", "号"});
    }
  }
  return out;
}

// 5, 5th, 5. as the day beside a month's name.
std::optional<Whole> day_at(const FactText& text, std::size_t place) {
  auto day = digits_at(text, place, kMostDays);
  if (!day || !is_day(day->value)) return std::nullopt;
  day->end = text.behind(day->end, {"st", "nd", "rd", "th"});
  return text.letter(day->end) || text.digit(day->end) || (text.at(day->end) == ':' && text.digit(day->end + 1)) ? std::nullopt
                                                                                                                 : day;
}

// The year behind a day and a month.
int year_at(const FactText& text, std::size_t& end) {
  std::size_t at = text.skip_blanks(end);
  at = text.skip_blanks(text.behind(at, {",", "de ", "del "}));
  const auto year = digits_at(text, at, kLastYear);
  if (!year || year->end - at != 4 || !is_year(year->value)) return 0;
  end = year->end;
  return year->value;
}

// March 5, March 5-7, 2026, March 2026.
std::optional<Reading> month_first(const FactText& text, std::size_t place) {
  const auto month = month_at(text, place);
  if (!month || !text.border(place)) return std::nullopt;
  const std::size_t at = text.skip_blanks(month->end);
  if (at == month->end && text.at(at - 1) != '.') return std::nullopt;
  if (const auto day = day_at(text, text.behind(at, {"the "}))) {
    Reading out{"date", {}, {}, place, day->end};
    const auto mark = range_mark(text, day->end);
    const auto last = mark ? day_at(text, *mark) : std::nullopt;
    if (last) out.end = last->end;
    const int year = year_at(text, out.end);
    out.values = {date_text(year, month->number, day->value)};
    if (last) out.to = {date_text(year, month->number, last->value)};
    return out;
  }
  std::size_t end = month->end;
  if (const int year = year_at(text, end)) return Reading{"date", {date_text(year, month->number, 0)}, {}, place, end};
  return std::nullopt;
}

// 5 March, 5th of March 2026, 5. März, 5-7 March, 5 de marzo.
std::optional<Reading> day_first(const FactText& text, std::size_t place) {
  const auto day = day_at(text, place);
  if (!day) return std::nullopt;
  std::size_t at = day->end;
  std::optional<Whole> last;
  if (const auto mark = range_mark(text, text.behind(at, {"."}))) {
    last = day_at(text, *mark);
    if (last) at = last->end;
  }
  at = text.behind(at, {"."});
  at = text.skip_blanks(at);
  at = text.behind(at, {"of ", "de ", "-"});
  const auto month = month_at(text, at);
  if (!month) return std::nullopt;
  Reading out{"date", {}, {}, place, month->end};
  if (text.at(out.end - 1) == '.' && text.skip_blanks(out.end) == out.end) --out.end;
  const int year = year_at(text, out.end);
  out.values = {date_text(year, month->number, day->value)};
  if (last) out.to = {date_text(year, month->number, last->value)};
  return out;
}

struct Clock {
  std::vector<int> minutes;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool sure = false;  // Told by more than a number: 9:00, 9 pm, 9点.
};

enum class Half { kUnknown, kMorning, kEvening };

// 上午 and the like, before a time.
Half half_before(const FactText& text, std::size_t& begin) {
  struct Word {
    std::string_view word;
    Half half;
  };
  for (const Word& row : {Word{"上午", Half::kMorning}, Word{"早上", Half::kMorning}, Word{"凌晨", Half::kMorning},
                          Word{"早", Half::kMorning}, Word{"下午", Half::kEvening}, Word{"晚上", Half::kEvening},
                          Word{"傍晚", Half::kEvening}, Word{"中午", Half::kEvening}, Word{"晚", Half::kEvening}}) {
    if (!text.before(begin).ends_with(row.word)) continue;
    begin -= row.word.size();
    return row.half;
  }
  return Half::kUnknown;
}

Half half_behind(const FactText& text, std::size_t& end) {
  const std::size_t at = text.skip_blanks(end);
  for (const std::string_view word : {"am", "a.m.", "a.m", "pm", "p.m.", "p.m"}) {
    const std::size_t behind = at + word.size();
    if (!text.has(at, word) || text.letter(behind) || text.digit(behind)) continue;
    end = behind;
    return word[0] == 'a' ? Half::kMorning : Half::kEvening;
  }
  return Half::kUnknown;
}

// Whether 点 or 时 behind a number is of the clock: no noun follows, which it would count or begin.
bool of_clock(const FactText& text, std::size_t behind, bool half) {
  if (half || han_at(text, behind).empty()) return true;
  constexpr std::string_view kBehind = "前后之到至整开关结起以左止为发截";
  return kBehind.find(han_at(text, behind)) != std::string_view::npos;
}

std::optional<Clock> one_clock(const FactText& text, std::size_t place, bool alone) {
  const auto hour = read_whole(text, place, 24);
  if (!hour) return std::nullopt;
  Clock out{{}, place, hour->end};
  Half half = half_before(text, out.begin);
  const bool digits = text.digit(place);
  const bool dotted = digits && (text.at(hour->end) == ':' || text.at(hour->end) == '.');
  int minutes = 0;
  bool exact = digits && text.at(place) == '0';
  const auto clock_word = [&](std::size_t end) { return text.has(text.skip_blanks(end), "uhr"); };
  const std::size_t minutes_end = dotted ? text.digits_end(hour->end + 1) : 0;
  if (dotted && minutes_end == hour->end + 3 && text.at(hour->end + 1) < '6' &&
      !(text.at(minutes_end) == '.' && text.digit(minutes_end + 1))) {
    minutes = read_whole(text, hour->end + 1, 59)->value;
    std::size_t end = minutes_end;
    if (text.at(end) == ':' && text.digit(end + 1)) end = text.digits_end(end + 1);
    const bool colon = text.at(hour->end) == ':';
    out.end = end;
    const Half behind = half_behind(text, out.end);
    if (behind != Half::kUnknown) half = behind;
    if (!colon && behind == Half::kUnknown && !clock_word(end)) return std::nullopt;
    out.sure = true;
  } else if (dotted && text.digit(hour->end + 1)) {
    return std::nullopt;
  } else if (const std::size_t point = text.behind(hour->end, {"点钟", "点", "时整", "时"});
             point > hour->end && !text.has(hour->end, "时间")) {
    const auto more = read_whole(text, point, 59);
    const std::size_t quarter = text.behind(point, {"半", "一刻", "三刻"});
    out.end = point;
    if (quarter > point) minutes = text.has(point, "半") ? 30 : text.has(point, "一") ? 15 : 45, out.end = quarter;
    else if (more && (text.has(more->end, "分") || more->end == point + 2))
      minutes = more->value, out.end = text.behind(more->end, {"分"});
    else if (!of_clock(text, point, half != Half::kUnknown)) return std::nullopt;
    out.sure = true;
  } else {
    const Half behind = digits ? half_behind(text, out.end) : Half::kUnknown;
    if (behind != Half::kUnknown) half = behind, out.sure = true;
  }
  if (clock_word(out.end)) {
    out.end = text.skip_blanks(out.end) + 3;
    exact = out.sure = true;
    if (const auto more = digits_at(text, text.skip_blanks(out.end), 59);
        more && minutes == 0 && more->end == text.skip_blanks(out.end) + 2)
      minutes = more->value, out.end = more->end;
  }
  if (!out.sure && !alone) return std::nullopt;
  const int value = hour->value * kHour + minutes;
  const bool small = hour->value <= kMostMonths;
  if (half == Half::kMorning) out.minutes = {hour->value == 12 ? value - kHalfDay : value};
  else if (half == Half::kEvening) out.minutes = {small && hour->value != 12 ? value + kHalfDay : value};
  else if (exact || !small || hour->value == 0) out.minutes = {value};
  else out.minutes = {value, hour->value == 12 ? value - kHalfDay : value + kHalfDay};
  return out;
}

std::vector<std::string> texts_of(const std::vector<int>& minutes) {
  std::vector<std::string> out;
  for (const int one : minutes) out.push_back(number_text(one));
  return out;
}

}  // namespace

std::optional<Reading> read_date(const FactText& text, std::size_t place) {
  if (text.digit(place)) {
    for (const auto read : {signed_date, han_date, day_first}) {
      if (auto found = read(text, place)) return found;
    }
    return std::nullopt;
  }
  return text.letter(place) ? month_first(text, place) : han_date(text, place);
}

std::optional<Reading> read_clock(const FactText& text, std::size_t place) {
  auto first = one_clock(text, place, true);
  if (!first) return std::nullopt;
  std::optional<Clock> second;
  if (const auto mark = range_mark(text, first->end)) {
    // A part of the day before the second time is its own.
    const std::size_t at = text.behind(*mark, {"上午", "早上", "下午", "晚上", "傍晚", "中午", "晚"});
    second = one_clock(text, at, false);
  }
  if (!first->sure && !second) return std::nullopt;
  Reading out{"time of day", texts_of(first->minutes), {}, first->begin, first->end};
  if (second) {
    out.end = second->end;
    // The day goes on: an end that may be in the morning or in the evening is behind the beginning.
    std::erase_if(first->minutes, [&](int one) {
      return first->minutes.size() > 1 && std::ranges::all_of(second->minutes, [&](int end) { return end <= one; });
    });
    if (first->minutes.size() == 1)
      std::erase_if(second->minutes, [&](int end) { return second->minutes.size() > 1 && end <= first->minutes[0]; });
    out.values = texts_of(first->minutes);
    out.to = texts_of(second->minutes);
  }
  return out;
}

}  // namespace ckm::insight
