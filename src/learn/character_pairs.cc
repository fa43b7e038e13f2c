#include "learn/character_pairs.hh"

#include <algorithm>
#include <cmath>

namespace ckm::learn {

void CharacterPairs::add(std::string_view character, std::string_view before) {
  ++counts_[std::string(character)];
  ++characters_;
  if (!before.empty()) ++counts_[std::string(before) + std::string(character)];
}

void CharacterPairs::merge(const CharacterPairs& other) {
  for (const auto& [text, count] : other.counts_) counts_[text] += count;
  characters_ += other.characters_;
}

double CharacterPairs::cohesion(std::string_view left, std::string_view right) const {
  const auto both = counts_.find(std::string(left) + std::string(right));
  if (both == counts_.end() || both->second < kFewestTogether) return 0;
  const auto all = static_cast<double>(characters_);
  const auto share = [&](std::string_view text) { return static_cast<double>(counts_.at(std::string(text))) / all; };
  const double together = static_cast<double>(both->second) / all;
  return std::max(0.0, std::log(together / (share(left) * share(right))) / -std::log(together));
}

}  // namespace ckm::learn
