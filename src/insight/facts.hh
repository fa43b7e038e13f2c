// What an answer commits itself to: numbers with what they count, times, dates, amounts of money, versions and links.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::insight {

struct Fact {
  // What it measures, the same for all ways of writing it: time (in hours), working days, money EUR, percent, date, version,
  // link, or the folded word that follows the number: devices, 台.
  std::string measure;
  std::string value;   // Canonical: numbers in decimal, dates as 2026-03-05.
  std::string text;    // As it is written.
  std::size_t at = 0;  // Where that begins, in bytes.
};

// In the order of the text. Digits, full-width ones too, thousands apart by commas; English number words and Chinese numerals
// before units of time and money, days as in 三天 and 3天. Numbers that count nothing (of steps and chapters, in names as R6) are
// none.
std::vector<Fact> facts_in(std::string_view text);

// Two answers to one question that can't both hold: of what both tell, nothing the same. The first fact of each.
struct Contradiction {
  Fact left;
  Fact right;
};
std::vector<Contradiction> contradictions(std::string_view left, std::string_view right);

}  // namespace ckm::insight
