// The table behind reading.hh, as tools/tables/make_reading_table.cc writes it. For src/text and that program alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ckm::text::reading_table {

inline constexpr std::size_t kEnd = 0x34000;  // No character at or above it has a reading.
inline constexpr std::size_t kBlockSize = 128;

extern const std::uint16_t kBlock[];  // For each 128 characters the number of their block.
extern const std::uint16_t kList[];   // The distinct blocks: for each character the number of its list, 0 for none.
extern const std::uint16_t kStart[];  // Where each list begins in kReading; it ends where the next begins.
extern const std::string_view kReading[];

extern const std::string_view kSyllable[];  // All syllables that occur, ascending.
extern const std::size_t kSyllableCount;

}  // namespace ckm::text::reading_table
