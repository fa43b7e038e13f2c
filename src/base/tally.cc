#include "base/tally.hh"

#include <utility>

namespace ckm {

std::size_t Tally::place(std::uint64_t key) const {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;  // Spreads keys that are no good hashes.
  const std::size_t mask = keys_.size() - 1;
  std::size_t at = static_cast<std::size_t>((key * kOdd) >> 20U) & mask;
  while (keys_[at] != 0 && keys_[at] != key) at = (at + 1) & mask;
  return at;
}

void Tally::grow() {
  constexpr std::size_t kFirst = 1024;
  const std::vector<std::uint64_t> keys = std::exchange(keys_, {});
  keys_.resize(keys.empty() ? kFirst : keys.size() * 2);
  for (const std::uint64_t key : keys) {
    if (key != 0) keys_[place(key)] = key;
  }
}

std::uint32_t Tally::add(std::uint64_t key) {
  if (key == 0) return ++repeated_[0];
  if (taken_ * 4 >= keys_.size() * 3) grow();
  const std::size_t at = place(key);
  if (keys_[at] == 0) {
    keys_[at] = key;
    ++taken_;
    return 1;
  }
  return ++repeated_.try_emplace(key, 1).first->second;
}

}  // namespace ckm
