// The k best documents of a query over one segment.
//
// A document's score is the sum, over the lists that have it, of weight × impact. Integers: the order is the same on every
// machine, equal scores are ordered by document number. Two algorithms with one result: MaxScore over windows with block
// maxima (after Turtle and Flood, Information Processing & Management 1995; Ding and Suel, SIGIR 2011), and adding up
// everything, which tests compare it with.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "index/docset.hh"
#include "index/segment.hh"

namespace ckm::index {

// What the weights of a query's own words add up to at most. All lists together may weigh kMostWeights, so that no sum overflows
// 31 bits.
inline constexpr std::uint32_t kWeightTotal = 0xFFFF;
inline constexpr std::uint32_t kMostWeights = 128 * kWeightTotal;
inline constexpr std::uint32_t kMostScore = kWeightTotal * 255;

struct WeightedList {
  PostingCursor* cursor = nullptr;
  std::uint32_t weight = 0;
};

struct Hit {
  std::uint32_t score = 0;
  std::uint32_t doc = 0;
  bool operator==(const Hit&) const = default;
};

// Whether a document may be among the best. Asked only about those that would be.
using Accept = std::function<bool(std::uint32_t doc)>;

class TopK {
 public:
  explicit TopK(std::size_t k, Accept accept = {}) : k_(k), accept_(std::move(accept)) {}

  // A score below this can't be among the best any more.
  [[nodiscard]] std::uint32_t threshold() const {
    if (hits_.size() < k_) return 1;
    return hits_.empty() ? UINT32_MAX : hits_.front().score;
  }
  void offer(Hit hit);
  // Best first. Leaves nothing behind.
  std::vector<Hit> take();

 private:
  std::size_t k_;
  Accept accept_;
  std::vector<Hit> hits_;  // A heap with the worst at its front.
};

// `allowed` null allows every document; `dead` may be null. Documents in no list have no score and are never offered.
void search(std::span<const WeightedList> lists, const DocSet* allowed, const DocSet* dead, TopK& best);
void search_exhaustively(std::span<const WeightedList> lists, const DocSet* allowed, const DocSet* dead, TopK& best);

// All documents of a list.
void collect(PostingCursor& list, DocSet& into);

}  // namespace ckm::index
