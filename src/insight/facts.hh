// What an answer commits itself to: numbers with what they count, amounts, times, dates, versions, links and addresses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::insight {

struct Fact {
  // What it measures, the same for all ways of writing it: time (in hours; a month is a twelfth of a year), working days, money
  // EUR, "money EUR per month", percent, percent off, date, time of day, version, link, mail, phone, or the folded word that
  // follows the number: device, 台.
  std::string measure;
  // Canonical: numbers in decimal, days as 2026-03-05, times of day in minutes. Several where it may mean one or the
  // other: 1.250, 5/3/2026.
  std::vector<std::string> values;
  std::vector<std::string> to;  // The end of a range, else empty.
  std::string text;             // The whole of it, as it is written.
  std::size_t at = 0;           // Where that begins, in bytes.
  // Whether it is the least ("at least 5 days", 5天以上) or the most ("within 5 days", 5天以内) of something.
  enum class Bound : std::uint8_t { kNone, kLeast, kMost } bound = Bound::kNone;
  // What stands beside it in its clause, up to the next fact: < and a word, or a Han character, before it; > and one behind it.
  std::vector<std::string> beside;
};

// In the order of the text. Digits, full-width ones too, with separators of either kind; words for numbers and Chinese numerals
// before units; days as in 三天 and 3天. Numbers that count nothing (of steps and chapters, in names as R6) are none.
std::vector<Fact> facts_in(std::string_view text);

// The numbers that are no facts, folded, in ascending order: of steps, models, errors.
std::vector<std::string> bare_numbers_in(std::string_view text);

}  // namespace ckm::insight
