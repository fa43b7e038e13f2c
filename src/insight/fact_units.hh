// Units, currencies and names of months, as they stand beside numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "insight/fact_text.hh"

namespace ckm::insight {

struct Unit {
  std::string_view name;     // Folded.
  std::string_view measure;  // As Fact's: time, money EUR, percent, …
  double factor;             // Times this is how many of the measure: hours of time.
  bool plural = false;       // Latin: an s may follow.
};

inline constexpr double kHours = 1, kDays = 24, kWeeks = 168, kMonths = 730, kYears = 8'760;

struct UnitThere {
  const Unit* unit = nullptr;
  std::size_t end = 0;
};

// The longest unit behind a number that ends at `place`: blanks, hyphens and Markdown's stars may stand between, and 多, 余.
std::optional<UnitThere> unit_behind(const FactText& text, std::size_t place);

struct Before {
  std::string_view what;
  std::size_t begin = 0;
};
// The currency before a number that begins at `place` and not before `least`: its measure and where its sign or code begins.
std::optional<Before> currency_before(const FactText& text, std::size_t place, std::size_t least);

// What an amount is paid, or a time is meant, per: month of "/ month", 每月, monthly, "a month"; empty where nothing is said.
// `end` moves behind what stands behind the fact.
std::string rate_of(const FactText& text, std::size_t begin, std::size_t& end);

struct Month {
  int number = 0;
  std::size_t end = 0;
};
// A month's name, short or long, in one of six languages.
std::optional<Month> month_at(const FactText& text, std::size_t place);

}  // namespace ckm::insight
