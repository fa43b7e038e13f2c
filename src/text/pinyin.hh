// Pinyin as people type it: words of syllables without blanks, mostly without tones, and the characters that are read so.
//
// A syllable is lower-case ASCII with v for ü, as in reading.hh. All functions are pure. Memory and time: a table generated while
// building, no setting up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ckm::text {

using Syllables = std::vector<std::string_view>;  // They live as long as the program.

// In how many ways a word is read at most.
inline constexpr std::size_t kMostSpellings = 6;

// The ways to read a folded word as syllables, the one of fewest syllables first, then the one that begins with the longer
// ones; none where it can't be read so. An apostrophe stands only between syllables: fangan is fang an or fan gan, fang'an only
// fang an. Marks of tones do no harm. Linear in the word.
std::vector<Syllables> spellings(std::string_view word);

enum class Commonness : std::uint8_t { kCommon, kRare };  // Common: in the first level of GB 2312, 3,755 characters.

// The folded characters that are read as a syllable, ascending; after l and n, u stands for ü too. A character is found by the
// readings of all characters that fold to it.
std::vector<char32_t> characters_read(std::string_view syllable, Commonness commonness);
// Those whose reading begins with a letter: the common ones, or all.
std::span<const char32_t> characters_beginning(char letter, bool rare_too);

}  // namespace ckm::text
