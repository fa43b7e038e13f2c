#include "base/tally.hh"

#include <doctest/doctest.h>

#include <map>
#include <random>

using ckm::Tally;

TEST_CASE("tally: counts as a map does") {
  std::mt19937_64 random(2);
  Tally tally;
  std::map<std::uint64_t, std::uint32_t> truth;
  for (int i = 0; i < 50000; ++i) {
    // Some keys are next to each other, some alike in their low bits, 0 is one, too.
    const std::uint64_t key = i % 3 == 0 ? random() % 1000 : i % 3 == 1 ? (random() % 5000) << 40U : random();
    REQUIRE(tally.add(key) == ++truth[key]);
  }
}
