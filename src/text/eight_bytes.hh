// Eight bytes of a text at once, in one 64-bit number with the first byte lowest. For src/text alone.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace ckm::text::eight_bytes {

static_assert(std::endian::native == std::endian::little, "The first byte must be the lowest");

inline std::uint64_t load(const char* at) {
  std::uint64_t out;
  std::memcpy(&out, at, 8);
  return out;
}

constexpr std::uint64_t each(unsigned char byte) { return byte * 0x0101010101010101ULL; }

// Bit 7 of each byte that lies in an ASCII range.
constexpr std::uint64_t within(std::uint64_t eight, char first, char last) {
  const std::uint64_t low = eight & each(0x7F);
  const auto add_first = static_cast<unsigned char>(0x80 - first);
  const auto add_behind = static_cast<unsigned char>(0x7F - last);
  return (low + each(add_first)) & ~(low + each(add_behind)) & ~eight & each(0x80);
}
constexpr std::uint64_t letters(std::uint64_t eight) { return within(eight | each(0x20), 'a', 'z'); }
constexpr std::uint64_t digits(std::uint64_t eight) { return within(eight, '0', '9'); }
constexpr bool ascii(std::uint64_t eight) { return (eight & each(0x80)) == 0; }

// The letters that `letters` marks in lower case.
constexpr std::uint64_t lower(std::uint64_t eight, std::uint64_t marked) { return eight | marked >> 2; }

}  // namespace ckm::text::eight_bytes
