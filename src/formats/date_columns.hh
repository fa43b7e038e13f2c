// The dates of an input's columns, and what they tell of the order of day and month.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/date.hh"

namespace ckm::formats {

// What was seen of one column.
struct DateColumn {
  std::uint64_t ambiguous = 0;  // Dates that could be of either order,
  std::string example;          // one of them,
  std::string day_first;        // and one each that can only be read so; empty where there was none.
  std::string month_first;
  DayOrder before = DayOrder::kUnknown;  // In which order earlier imports of the source took it; counts where there is neither.
  DayOrder others =
      DayOrder::kUnknown;  // What other columns of the input show, of dates with the same sign between their numbers,
  std::string by_other;    // such as "1/15/24 of Last Updated"; counts where `before` is not known either.
  // kUnknown where nothing tells, and where they contradict each other.
  [[nodiscard]] DayOrder order() const;
};

// By the columns' names. Of JSON with names without end only the first thousand are kept.
class DateColumns {
 public:
  void see(std::string_view column, std::string_view text, const Date& date);
  // Says what was taken before for a column that was seen.
  void settle(std::string_view column, DayOrder before);
  // Once all was seen: columns that show nothing are taken as those do that show something, where these agree.
  void settle_by_others();
  [[nodiscard]] DayOrder order(std::string_view column) const;
  [[nodiscard]] bool any_ambiguous() const;
  [[nodiscard]] const std::map<std::string, DateColumn, std::less<>>& all() const { return columns_; }

 private:
  std::map<std::string, DateColumn, std::less<>> columns_;
};

// For people, by column: which order was taken for dates that could be of either, as `known` shows it, and of `seen` how many
// stay as written because nothing shows it.
std::vector<std::string> date_notes(const DateColumns& known, const DateColumns& seen);

// In which order a date was read that became one of these times; kUnknown where both orders, or none, give one of them.
DayOrder order_taken(std::string_view text, std::span<const Time> times, const std::string& zone);

// How the dates of one input are read: as the user said, else as its columns tell.
struct DateReading {
  DateOptions said;
  const DateColumns* known = nullptr;
  DateColumns* seen = nullptr;  // Told of every date; may be null.

  // Nothing where the text is no date; ambiguous where nothing says of which order it is.
  [[nodiscard]] std::optional<Date> read(std::string_view column, std::string_view text) const;
};

}  // namespace ckm::formats
