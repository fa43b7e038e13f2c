// How often each key was met: a table of 64-bit hashes, 8 bytes a place, and what repeats in a map of its own.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace ckm {

class Tally {
 public:
  // Counts the key once more, and says how often that makes. Amortised O(1); places are doubled when three quarters are taken.
  std::uint32_t add(std::uint64_t key);

 private:
  [[nodiscard]] std::size_t place(std::uint64_t key) const;
  void grow();
  std::vector<std::uint64_t> keys_;  // 0: the place is free.
  std::size_t taken_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> repeated_;
};

}  // namespace ckm
