#include "base/age.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace ckm {
namespace {

constexpr Time kFirst = -62'135'596'800;  // The beginning of the year 1.
constexpr int kMost = 1'000'000;

struct Unit {
  std::string_view name;
  int days, months;  // One of them is 0.
};
constexpr std::array<Unit, 4> kUnits = {{{"day", 1, 0}, {"week", 7, 0}, {"month", 0, 1}, {"year", 0, 12}}};

Time months_before(Time time, int months) {
  namespace chrono = std::chrono;
  const Time day = (time >= 0 ? time : time - (kDay - 1)) / kDay;
  const chrono::year_month_day date = chrono::sys_days(chrono::days(day));
  const chrono::year_month month = date.year() / date.month() - chrono::months(months);
  const chrono::year_month_day_last last = month / chrono::last;
  const chrono::sys_days then = month / std::min(date.day(), last.day());
  return then.time_since_epoch().count() * kDay + (time - day * kDay);
}

}  // namespace

std::optional<Time> parse_age(std::string_view text, Time before) {
  int count = 0;
  const char* const end = text.data() + text.size();
  const auto [behind, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc() || count < 1 || count > kMost) return std::nullopt;
  std::string_view unit(behind, static_cast<std::size_t>(end - behind));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  const auto* const row = std::ranges::find(kUnits, unit, &Unit::name);
  if (row == kUnits.end()) return std::nullopt;
  // Before the calendar has no such year any more.
  const Time days = static_cast<Time>(count) * (row->days > 0 ? row->days : row->months * 28);
  if (before - days * kDay < kFirst) return std::nullopt;
  const Time then = row->days > 0 ? before - days * kDay : months_before(before, count * row->months);
  return then < kFirst ? std::nullopt : std::optional(then);
}

}  // namespace ckm
