// Second stage: what a posting list can't know, for the best of the first stage.
//
//   score = B + 0.3·D + 0.1·P + what is known of the item beside its words (signals.hh)
//
// B is the first stage's score over its ideal, in [0, 1]. D is the Dice overlap of query and question, each unit weighed by its
// idf; a word of letters shares its own equally over the trigrams of _word_, so that spellings that differ a little still meet.
// P is the share of the query's adjacent pairs, weighed by the product of their idf, that stand side by side in the question: a
// pair with a function word says next to nothing. A question of just the query's units, in order, counts a little more.
//
// D and P are those of the query's wording in which 0.3·D + 0.1·P is most; a wording with synonyms counts kWordingShare.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "search/signals.hh"
#include "search/terms.hh"

namespace ckm::search {

inline constexpr double kWordingShare = 0.95;

// What a result's score is made of; all parts add up to it.
struct Score {
  double base = 0;
  double overlap = 0;
  double adjacency = 0;
  double exact = 0;
  Signals signals;  // Weighed.
  [[nodiscard]] double total() const { return base + overlap + adjacency + exact + signals.sum(); }
};

// By the hash of a character or trigram, ascending: how much it weighs.
using Features = std::vector<std::pair<std::uint64_t, double>>;

// A question, prepared to be compared with a query.
struct Question {
  explicit Question(const std::vector<Unit>& units);
  Features features;
  double sum = 0;                    // Of their weights.
  std::vector<std::uint64_t> units;  // By their hash.
  std::vector<std::uint64_t> pairs;  // Of adjacent units, ascending.
  std::uint64_t whole = 0;           // Of all units in order; 0 for none.
};

// One wording of a query; without its extra units.
class Wording {
 public:
  Wording(const std::vector<Unit>& query, const RankWeights& weights);
  [[nodiscard]] Score score(const Question& question) const;  // Without a base.
  [[nodiscard]] double bound(const Question& question) const;

 private:
  [[nodiscard]] double adjacency(const Question& question) const;
  RankWeights weights_;
  Features features_;
  double sum_ = 0;
  std::vector<std::pair<std::uint64_t, double>> units_;  // The query's units by their hash, with their idf.
  std::vector<std::pair<std::uint64_t, double>> pairs_;  // Adjacent units as one hash, with their weight.
  double pair_sum_ = 0;
  std::uint64_t whole_ = 0;
};

// A query, prepared to be compared with many questions.
class Ranker {
 public:
  Ranker(const std::vector<Unit>& query, const std::vector<std::vector<Unit>>& others, const RankWeights& weights);
  // `question` as units of the same corpus, weighed. Without base and signals.
  [[nodiscard]] Score score(const std::vector<Unit>& question) const;
  // What that can't exceed, from units that need not be weighed: it spares looking their idf up.
  [[nodiscard]] double bound(const std::vector<Unit>& question) const;

 private:
  std::vector<Wording> wordings_;  // The query's own first.
};

}  // namespace ckm::search
