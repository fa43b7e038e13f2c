#include "formats/xlsx_values.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/time.hh"

namespace ckm::formats {
namespace {

constexpr std::uint32_t kMostColumns = 16384;  // XFD
constexpr double kMostDays = 2'958'466;        // 10000-01-01
constexpr std::int64_t kNoDay = 60;            // 1900-02-29

std::string date_text(std::int64_t day, Epoch epoch) {
  if (epoch == Epoch::k1900 && day == kNoDay) return "1900-02-29";
  using std::chrono::days;
  using std::chrono::sys_days;
  const sys_days from = epoch == Epoch::k1904 ? sys_days(std::chrono::January / 1 / 1904)
                        : day < kNoDay        ? sys_days(std::chrono::December / 31 / 1899)
                                              : sys_days(std::chrono::December / 30 / 1899);
  const std::chrono::year_month_day date(from + days(day));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string clock_text(std::int64_t seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

Shown built_in_format(unsigned id) {
  // 27 to 36 and 50 to 58 are dates of East Asia; of those 32 and 33, 55 and 56 are times in some languages and dates in others.
  if (id == 22) return Shown::kDateTime;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 34 && id <= 36) || (id >= 50 && id <= 58)) return Shown::kDate;
  if ((id >= 18 && id <= 21) || id == 32 || id == 33 || id == 45 || id == 47) return Shown::kTime;
  return id == 46 ? Shown::kElapsed : Shown::kNumber;
}

Shown format_of_code(std::string_view code) {
  bool date = false;
  bool time = false;
  bool month_or_minute = false;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {  // Positive numbers have the first section.
    const char c = static_cast<char>(std::tolower(static_cast<unsigned char>(code[i])));
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) return Shown::kElapsed;
      i = end;
    } else if (c == 'g' && code.substr(i).starts_with("General")) {
      return Shown::kNumber;
    } else {
      date |= c == 'y' || c == 'd';
      time |= c == 'h' || c == 's';
      month_or_minute |= c == 'm';
    }
  }
  if (date && time) return Shown::kDateTime;
  if (time) return Shown::kTime;
  return date || month_or_minute ? Shown::kDate : Shown::kNumber;
}

std::optional<std::string> format_serial(double days, Shown shown, Epoch epoch) {
  if (!(days >= 0) || days >= kMostDays) return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(std::llround(days * static_cast<double>(kDay)));
  const std::int64_t day = seconds / kDay;
  const std::int64_t rest = seconds % kDay;
  if (shown == Shown::kElapsed) return clock_text(seconds);
  if (shown == Shown::kTime && day == 0) return clock_text(rest);
  if (rest == 0 && shown == Shown::kDate) return date_text(day, epoch);
  return fmt::format("{}T{}", date_text(day, epoch), clock_text(rest));
}

std::optional<double> number_of(std::string_view written) {
  if (written.starts_with('+')) written.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
  if (error != std::errc() || end != written.data() + written.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string format_number(std::string_view written) {
  const std::string_view digits = written.substr(written.starts_with('-') ? 1 : 0);
  if (!digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos) return std::string(written);
  const auto value = number_of(written);
  if (!value) return std::string(written);
  constexpr double kExact = 1e15;  // Below it whole numbers have at most 15 digits.
  constexpr double kLargest = 1e21;
  constexpr double kSmallest = 1e-9;
  if (std::abs(*value) < kExact && *value == std::trunc(*value)) return fmt::format("{}", static_cast<std::int64_t>(*value));
  std::string text = fmt::format("{:.15g}", *value);
  if (text.find('e') == std::string::npos || std::abs(*value) >= kLargest || std::abs(*value) < kSmallest) return text;
  if (std::abs(*value) >= 1) return fmt::format("{:.0f}", *value);
  // Small ones: as many places as 15 digits need, without zeros at the end.
  text = fmt::format("{:.{}f}", *value, 14 - static_cast<int>(std::floor(std::log10(std::abs(*value)))));
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

std::optional<std::uint32_t> column_of(std::string_view reference) {
  std::uint32_t column = 0;
  std::size_t i = 0;
  for (; i < reference.size() && std::isalpha(static_cast<unsigned char>(reference[i])) != 0; ++i) {
    column = column * 26 + static_cast<std::uint32_t>(std::toupper(static_cast<unsigned char>(reference[i])) - 'A') + 1;
    if (column > kMostColumns) return std::nullopt;
  }
  if (i == 0 || reference.find_first_not_of("0123456789", i) != std::string_view::npos) return std::nullopt;
  return column - 1;
}

}  // namespace ckm::formats
