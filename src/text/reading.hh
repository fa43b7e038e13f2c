// Readings of Han characters in Mandarin, as pinyin without tones: what 重 is read (zhong, chong), and what people write for it.
//
// A syllable is lower-case ASCII with v for ü: lv, nve. The readings come from ICU's Han-Latin and from readings.txt, in a table
// generated while building; Traditional characters have theirs too. All functions are pure and allocate nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ckm::text {

// The readings of a character, the commonest first; none where it has no known one. They live as long as the program.
std::span<const std::string_view> readings(char32_t code);

// One syllable of pinyin, as it was written in some text.
struct Syllable {
  std::array<char, 8> letters{};
  std::uint8_t size = 0;
  bool toned = false;  // It was written with the mark of a tone.
  [[nodiscard]] std::string_view text() const { return {letters.data(), size}; }
};

// Reads wǎng or wang with blanks around it, composed or not; nothing where it is not one lower-case syllable of Mandarin.
// The letters ɑ and ɡ stand for a and g, as converters write them.
std::optional<Syllable> syllable(std::string_view written);

// Whether a character is read so. Where no ü was written, lu stands for lv too.
bool has_reading(char32_t code, const Syllable& syllable);

}  // namespace ckm::text
