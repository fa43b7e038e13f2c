// How up to 128 postings are coded (ckm-store(5), "Posting blocks").
//
//   u32 first document · u8 width w · (n - 1) gaps minus one, w bits each, low bits first · n impact bytes
//
// Little endian. The number of postings n is kept beside the block. A block needs nothing before it to be read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hh"
#include "index/unpack.hh"

namespace ckm::index {

struct Posting {
  std::uint32_t doc = 0;
  std::uint8_t impact = 0;
  bool operator==(const Posting&) const = default;
};

inline constexpr std::size_t kBlockSize = 128;

// Appends the coded block. Documents ascend strictly; 1 to 128 of them.
void encode_block(std::span<const Posting> postings, std::string& out);

// The bytes that a block of n postings and the given first five bytes takes; 0 where they can't be one.
std::size_t block_bytes(std::string_view head, std::size_t n);

struct Block {
  std::array<std::uint32_t, kBlockSize + kWriteBehind> docs;  // Decoding writes a few behind the last.
  std::array<std::uint8_t, kBlockSize> impacts;
  std::size_t size = 0;
};

// Decodes a block of n postings from the front of `bytes`, which may go on behind it. Throws Error{kDamaged} where the bytes
// are no such block, never reads beyond them.
void decode_block(std::string_view bytes, std::size_t n, Block& into);

// LEB128, as in the dictionary. get_varint takes the number off the front; throws Error{kDamaged} where there is none.
void put_varint(std::string& out, std::uint64_t value);
std::uint64_t get_varint(std::string_view& bytes);

// What every reader of the index throws for what a rebuild mends.
class Damage final : public Error {
 public:
  explicit Damage(const std::string& what) : Error(Exit::kDamaged, what, "build it anew with: ckm index --rebuild") {}
};
// Says that the index is damaged, and what of it.
[[noreturn]] void damaged(std::string_view what);

}  // namespace ckm::index
