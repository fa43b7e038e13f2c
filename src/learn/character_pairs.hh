// How surely two characters that stand side by side are a word, by how often they do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ckm::learn {

// At least that much is likely a word.
inline constexpr double kCohesive = 0.3;

class CharacterPairs {
 public:
  // A character of a text; `before`: the one that it touches, else empty.
  void add(std::string_view character, std::string_view before);

  void merge(const CharacterPairs& other);

  // Normalised pointwise mutual information (Bouma, GSCL 2009): 1 where neither is ever without the other, 0 as by chance, or
  // where they were together less than kFewestTogether times, which may be chance.
  [[nodiscard]] double cohesion(std::string_view left, std::string_view right) const;

 private:
  static constexpr std::uint32_t kFewestTogether = 3;
  std::unordered_map<std::string, std::uint32_t> counts_;  // Of characters and of pairs.
  std::uint32_t characters_ = 0;
};

}  // namespace ckm::learn
