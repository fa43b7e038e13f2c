// How often each key was met: a table of 64-bit hashes, 12 bytes a place.
#pragma once

#include <cstdint>
#include <vector>

namespace ckm {

class Tally {
 public:
  // Counts the key once more, and says how often that makes. Amortised O(1); places are doubled when three quarters are taken.
  std::uint32_t add(std::uint64_t key);

 private:
  [[nodiscard]] std::size_t place(std::uint64_t key) const;
  void grow();
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> counts_;  // 0: the place is free.
  std::size_t taken_ = 0;
};

}  // namespace ckm
