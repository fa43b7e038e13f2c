// What texts look like where topics are sought: their features (features.hh) that at least two of them have (of many texts some
// more), weighed by how rare they are (vocabulary.hh); a pair of words counts half.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "learn/features.hh"
#include "learn/vocabulary.hh"

namespace ckm::learn {

// Threads: any number may read.
class TopicSpace {
 public:
  // The weightiest features of a text that are kept; its vector is of length 1 all the same.
  static constexpr std::size_t kMostOfText = 192;
  // Features are hashes of so many bits.
  static constexpr int kBits = 22;

  TopicSpace() = default;
  // Of these texts, on all cores.
  explicit TopicSpace(std::span<const std::string> texts);

  [[nodiscard]] text::Language usual() const { return usual_; }
  // Above all numbers of features.
  [[nodiscard]] std::size_t size() const { return vocabulary_.size(); }
  // On all cores.
  [[nodiscard]] std::vector<SparseVector> vectors(std::span<const std::string> texts) const;

  // Belongs to one thread; the space must outlive it.
  class Reader {
   public:
    explicit Reader(const TopicSpace& space) : space_(space), reader_(space.usual_, kBits) {}
    SparseVector vector(std::string_view text);

   private:
    const TopicSpace& space_;
    FeatureReader reader_;
  };

 private:
  text::Language usual_ = text::Language::kNone;
  Vocabulary vocabulary_;
};

}  // namespace ckm::learn
