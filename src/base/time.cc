#include "base/time.hh"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <concepts>

namespace ckm {
namespace {

std::optional<Time> fixed_now;

Time floor_day(Time time) { return (time >= 0 ? time : time - (kDay - 1)) / kDay; }

std::chrono::year_month_day date_of(Time time) { return std::chrono::sys_days(std::chrono::days(floor_day(time))); }

std::optional<Time> day_start(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (year < 1 || year > 9999 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kDay;
}

// Takes what it recognises off the front of a text.
struct Scanner {
  std::string_view rest;

  bool take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  // A number of `least` to `most` digits.
  std::optional<int> digits(std::size_t least, std::size_t most) {
    std::size_t n = 0;
    while (n < most && n < rest.size() && rest[n] >= '0' && rest[n] <= '9') ++n;
    if (n < least) return std::nullopt;
    int value = 0;
    std::from_chars(rest.data(), rest.data() + n, value);
    rest.remove_prefix(n);
    return value;
  }
};

std::optional<Time> unix_time(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  if (text.size() >= 9 && text.size() <= 11) return value;
  if (text.size() == 12 || text.size() == 13) return value / 1000;
  return std::nullopt;
}

// Z, UTC, GMT, +08:00, +0800, +08 or nothing, in seconds.
std::optional<Time> offset(Scanner& in) {
  while (in.take(' ')) {
  }
  if (in.rest.empty()) return 0;
  if (in.rest == "Z" || in.rest == "z" || in.rest == "UTC" || in.rest == "GMT") {
    in.rest = {};
    return 0;
  }
  const bool minus = in.take('-');
  if (!minus && !in.take('+')) return std::nullopt;
  const auto hours = in.digits(1, 2);
  if (!hours || *hours > 18) return std::nullopt;
  int minutes = 0;
  const bool colon = in.take(':');
  if (colon || !in.rest.empty()) {
    const auto m = in.digits(2, 2);
    if (!m || *m > 59) return std::nullopt;
    minutes = *m;
  }
  const Time seconds = *hours * 3600 + minutes * 60;
  return minus ? -seconds : seconds;
}

std::optional<Time> calendar_time(std::string_view text) {
  Scanner in{text};
  const auto year = in.digits(4, 4);
  if (!year) return std::nullopt;
  const char separator = in.take('-') ? '-' : in.take('/') ? '/' : '\0';
  const auto month = in.digits(separator != '\0' ? 1 : 2, 2);
  if (!month || (separator != '\0' && !in.take(separator))) return std::nullopt;
  const auto day = in.digits(separator != '\0' ? 1 : 2, 2);
  if (!day) return std::nullopt;
  auto time = day_start(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
  if (!time || in.rest.empty()) return time;
  const bool compact = separator == '\0' && in.rest.front() >= '0' && in.rest.front() <= '9';
  if (!compact && !in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
  while (in.take(' ')) {
  }
  const auto hour = in.digits(compact ? 2 : 1, 2);
  if (!hour || *hour > 24) return std::nullopt;
  const bool colons = in.take(':');
  const auto minute = in.digits(2, 2);
  if (!minute || *minute > 59) return std::nullopt;
  int second = 0;
  if (colons ? in.take(':') : (!in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9')) {
    const auto s = in.digits(2, 2);
    if (!s || *s > 60) return std::nullopt;
    second = *s;
    if (in.take('.') || in.take(',')) {
      if (!in.digits(1, 9)) return std::nullopt;
    }
  }
  if (*hour == 24 && (*minute > 0 || second > 0)) return std::nullopt;
  const auto shift = offset(in);
  if (!shift || !in.rest.empty()) return std::nullopt;
  return *time + *hour * 3600 + *minute * 60 + second - *shift;
}

// A number below 100 as two digits.
template <std::integral T>
std::string& append_two(std::string& out, T number) {
  out.push_back(static_cast<char>('0' + number / 10));
  out.push_back(static_cast<char>('0' + number % 10));
  return out;
}

}  // namespace

Time now() {
  if (fixed_now) return *fixed_now;
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void set_now(Time fixed) { fixed_now = fixed; }

std::string format_day(Time time) {
  const auto date = date_of(time);
  const int year = static_cast<int>(date.year());
  std::string out;
  if (year < 0 || year > 9999) out = fmt::format("{:04}", year);
  else append_two(append_two(out, year / 100), year % 100);
  append_two(out += '-', static_cast<unsigned>(date.month()));
  append_two(out += '-', static_cast<unsigned>(date.day()));
  return out;
}

std::string format_time(Time time) {
  const Time second = time - floor_day(time) * kDay;
  std::string out = format_day(time);
  out.reserve(out.size() + 10);
  append_two(out += 'T', second / 3600);
  append_two(out += ':', second / 60 % 60);
  append_two(out += ':', second % 60);
  return out += 'Z';
}

std::optional<Time> parse_time(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  // 12 digits may be a date with hour and minute, or milliseconds of the years before 2001: the date is likelier.
  if (text.size() != 12) {
    if (const auto time = unix_time(text)) return time;
    return calendar_time(text);
  }
  if (const auto time = calendar_time(text)) return time;
  return unix_time(text);
}

std::optional<TimeSpan> parse_span(std::string_view text) {
  Scanner in{text};
  const auto year = in.digits(4, 4);
  if (!year || *year < 1) return std::nullopt;
  if (in.rest.empty()) return TimeSpan{*day_start(*year, 1, 1), *day_start(*year, 12, 31) + kDay - 1};
  if (!in.take('-')) return std::nullopt;
  const auto month = in.digits(1, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  const auto m = static_cast<unsigned>(*month);
  if (in.rest.empty()) {
    const std::chrono::year_month_day_last last{std::chrono::year(*year), std::chrono::month_day_last(std::chrono::month(m))};
    return TimeSpan{*day_start(*year, m, 1), *day_start(*year, m, static_cast<unsigned>(last.day())) + kDay - 1};
  }
  if (!in.take('-')) return std::nullopt;
  const auto day = in.digits(1, 2);
  if (!day || !in.rest.empty()) return std::nullopt;
  const auto start = day_start(*year, m, static_cast<unsigned>(*day));
  if (!start) return std::nullopt;
  return TimeSpan{*start, *start + kDay - 1};
}

}  // namespace ckm
