// Which training examples are most like a text: cosines to kept examples of each label.
//
// A number of an example is kept in 4 bytes, its weight in 12 bits: a cosine is right to about 0.002. Time: the numbers of the
// examples looked at, about 0.01 ms for 100 short questions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hh"
#include "learn/linear.hh"
#include "learn/vocabulary.hh"

namespace ckm::learn {

struct Near {
  std::uint32_t example = 0;  // Which of those kept.
  float cosine = 0;
};

// Threads: any number may ask.
class Neighbours {
 public:
  static constexpr std::size_t kMostFeatures = std::size_t{1} << 20U;
  static constexpr std::size_t kMostOfLabel = 256;
  static constexpr std::size_t kMostNumbers = std::size_t{1} << 22U;

  Neighbours() = default;
  // Keeps the first examples of each label, kMostOfLabel at most, until they have kMostNumbers together.
  Neighbours(std::span<const Example> examples, std::size_t features, std::size_t labels);

  // Which of the examples were kept; not after read() or keep_only().
  [[nodiscard]] const std::vector<std::uint32_t>& kept() const { return kept_; }
  [[nodiscard]] std::size_t size() const { return label_.size(); }
  [[nodiscard]] std::size_t labels() const { return of_label_.size(); }
  [[nodiscard]] std::size_t features() const { return features_; }
  [[nodiscard]] std::uint32_t label(std::uint32_t example) const { return label_[example]; }

  // A text's weights by feature, to be asked about; belongs to one thread.
  class Asked {
   public:
    explicit Asked(const Neighbours& neighbours) : weights_(neighbours.features_) {}
    // Takes the place of the one before.
    void set(const SparseVector& vector);

   private:
    friend class Neighbours;
    std::vector<float> weights_;
    std::vector<std::uint32_t> used_;
  };

  // The greatest cosine to an example of the label; 0 where nothing is shared.
  [[nodiscard]] float nearest(const Asked& text, std::uint32_t label) const;
  // The most like it first, then by number; those that share nothing are left out.
  [[nodiscard]] std::vector<Near> most_like(const Asked& text, std::size_t count) const;

  // Keeps only these of its examples, as many as size() says; they are numbered anew.
  void keep_only(const std::vector<bool>& kept);

  void write(BytesOut& out) const;
  static Neighbours read(BytesIn& in);

 private:
  [[nodiscard]] float cosine(const Asked& text, std::uint32_t example) const;
  void sort_by_label(std::size_t labels);

  std::size_t features_ = 0;
  std::vector<std::uint32_t> kept_;
  std::vector<std::uint32_t> label_;    // Of each example.
  std::vector<std::uint32_t> begin_;    // Of each example's numbers, and the end.
  std::vector<std::uint32_t> numbers_;  // A feature, and its weight in the lowest 12 bits.
  std::vector<std::vector<std::uint32_t>> of_label_;
};

}  // namespace ckm::learn
