#include "learn/duplicate_groups.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

using namespace ckm::learn;

using Groups = std::vector<std::vector<std::uint32_t>>;

TEST_CASE("duplicate_groups: a chain is no group, a clique is one") {
  CHECK(duplicate_groups({}, 5).empty());
  CHECK(duplicate_groups({{3, 1, 0.9}}, 5) == Groups{{1, 3}});
  CHECK(duplicate_groups({{0, 1, 1}, {1, 2, 1}, {0, 2, 1}, {3, 4, 0.9}}, 5) == Groups{{0, 1, 2}, {3, 4}});
  // Of a chain of four the best pairs: the two in the middle would join where half of the pairs across were there.
  CHECK(duplicate_groups({{0, 1, 0.95}, {1, 2, 0.9}, {2, 3, 0.94}}, 4) == Groups{{0, 1}, {2, 3}});
  // One that is like half of a group joins it.
  CHECK(duplicate_groups({{0, 1, 0.95}, {1, 2, 0.9}}, 3) == Groups{{0, 1, 2}});
}

TEST_CASE("duplicate_groups: whatever the order of pairs, and each thing once") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const auto things = static_cast<std::uint32_t>(2 + random() % 20);
    std::vector<DuplicatePair> pairs;
    for (std::uint32_t a = 0; a < things; ++a) {
      for (std::uint32_t b = a + 1; b < things; ++b) {
        if (random() % 3 == 0) pairs.push_back({a, b, static_cast<double>(random() % 5) / 4});
      }
    }
    const Groups groups = duplicate_groups(pairs, things);
    std::shuffle(pairs.begin(), pairs.end(), random);
    for (DuplicatePair& pair : pairs) {
      if (random() % 2 == 0) std::swap(pair.one, pair.other);
    }
    CHECK(duplicate_groups(pairs, things) == groups);
    std::set<std::uint32_t> seen;
    for (const auto& group : groups) {
      CHECK(group.size() >= 2);
      for (const std::uint32_t thing : group) CHECK(seen.insert(thing).second);
      // Of each two halves at least one pair joins them: nothing is alone in its group.
      for (const std::uint32_t thing : group) {
        CHECK(std::ranges::any_of(pairs, [&](const DuplicatePair& p) {
          return (p.one == thing || p.other == thing) && std::ranges::find(group, p.one) != group.end() &&
                 std::ranges::find(group, p.other) != group.end();
        }));
      }
    }
  }
}
