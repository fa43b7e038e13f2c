#include "index/block.hh"

#include <doctest/doctest.h>

#include <memory>

#include "base/error.hh"
#include "memory_blobs.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::index;

namespace {

// n postings whose widest gap minus one takes just `width` bits.
List list_of(Random& random, std::size_t n, unsigned width) {
  List list;
  std::uint64_t doc = width == 32 ? 0 : below(random, 1000);
  const std::size_t widest = n > 1 ? 1 + below(random, n - 1) : 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (i > 0) {
      std::uint64_t gap = 0;
      if (width > 0 && i == widest) gap = (1ULL << (width - 1)) + (width < 31 ? below(random, 1ULL << (width - 1)) : 0);
      else if (width > 0 && width < 25) gap = below(random, 1ULL << width);
      doc += gap + 1;
    }
    list.push_back({static_cast<std::uint32_t>(doc), static_cast<std::uint8_t>(random())});
  }
  return list;
}

List decode(std::string_view bytes, std::size_t n) {
  // On the heap, so that a read beyond the bytes is seen by a sanitizer.
  const auto block = std::make_unique<Block>();
  decode_block(bytes, n, *block);
  List list;
  for (std::size_t i = 0; i < block->size; ++i) list.push_back({block->docs[i], block->impacts[i]});
  return list;
}

std::vector<char> exact(std::string_view bytes) { return {bytes.begin(), bytes.end()}; }

Exit code_of(std::string_view bytes, std::size_t n) {
  try {
    decode(bytes, n);
  } catch (const Error& e) {
    return e.code();
  }
  return Exit::kDone;
}

}  // namespace

TEST_CASE("block: every width and every count comes back") {
  Random random(1);
  for (unsigned width = 0; width <= 32; ++width) {
    for (std::size_t n = 1; n <= kBlockSize; ++n) {
      const List list = list_of(random, n, width);
      std::string bytes;
      encode_block(list, bytes);
      const unsigned shown = n == 1 ? 0 : width;
      REQUIRE(static_cast<unsigned char>(bytes[4]) == shown);
      REQUIRE(bytes.size() == 5 + ((n - 1) * shown + 7) / 8 + n);
      REQUIRE(block_bytes(bytes, n) == bytes.size());
      const std::vector<char> alone = exact(bytes);
      REQUIRE(decode({alone.data(), alone.size()}, n) == list);
      // What follows the block does not matter.
      REQUIRE(decode(bytes + std::string(40, '\xFF'), n) == list);
    }
  }
}

TEST_CASE("block: the first and the last document number") {
  const List list = {{0, 7}, {UINT32_MAX, 9}};
  std::string bytes;
  encode_block(list, bytes);
  CHECK(bytes == std::string("\0\0\0\0\x20\xFE\xFF\xFF\xFF\x07\x09", 11));
  CHECK(decode(bytes, 2) == list);
}

TEST_CASE("block: bytes that are none") {
  Random random(2);
  std::string bytes;
  encode_block(list_of(random, 100, 9), bytes);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    const std::vector<char> head = exact(std::string_view(bytes).substr(0, cut));
    REQUIRE(code_of({head.data(), head.size()}, 100) == Exit::kDamaged);
  }
  CHECK(code_of(bytes, 0) == Exit::kDamaged);
  CHECK(code_of(bytes + std::string(300, '\0'), 129) == Exit::kDamaged);
  bytes[4] = 33;
  CHECK(code_of(bytes + std::string(600, '\0'), 100) == Exit::kDamaged);
  // Gaps that run over the largest number.
  CHECK(code_of(std::string("\xFF\xFF\xFF\xFF\x00\x01\x01", 7), 2) == Exit::kDamaged);
}

TEST_CASE("block: mutated bytes are damage or a block") {
  Random random(3);
  int damaged = 0;
  for (int round = 0; round < rounds(10'000); ++round) {
    const std::size_t n = 1 + below(random, kBlockSize);
    std::string bytes;
    encode_block(list_of(random, n, below(random, 33)), bytes);
    for (std::uint32_t i = 0, times = 1 + below(random, 4); i < times; ++i)
      bytes[below(random, bytes.size())] = static_cast<char>(random());
    if (below(random, 4) == 0) bytes.resize(below(random, bytes.size()));
    const std::vector<char> alone = exact(bytes);
    try {
      const List list = decode({alone.data(), alone.size()}, n);
      REQUIRE(list.size() == n);
      for (std::size_t i = 1; i < n; ++i) REQUIRE(list[i - 1].doc < list[i].doc);
    } catch (const Error& e) {
      REQUIRE(e.code() == Exit::kDamaged);
      ++damaged;
    }
  }
  CHECK(damaged > rounds(500));
}

TEST_CASE("varint: round trip and damage") {
  Random random(4);
  std::vector<std::uint64_t> numbers = {0, 1, 127, 128, 16'383, 16'384, UINT32_MAX, UINT64_MAX};
  for (int i = 0; i < 1000; ++i) numbers.push_back(random() >> below(random, 64));
  std::string bytes;
  for (const auto number : numbers) put_varint(bytes, number);
  std::string_view rest = bytes;
  for (const auto number : numbers) REQUIRE(get_varint(rest) == number);
  CHECK(rest.empty());
  CHECK_THROWS_AS(get_varint(rest), Error);
  for (std::string_view bad : {"\x80", "\xFF\xFF", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"})
    CHECK_THROWS_AS(get_varint(bad), Error);
}
