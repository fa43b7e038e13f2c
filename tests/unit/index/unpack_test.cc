#include "index/unpack.hh"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "unit/rounds.hh"

using namespace ckm::index;

TEST_CASE("add_gaps: every width, any number of gaps, by either way") {
  std::mt19937_64 random(1);
  for (unsigned width = 0; width <= 32; ++width) {
    for (int round = 0; round < rounds(200); ++round) {
      const std::size_t n = random() % 128;
      const auto first = static_cast<std::uint32_t>(random());
      std::vector<std::uint32_t> expected;
      std::vector<char> packed(n * width / 8 + 1 + kReadBehind);
      for (char& c : packed) c = static_cast<char>(random());  // What lies behind must not matter.
      std::uint32_t doc = first;
      for (std::size_t i = 0; i < n; ++i) {
        const auto gap = static_cast<std::uint32_t>(random() & ((std::uint64_t{1} << width) - 1));
        for (unsigned bit = 0; bit < width; ++bit) {
          const std::size_t at = i * width + bit;
          const auto mask = static_cast<char>(1 << (at % 8));
          packed[at / 8] = static_cast<char>((gap >> bit & 1) != 0 ? packed[at / 8] | mask : packed[at / 8] & ~mask);
        }
        expected.push_back(doc += gap + 1);
      }
      std::vector<std::uint32_t> docs(n + kWriteBehind);
      add_gaps(width, packed.data(), first, n, docs.data());
      docs.resize(n);
      REQUIRE(docs == expected);
      docs.resize(n + kWriteBehind);
      add_gaps_portably(width, packed.data(), first, n, docs.data());
      docs.resize(n);
      REQUIRE(docs == expected);
    }
  }
}
