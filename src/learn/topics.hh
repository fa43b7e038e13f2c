// Topics: groups of texts that are like one another, without knowing how many there are.
//
// Communities (communities.hh) of the graph of nearest neighbours, which the caller brings. The resolution is 4, unless with
// another one of 1, 1.5, 2, 3, 6 and 8 texts are clearly nearer, by an eighth, to the middle of the other texts of their topic
// beside the middle of the next topic: by the mean of (own − other) / the greater of both, over at most 10,000 texts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/neighbour_graph.hh"
#include "learn/vocabulary.hh"

namespace ckm::learn {

inline constexpr std::uint32_t kNoTopic = 0xFFFFFFFF;
// Fewer texts are no topic.
inline constexpr std::size_t kFewestOfTopic = 3;

// The middles of topics: of length 1. Threads: any number may ask.
class Centroids {
 public:
  Centroids() = default;
  // `of_text`: the topic of each text, kNoTopic or below `count`. `features`: above all numbers.
  Centroids(std::span<const SparseVector> texts, std::span<const std::uint32_t> of_text, std::size_t count, std::size_t features);

  [[nodiscard]] std::size_t size() const { return lengths_.size(); }
  // The cosine of a text, a SparseVector, with each; valid as long as `into`.
  void cosines(const SparseVector& text, std::vector<float>& into) const;
  // The cosine of one of a topic's own texts with the middle of the others, by that with the middle of all.
  [[nodiscard]] double without_one(std::uint32_t topic, float cosine) const;
  struct Nearest {
    std::uint32_t topic = kNoTopic;  // Of equal ones the first; kNoTopic where nothing is shared.
    float cosine = 0;
  };
  [[nodiscard]] Nearest nearest(const SparseVector& text, std::vector<float>& scratch) const;

 private:
  std::vector<std::size_t> begins_;                       // Of each feature.
  std::vector<std::pair<std::uint32_t, float>> entries_;  // Topics that have it.
  std::vector<double> lengths_;                           // Of the sums of their texts.
};

struct Topics {
  double resolution = 0;
  double silhouette = 0;
  std::vector<std::uint32_t> of_text;               // The topic of each text, or kNoTopic.
  std::vector<float> cosine;                        // Of each text with the middle of its topic.
  std::vector<std::vector<std::uint32_t>> members;  // Of each topic, the nearest to its middle first. The largest topic first.
  Centroids centroids;
  // Of each topic how near to its middle a text must be to join it: as near as 19 of 20 of its own.
  std::vector<float> least;
};

inline constexpr double kUsualResolution = 4;
struct TopicOptions {
  double resolution = 0;  // 0: chosen.
  // Of each text the topic that it was in the last time, by any numbers below that of texts, or kNoTopic: topics stay where
  // nothing fits better, unless beginning anew makes communities of a modularity that is higher by a hundredth. Not with a
  // resolution that is chosen.
  std::vector<std::uint32_t> before = {};
};
// The same texts, in the same order, and lists give the same topics. Time: some seconds for 100,000 texts.
Topics find_topics(std::span<const SparseVector> texts, std::size_t features, const NeighbourLists& lists,
                   const TopicOptions& options = {});

}  // namespace ckm::learn
