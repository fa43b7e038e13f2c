// Texts with labels that a classifier learns from: as many as there is room for, drawn evenly.
//
// Of each label as many are kept as of any other that has so many. Which ones depends on the seed and on themselves, not on the
// order in which they came.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hh"

namespace ckm::learn {

struct TrainingText {
  std::string id;    // As the caller names it; need not be unique.
  std::string text;  // What a FeatureReader reads of it.
  std::uint32_t label = 0;
  std::uint64_t draw = 0;  // Drawn; the lowest of a label are kept.
};

// Memory: the texts, of each at most 8 KiB, of at most a quarter more than `most` of them, and 32 bytes beside each.
class TrainingSet {
 public:
  static constexpr std::size_t kMost = 200'000;

  explicit TrainingSet(std::uint64_t seed, std::size_t most = kMost) : seed_(seed), most_(most) {}

  void add(std::string_view id, std::string_view text, std::string_view label);

  // All that were added.
  [[nodiscard]] std::size_t given() const { return given_; }
  // Of their ids, texts and labels, whatever their order.
  [[nodiscard]] ContentHash fingerprint() const;
  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  struct Drawn {
    std::vector<std::string> labels;  // Ascending by their bytes.
    std::vector<TrainingText> texts;  // The first of each label in their order, then the second of each, and so on.
  };
  // Empties the set. May be called once.
  Drawn take();

 private:
  void thin();

  std::uint64_t seed_;
  std::size_t most_;
  std::size_t given_ = 0;
  std::uint64_t sums_[2] = {0, 0};  // Of the digests of what was given.
  struct Label {
    std::uint32_t number;
    std::size_t given;
  };
  std::map<std::string, Label, std::less<>> labels_;
  std::vector<TrainingText> texts_;
};

}  // namespace ckm::learn
