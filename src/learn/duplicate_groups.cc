#include "learn/duplicate_groups.hh"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "base/interrupt.hh"

namespace ckm::learn {
namespace {

// How many pairs there are across two groups, by the first and the other.
class Across {
 public:
  std::uint64_t& of(std::uint32_t one, std::uint32_t other) { return counts_[key(one, other)]; }

 private:
  static std::uint64_t key(std::uint32_t one, std::uint32_t other) {
    return std::uint64_t{std::min(one, other)} << 32U | std::max(one, other);
  }
  std::unordered_map<std::uint64_t, std::uint64_t> counts_;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> duplicate_groups(std::vector<DuplicatePair> pairs, std::size_t things) {
  for (DuplicatePair& pair : pairs) {
    if (pair.one > pair.other) std::swap(pair.one, pair.other);
  }
  std::ranges::sort(pairs, [](const DuplicatePair& a, const DuplicatePair& b) {
    return std::tuple(-a.score, a.one, a.other) < std::tuple(-b.score, b.one, b.other);
  });
  std::vector<std::uint32_t> group(things);
  std::iota(group.begin(), group.end(), 0U);
  std::vector<std::vector<std::uint32_t>> members(things);
  std::vector<std::vector<std::uint32_t>> beside(things);  // Groups that it has pairs with.
  for (std::uint32_t i = 0; i < things; ++i) members[i] = {i};
  Across across;
  for (const DuplicatePair& pair : pairs) {
    stop_if_interrupted();
    if (++across.of(pair.one, pair.other) > 1) continue;
    beside[pair.one].push_back(pair.other);
    beside[pair.other].push_back(pair.one);
  }
  for (const DuplicatePair& pair : pairs) {
    stop_if_interrupted();
    std::uint32_t into = group[pair.one], from = group[pair.other];
    if (into == from) continue;
    if (across.of(into, from) * 2 < members[into].size() * members[from].size()) continue;
    if (members[into].size() + beside[into].size() < members[from].size() + beside[from].size()) std::swap(into, from);
    for (const std::uint32_t other : beside[from]) {
      if (other == into) continue;
      const std::uint64_t count = across.of(from, other);
      if (std::ranges::find(beside[other], into) == beside[other].end()) {
        beside[other].push_back(into);
        beside[into].push_back(other);
      }
      std::erase(beside[other], from);
      across.of(into, other) += count;
    }
    std::erase(beside[into], from);
    beside[from].clear();
    for (const std::uint32_t thing : members[from]) group[thing] = into;
    members[into].insert(members[into].end(), members[from].begin(), members[from].end());
    members[from].clear();
  }
  std::vector<std::vector<std::uint32_t>> groups;
  for (std::vector<std::uint32_t>& some : members) {
    if (some.size() < 2) continue;
    std::ranges::sort(some);
    groups.push_back(std::move(some));
  }
  std::ranges::sort(groups, {}, [](const auto& some) { return some.front(); });
  return groups;
}

}  // namespace ckm::learn
