// What two texts differ in, by words or by lines: the shortest script of removals and insertions (Myers, "An O(ND) difference
// algorithm and its variations", 1986), or a coarser one where that is very long.
//
// Pure. Time and memory grow with the size of the texts and the square of their difference, up to a bound.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ckm::text {

struct DiffPart {
  enum class Kind : std::uint8_t { kSame, kRemoved, kAdded };
  Kind kind = Kind::kSame;
  std::string_view text;  // In the text after, for kRemoved in the one before.
  bool operator==(const DiffPart&) const = default;
};

// The parts put together without the added ones are the text before, without the removed ones the text after. Neighbours differ
// in their kind; removed parts stand before added ones.

// By words: a run of letters and digits, an ideograph, a run of blanks, any other sign.
std::vector<DiffPart> diff_words(std::string_view before, std::string_view after);
// By lines, each with its line end.
std::vector<DiffPart> diff_lines(std::string_view before, std::string_view after);

// The lines of a text, each with its line end; the last one may have none.
std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace ckm::text
