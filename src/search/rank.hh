// Second stage: what a posting list can't know, for the best of the first stage.
//
//   score = B + 0.3·D + 0.1·P + L + what is known of the item beside its words (signals.hh)
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
#include "search/vocabulary.hh"

namespace ckm::search {

inline constexpr double kWordingShare = 0.95;

// What a result's score is made of; all parts add up to it.
struct Score {
  double base = 0;
  double overlap = 0;
  double adjacency = 0;
  double exact = 0;
  double learned = 0;  // See learned.hh.
  Signals signals;     // Weighed.
  [[nodiscard]] double total() const { return base + overlap + adjacency + exact + learned + signals.sum(); }
};

class Ranker;

// A title or question, prepared to be compared with one query. Both, and the words, must outlive it.
class Question {
 public:
  Question(const Ranker& ranker, const std::vector<const KnownWord*>& words);

 private:
  friend class Ranker;
  friend class Wording;
  const std::vector<const KnownWord*>& words_;
  std::vector<std::uint64_t> pairs_;  // Of adjacent words, ascending.
  std::uint64_t whole_ = 0;           // Of all words in order; 0 for none.
  // Features that the query has too: the word's place, the feature's number.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> features_;
};

// The features of all wordings of a query, by their hash, numbered.
class FeatureTable {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  std::uint32_t add(std::uint64_t hash);
  [[nodiscard]] std::uint32_t find(std::uint64_t hash) const;
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::vector<std::pair<std::uint64_t, std::uint32_t>> slots_ =
      std::vector<std::pair<std::uint64_t, std::uint32_t>>(64, {0, kNone});
  std::uint32_t size_ = 0;
};

// By the number of a feature: how much the words of a question that have it weigh. What none has weighs 0.
using FeatureWeights = std::vector<double>;

// One wording of a query; without its extra units.
class Wording {
 public:
  Wording(const std::vector<Unit>& query, const RankWeights& weights, FeatureTable& table);
  // Without a base.
  [[nodiscard]] Score score(const Question& question, const FeatureWeights& theirs, double their_sum) const;
  // `theirs` is more than 0 for what the question has.
  [[nodiscard]] double bound(const Question& question, const FeatureWeights& theirs) const;

 private:
  [[nodiscard]] double adjacency(const Question& question) const;
  RankWeights weights_;
  std::vector<std::pair<std::uint32_t, double>> features_;  // By their number: how much they weigh.
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
  // Of a question of the same corpus whose words are weighed. Without base and signals.
  [[nodiscard]] Score score(const Question& question) const;
  // What that can't exceed, of words that need not be weighed: it spares looking their idf up.
  [[nodiscard]] double bound(const Question& question) const;

 private:
  friend class Question;
  FeatureTable table_;
  std::vector<Wording> wordings_;  // The query's own first.
};

}  // namespace ckm::search
