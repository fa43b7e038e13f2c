// Points in time as programs and people write them in exports.
//
// Beside what ckm::parse_time knows (ISO 8601, Unix seconds and milliseconds):
//   2020/1/6 12:09:38   06.01.2020 12:09   1/6/20   13-1-2020 2:07 PM        numbers with / . or - between them
//   2026年3月5日 下午2:07   2026年3月5日14时7分   2026년 3월 5일 오후 2:07     Chinese, Japanese, Korean
//   Thu, 5 Mar 2026 14:07:09 +0800   Mar 5, 2026 2:07 p.m.   5. März 2026   Thu Mar  5 14:07:09 2026   with a month's name
//   46086.588   46086                                                           days since 1899-12-30, as spreadsheets count
//   2023-10-16 09:40:43 (America/New_York)   2026-03-05 14:07 CET               zones by name
//
// Of three numbers the one of four digits is the year; with dots the day comes first; 1/6/20 and 1-6-2020 may be the sixth of
// January or the first of June, which other values of the same column tell. Years of two digits are 1970 to 2069. A time
// without a zone is in the zone that the caller names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hh"

namespace ckm::formats {

enum class DayOrder : std::uint8_t { kUnknown, kDayFirst, kMonthFirst };

struct DateOptions {
  DayOrder order = DayOrder::kUnknown;  // Of numbers that could be either.
  std::string zone;                     // By its IANA name, for what names none itself; empty: UTC.
  std::string format = {};              // As strptime(3) reads it, tried before all else; empty: none.
};

struct Date {
  Time time = 0;                        // As the options read it; month first where nothing says.
  bool plain = false;                   // In ISO 8601 and UTC, or read so: the time says all that the text says.
  bool ambiguous = false;               // Day and month could be exchanged.
  DayOrder shows = DayOrder::kUnknown;  // What this value tells of its column.
};

// Nothing where the text is no point in time, or names a zone that there is not.
std::optional<Date> read_date(std::string_view text, const DateOptions& options = {});

}  // namespace ckm::formats
