#include "index/block.hh"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/error.hh"
#include "index/unpack.hh"

namespace ckm::index {
namespace {

constexpr std::size_t kHead = 5;

std::size_t gap_bytes(std::size_t n, unsigned width) { return ((n - 1) * width + 7) / 8; }

std::uint32_t load32(const char* at) {
  std::uint32_t value;
  std::memcpy(&value, at, sizeof value);
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap32(value);
  return value;
}

}  // namespace

void damaged(std::string_view what) { throw Damage(fmt::format("the index is damaged: {}", what)); }

void encode_block(std::span<const Posting> postings, std::string& out) {
  const std::uint32_t first = postings.front().doc;
  std::uint32_t all = 0;
  for (std::size_t i = 1; i < postings.size(); ++i) all |= postings[i].doc - postings[i - 1].doc - 1;
  const auto width = static_cast<unsigned>(std::bit_width(all));
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(first >> shift));
  out.push_back(static_cast<char>(width));
  std::uint64_t bits = 0;
  unsigned filled = 0;
  for (std::size_t i = 1; i < postings.size(); ++i) {
    bits |= static_cast<std::uint64_t>(postings[i].doc - postings[i - 1].doc - 1) << filled;
    filled += width;
    while (filled >= 8) {
      out.push_back(static_cast<char>(bits));
      bits >>= 8;
      filled -= 8;
    }
  }
  if (filled > 0) out.push_back(static_cast<char>(bits));
  for (const Posting& posting : postings) out.push_back(static_cast<char>(posting.impact));
}

std::size_t block_bytes(std::string_view head, std::size_t n) {
  if (head.size() < kHead || n == 0 || n > kBlockSize) return 0;
  const auto width = static_cast<unsigned char>(head[4]);
  if (width > 32) return 0;
  return kHead + gap_bytes(n, width) + n;
}

void decode_block(std::string_view bytes, std::size_t n, Block& into) {
  const std::size_t size = block_bytes(bytes, n);
  if (size == 0 || size > bytes.size()) damaged("a posting block is cut off");
  const unsigned width = static_cast<unsigned char>(bytes[4]);
  const std::size_t gaps = gap_bytes(n, width);
  // From a copy with room behind it where the block ends close to the blob's end.
  char copy[kBlockSize * 4 + kReadBehind];
  const char* packed = bytes.data() + kHead;
  if (bytes.size() < kHead + gaps + kReadBehind) {
    std::memcpy(copy, packed, gaps);
    std::memset(copy + gaps, 0, kReadBehind);
    packed = copy;
  }
  into.docs[0] = load32(bytes.data());
  add_gaps(width, packed, into.docs[0], n - 1, into.docs.data() + 1);
  // Gaps of 24 bits wrap around once at most, which puts the last document before the first.
  bool ascending = n == 1 || into.docs[n - 1] > into.docs[0];
  for (std::size_t i = 1; width > 24 && i < n; ++i) ascending &= into.docs[i] > into.docs[i - 1];
  if (!ascending) damaged("a posting block's documents do not ascend");
  std::memcpy(into.impacts.data(), bytes.data() + kHead + gaps, n);
  into.size = n;
}

void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

std::uint64_t get_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (bytes.empty()) break;
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  damaged("a number is cut off");
}

}  // namespace ckm::index
