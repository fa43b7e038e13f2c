#include "base/tally.hh"

#include <utility>

namespace ckm {

std::size_t Tally::place(std::uint64_t key) const {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;  // Spreads keys that are no good hashes.
  const std::size_t mask = keys_.size() - 1;
  std::size_t at = static_cast<std::size_t>((key * kOdd) >> 20U) & mask;
  while (counts_[at] != 0 && keys_[at] != key) at = (at + 1) & mask;
  return at;
}

void Tally::grow() {
  constexpr std::size_t kFirst = 1024;
  const std::vector<std::uint64_t> keys = std::exchange(keys_, {});
  const std::vector<std::uint32_t> counts = std::exchange(counts_, {});
  const std::size_t size = keys.empty() ? kFirst : keys.size() * 2;
  keys_.resize(size);
  counts_.resize(size);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (counts[i] == 0) continue;
    const std::size_t at = place(keys[i]);
    keys_[at] = keys[i];
    counts_[at] = counts[i];
  }
}

std::uint32_t Tally::add(std::uint64_t key) {
  if (taken_ * 4 >= keys_.size() * 3) grow();
  const std::size_t at = place(key);
  keys_[at] = key;
  taken_ += counts_[at] == 0 ? 1 : 0;
  return ++counts_[at];
}

}  // namespace ckm
