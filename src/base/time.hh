// Points in time: seconds since 1970-01-01 00:00:00 UTC, and a clock that tests can set.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ckm {

using Time = std::int64_t;  // Seconds, UTC, without leap seconds. Years 0001 to 9999.
inline constexpr Time kDay = 86'400;

// The present, or what set_now() fixed it to. Set it before any thread is started.
Time now();
void set_now(Time fixed);

// 2026-03-05T14:07:09Z
std::string format_time(Time time);
// 2026-03-05
std::string format_day(Time time);

// A point in time as exports write it: ISO 8601 with or without time, seconds, fraction and offset (Z, +08:00, +0800,
// +08, a blank before it), T or a blank or nothing but digits between; / in place of - in the date; Unix seconds (9 to 11 digits)
// or milliseconds (13, or 12 that are no date). Without an offset it is UTC. Nothing where it is none of these or no real date.
std::optional<Time> parse_time(std::string_view text);

// A span of days as filters write it: 2026, 2026-03 or 2026-03-05; from its first to its last second.
struct TimeSpan {
  Time first;
  Time last;
};
std::optional<TimeSpan> parse_span(std::string_view text);

}  // namespace ckm
