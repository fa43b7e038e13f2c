// Ages as settings write them.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hh"

namespace ckm {

// The moment that lies so long before another one: 90 days, 6 weeks, 18 months, 3 years, or 1 of them. Months and years are those
// of the calendar; where the month has no such day it is its last one. Nothing for another text, and before the year 1.
std::optional<Time> parse_age(std::string_view text, Time before);

}  // namespace ckm
