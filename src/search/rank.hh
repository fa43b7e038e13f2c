// Second stage: what a posting list can't know, for the best of the first stage.
//
//   score = B + 0.3·D + 0.1·P
//
// B is the first stage's score over its ideal, in [0, 1]. D is the Dice overlap of query and question, each unit weighed by its
// idf; a word of letters shares its own equally over the trigrams of _word_, so that spellings that differ a little still meet.
// P is the share of the query's adjacent pairs, weighed by their mean idf, that stand side by side in the question.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/terms.hh"

namespace ckm::search {

struct RankWeights {
  double overlap = 0.3;
  double adjacency = 0.1;
};

// What a result's score is made of; the three add up to it.
struct Score {
  double base = 0;
  double overlap = 0;
  double adjacency = 0;
  [[nodiscard]] double total() const { return base + overlap + adjacency; }
};

// A query, prepared to be compared with many questions.
class Ranker {
 public:
  Ranker(const std::vector<Unit>& query, RankWeights weights);
  // `question` as units of the same corpus.
  [[nodiscard]] Score score(double base, const std::vector<Unit>& question) const;

 private:
  using Features = std::map<std::string, double, std::less<>>;
  static Features features(const std::vector<Unit>& units);
  RankWeights weights_;
  Features features_;
  double sum_ = 0;
  std::vector<std::pair<std::string, double>> pairs_;  // Adjacent units as one key, with their weight.
  double pair_sum_ = 0;
};

}  // namespace ckm::search
