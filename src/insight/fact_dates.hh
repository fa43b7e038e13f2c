// Days and times of day, however they are written.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "insight/fact_text.hh"

namespace ckm::insight {

// What was read: where it is, and what it may mean. `to` is the end of a range, else empty.
struct Reading {
  std::string measure;
  std::vector<std::string> values;
  std::vector<std::string> to;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A date with digits, a numeral or a month's name at `place`: 2026-03-05, 5/3/2026 (which may be May), 5. März, March 5 to 7,
// 3月5日. Its values are YYYY-MM-DD with ? for what is not told; without a day only with a year or as 3月.
std::optional<Reading> read_date(const FactText& text, std::size_t place);

// A time of day: 9:00, 9 pm, 21 Uhr, 上午9点半, 9-17 Uhr. Its values are minutes from midnight; what may be in the morning or in
// the evening has both.
std::optional<Reading> read_clock(const FactText& text, std::size_t place);

}  // namespace ckm::insight
