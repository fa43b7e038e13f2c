#include "formats/date_columns.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/counted.hh"

namespace ckm::formats {
namespace {

// Between a date's numbers; 0 for none.
char sign_of(std::string_view date) {
  const std::size_t at = date.find_first_not_of("0123456789 ");
  return at == std::string_view::npos ? '\0' : date[at];
}

}  // namespace

DayOrder DateColumn::order() const {
  if (day_first.empty() && month_first.empty()) return before == DayOrder::kUnknown ? others : before;
  if (!day_first.empty() && !month_first.empty()) return DayOrder::kUnknown;
  return month_first.empty() ? DayOrder::kDayFirst : DayOrder::kMonthFirst;
}

void DateColumns::see(std::string_view column, std::string_view text, const Date& date) {
  if (!date.ambiguous && date.shows == DayOrder::kUnknown) return;
  constexpr std::size_t kMost = 1000;
  auto at = columns_.find(column);
  if (at == columns_.end()) {
    if (columns_.size() >= kMost) return;
    at = columns_.emplace(column, DateColumn()).first;
  }
  DateColumn& seen = at->second;
  seen.ambiguous += date.ambiguous ? 1 : 0;
  std::string& example = date.ambiguous ? seen.example : date.shows == DayOrder::kDayFirst ? seen.day_first : seen.month_first;
  if (example.empty()) example = text;
}

void DateColumns::settle(std::string_view column, DayOrder before) {
  if (const auto found = columns_.find(column); found != columns_.end()) found->second.before = before;
}

void DateColumns::settle_by_others() {
  for (auto& [name, column] : columns_) {
    if (column.ambiguous == 0 || !column.day_first.empty() || !column.month_first.empty()) continue;
    bool day = false;
    bool month = false;
    for (const auto& [other, shown] : columns_) {
      for (const auto* const example : {&shown.day_first, &shown.month_first}) {
        if (example->empty() || sign_of(*example) != sign_of(column.example)) continue;
        (example == &shown.day_first ? day : month) = true;
        if (column.by_other.empty()) column.by_other = fmt::format("{} of {}", *example, other);
      }
    }
    if (day != month) column.others = day ? DayOrder::kDayFirst : DayOrder::kMonthFirst;
  }
}

DayOrder DateColumns::order(std::string_view column) const {
  const auto found = columns_.find(column);
  return found == columns_.end() ? DayOrder::kUnknown : found->second.order();
}

bool DateColumns::any_ambiguous() const {
  return std::ranges::any_of(columns_, [](const auto& column) { return column.second.ambiguous > 0; });
}

std::vector<std::string> date_notes(const DateColumns& known, const DateColumns& seen) {
  std::vector<std::string> notes;
  for (const auto& [column, dates] : seen.all()) {
    if (dates.ambiguous == 0) continue;
    const DayOrder order = known.order(column);
    if (order != DayOrder::kUnknown) {
      const bool day = order == DayOrder::kDayFirst;
      const DateColumn& shown = known.all().find(column)->second;
      const std::string& example = day ? shown.day_first : shown.month_first;
      const std::string why = !example.empty()                     ? example + " shows"
                              : shown.before != DayOrder::kUnknown ? "earlier ones of the source were"
                                                                   : shown.by_other + " shows";
      notes.push_back(fmt::format("dates of {} are read with the {} first, as {}", column, day ? "day" : "month", why));
      continue;
    }
    std::string why = fmt::format("{} could be of either order", dates.example);
    if (!dates.day_first.empty() && !dates.month_first.empty())
      why += fmt::format(", and {} and {} contradict each other", dates.day_first, dates.month_first);
    notes.push_back(fmt::format("{} of {} kept as written: {}; --date-order day or month reads such dates",
                                counted(static_cast<std::int64_t>(dates.ambiguous), "date"), column, why));
  }
  return notes;
}

DayOrder order_taken(std::string_view text, std::span<const Time> times, const std::string& zone) {
  const auto found = [&](DayOrder order) {
    const auto date = read_date(text, {order, zone});
    return date && (date->ambiguous || date->shows == order) && std::ranges::find(times, date->time) != times.end();
  };
  const bool day = found(DayOrder::kDayFirst);
  if (day == found(DayOrder::kMonthFirst)) return DayOrder::kUnknown;
  return day ? DayOrder::kDayFirst : DayOrder::kMonthFirst;
}

std::optional<Date> DateReading::read(std::string_view column, std::string_view text) const {
  DateOptions options = said;
  if (options.order == DayOrder::kUnknown && known != nullptr) options.order = known->order(column);
  auto date = read_date(text, options);
  if (!date) return date;
  if (seen != nullptr) seen->see(column, text, *date);
  date->ambiguous &= options.order == DayOrder::kUnknown;
  return date;
}

}  // namespace ckm::formats
