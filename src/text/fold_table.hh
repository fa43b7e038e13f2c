// The tables that tools/tables/make_fold_table.cc writes, and how to look into them. For src/text alone; others use fold.hh.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/fold.hh"

namespace ckm::text::table {

// A 32-bit entry a character:
//   bits 0-20   what to add to the character, modulo 2^21, to get its folded one; with kManyBit the offset in the pool
//   bits 21-23  CharClass of the folded character, of the first one if there are several
//   bit 24      it folds to several characters: in the pool a byte with their length, then they themselves as UTF-8
//   bits 25-28  script group of a kWord: letters of different groups never stand in one word; 0 goes with all (digits)
//   bit 29      folding removes it
inline constexpr std::uint32_t kDeltaMask = (1U << 21) - 1;
inline constexpr unsigned kClassShift = 21;
inline constexpr std::uint32_t kManyBit = 1U << 24;
inline constexpr unsigned kScriptShift = 25;
inline constexpr std::uint32_t kRemovedBit = 1U << 29;
inline constexpr unsigned kLatin = 1;
inline constexpr std::size_t kBlockSize = 128;

extern const std::uint16_t kFoldBlock[];  // For each 128 characters the number of their block.
extern const std::uint32_t kFoldEntry[];  // The distinct blocks.
extern const char kFoldPool[];

// The entry of a character below U+110000.
inline std::uint32_t entry(char32_t code) { return kFoldEntry[kFoldBlock[code >> 7] * kBlockSize + (code & 127)]; }
inline CharClass class_of(std::uint32_t entry) { return static_cast<CharClass>(entry >> kClassShift & 7); }
inline unsigned script_of(std::uint32_t entry) { return entry >> kScriptShift & 15; }
// Without kManyBit and kRemovedBit.
inline char32_t folded(char32_t code, std::uint32_t entry) { return (code + entry) & kDeltaMask; }
// With kManyBit.
inline std::string_view pooled(std::uint32_t entry) {
  const char* const at = kFoldPool + (entry & kDeltaMask);
  return {at + 1, static_cast<unsigned char>(*at)};
}

// Canonical combining classes other than 0: runs of characters, ascending.
struct Order {
  char32_t first;
  char32_t last;
  std::uint8_t order;
};
extern const Order kOrders[];
extern const std::size_t kOrderCount;

// Canonical compositions of folded characters without Hangul, ascending by base and mark; and their numbers by composed.
struct Composition {
  char32_t base;
  char32_t mark;
  char32_t composed;
};
extern const Composition kCompositions[];
extern const std::uint16_t kByComposed[];
extern const std::size_t kCompositionCount;

}  // namespace ckm::text::table
