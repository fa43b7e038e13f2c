// A linear model with a weight for each feature and class, trained by LIBLINEAR (linear.cc alone includes it).
//
// Of texts with one label each Crammer and Singer's multi-class support vectors (JMLR 2, 2001), of texts with several a support
// vector machine for each label, with squared losses; C = 1. Most weights are nothing, for a rare feature tells of few classes:
// only the others are kept, in 16 bits each.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/bytes.hh"
#include "learn/vocabulary.hh"

namespace ckm::learn {

struct Example {
  SparseVector vector;
  std::uint32_t label = 0;
};

struct Several {
  SparseVector vector;
  std::vector<std::uint32_t> labels;  // Any number of them, none twice.
};

// Threads: any number may read.
class LinearModel {
 public:
  // The score of a label that no example had.
  static constexpr float kNever = -1e6F;

  // `labels`: how many there are in all, at most 65,535; at least one must stand among the examples. Memory while training:
  // 8 bytes · labels · (features + examples), and 16 for each number of a vector. Draws from rand() after srand(seed), and ends
  // the process where there is no memory: run it in a child (base/children.hh).
  static LinearModel train(std::span<const Example> examples, std::size_t features, std::size_t labels, std::uint64_t seed);

  // The same of texts with several labels, each standing once: of each label apart, whether a text has it. Taught once for each
  // of its labels, as train() would have it, a text contradicts itself: that takes many times as long, and which of its labels
  // scores most is left to chance.
  static LinearModel train_each(std::span<const Several> examples, std::size_t features, std::size_t labels, std::uint64_t seed);

  // Sets each label's score: about 1 for the right one and 0 for the others.
  void score(const SparseVector& vector, std::vector<float>& scores) const;
  // The weights of one feature that are not nothing: label and weight, ascending by label.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, float>> weights(std::uint32_t feature) const;
  // What a label scores without any feature.
  [[nodiscard]] float bias(std::uint32_t label) const { return bias_[label]; }
  [[nodiscard]] std::size_t labels() const { return bias_.size(); }
  [[nodiscard]] std::size_t features() const { return begin_.empty() ? 0 : begin_.size() - 1; }

  void write(BytesOut& out) const;
  static LinearModel read(BytesIn& in);

 private:
  struct Weight {
    std::uint16_t label;
    std::int16_t value;  // In units of scale_.
  };
  void set_scale(double largest);
  void push(std::uint16_t label, double weight);

  std::vector<float> bias_;           // Of each label.
  std::vector<std::uint32_t> begin_;  // Of each feature's weights, and the end.
  std::vector<Weight> weights_;
  float scale_ = 1;
};

}  // namespace ckm::learn
