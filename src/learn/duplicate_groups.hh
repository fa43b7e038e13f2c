// Groups of duplicates from pairs of them: each with each, as far as it was found so.
#pragma once

#include <cstdint>
#include <vector>

namespace ckm::learn {

struct DuplicatePair {
  std::uint32_t one = 0;
  std::uint32_t other = 0;
  double score = 0;
};

// The best pair first, two groups are joined where at least half of the pairs across them are there: a chain, of which each is
// like the next and the last not like the first, is not one group. Things are numbers below `things`; each is in one group at
// most, ascending, and groups are in the order of their first one. Pairs stand once each.
std::vector<std::vector<std::uint32_t>> duplicate_groups(std::vector<DuplicatePair> pairs, std::size_t things);

}  // namespace ckm::learn
