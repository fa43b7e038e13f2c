// The features that a training set has, and how much each tells.
//
// A feature weighs count^0.75 · (ln((1 + N)/(1 + df)) + 1). A text's vector is of length 1: each group of features is brought to
// length 1, then both together. Features that no training text had are left out.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/bytes.hh"
#include "learn/features.hh"

namespace ckm::learn {

// A feature's number and weight. Ascending by number; of length 1, or empty.
using SparseVector = std::vector<std::pair<std::uint32_t, float>>;

double dot(const SparseVector& a, const SparseVector& b);

// Threads: any number may read.
class Vocabulary {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // Gathers what the training texts have. 12 bytes for each feature, however often it occurs.
  class Counter {
   public:
    Counter();
    void add(const std::vector<Feature>& text);
    [[nodiscard]] std::size_t size() const { return used_; }
    // Adds what another one gathered.
    void merge(const Counter& other);
    // Of features that at least so many texts have. Numbers are given in ascending order of the ids, so that the order of texts
    // does not matter.
    [[nodiscard]] Vocabulary build(std::uint32_t least = 1) const;

   private:
    void grow();
    void count(std::uint64_t id, std::uint32_t times);
    std::vector<std::uint64_t> ids_;
    std::vector<std::uint32_t> counts_;  // 0: the slot is free.
    std::size_t used_ = 0;
    std::uint32_t texts_ = 0;
  };

  Vocabulary() = default;

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  // The number of a feature, or kNone.
  [[nodiscard]] std::uint32_t find(std::uint64_t id) const;
  // `pair_weight`: what a pair of words counts beside a word.
  [[nodiscard]] SparseVector vector(const std::vector<Feature>& text, float pair_weight = 1) const;
  void vector(const std::vector<Feature>& text, SparseVector& out, float pair_weight = 1) const;
  // How much of the words' weight is of words that no training text had, 0 to 1; 1 for a text without words.
  [[nodiscard]] double unknown(const std::vector<Feature>& text) const;

  void write(BytesOut& out) const;
  static Vocabulary read(BytesIn& in);

 private:
  void weigh();
  [[nodiscard]] std::size_t slot_of(std::uint64_t id) const;

  std::uint32_t texts_ = 0;
  std::vector<std::uint64_t> ids_;    // Ascending.
  std::vector<std::uint32_t> found_;  // In how many texts each is.
  std::vector<float> idf_;            // Made of these.
  float unknown_idf_ = 1;
  std::vector<std::uint32_t> slots_;  // Open addressing; kNone where nothing is.
};

}  // namespace ckm::learn
