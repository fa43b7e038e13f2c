// How rare the characters of Chinese and Japanese are, from a table that tools/tables/make_cjk_table.cc writes. For src/text.
#pragma once

#include <cstdint>

namespace ckm::text::cjk {

// The table holds a byte for each character from kBegin (kana, Bopomofo) up to kEnd (the ideographs of U+3400 to U+9FFF): in
// its high half how rare the character is in Chinese, of either script, in its low half how rare in Japanese; as
// -log2 of its share of all such characters, less kLeastBits, at most 15.
inline constexpr char32_t kBegin = 0x3040;
inline constexpr char32_t kEnd = 0xA000;
inline constexpr unsigned kLeastBits = 4;

extern const std::uint8_t kRarity[];

// In bits, from 4 to 19. `code` must lie in the table.
inline unsigned chinese_bits(char32_t code) { return (kRarity[code - kBegin] >> 4U) + kLeastBits; }
inline unsigned japanese_bits(char32_t code) { return (kRarity[code - kBegin] & 15U) + kLeastBits; }

}  // namespace ckm::text::cjk
