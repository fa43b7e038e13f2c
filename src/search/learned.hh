// What articles learned from tickets that they solved: how near a query is to the wordings of the customers.
//
// The cosine of the query and c_d, the sum of unit vectors of the article's question and of each learned wording. A vector's
// features are the words, their adjacent pairs and the trigrams of words of letters. Those of the query and of the question are
// weighed by idf, those of a wording are not (of the SMART notation, lnc.ltc; Salton and Buckley 1988): it ranks as well, and
// what an article learned follows from its wordings alone, whenever they came and whatever else the store learned since. It
// counts u/(u + N) of a score, u being all uses and N all articles of the kind: with few uses it would only make used articles
// louder than others. The wordings are not in the index, so that an article that was never used loses nothing to those that were.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "search/vocabulary.hh"

namespace ckm::search {

// Ascending by feature; of length 1, or empty.
using LearnedVector = std::vector<std::pair<std::uint64_t, float>>;

// Of weighed words in order.
LearnedVector learned_vector(const std::vector<const KnownWord*>& words);
// As it is learned, of words that need not be weighed: each weighs the same, but function words less.
LearnedVector wording_vector(const std::vector<const KnownWord*>& words);

// Their product: the cosine, where both are of length 1.
double dot(const LearnedVector& a, const LearnedVector& b);

// The sum of unit vectors, with the most telling features.
class WordingSum {
 public:
  void add(const LearnedVector& vector);
  // As it lies in the store: numbers of the machine's byte order turned little-endian.
  [[nodiscard]] std::string data() const;

 private:
  std::unordered_map<std::uint64_t, double> sum_;
};

// One query's nearness to the wordings of one kind's articles. Threads: belongs to one.
class LearnedLane {
 public:
  explicit LearnedLane(Corpus& corpus);  // It must outlive this.

  // How much of a score it is: u/(u + N), 0 where nothing was learned.
  [[nodiscard]] double share() const { return share_; }
  // The articles whose wordings are nearest to the query, best first, at most `limit`.
  std::vector<std::uint32_t> ask(const std::vector<const KnownWord*>& words, std::size_t limit);
  // The cosine with an article, whose question's weighed words are given, of the query asked last.
  double cosine(std::uint32_t article, const std::vector<const KnownWord*>& title);
  // What it is at most, of words that need not be weighed.
  double most(std::uint32_t article, const std::vector<const KnownWord*>& title);

 private:
  struct Sum {
    double dot = 0;  // With the query.
    double square = 0;
    LearnedVector vector;
  };
  const Sum& sum_of(std::uint32_t article);
  Corpus& corpus_;
  double share_ = 0;
  LearnedVector query_;
  std::unordered_map<std::uint64_t, double> squares_;  // Of the query's features.
  std::unordered_map<std::uint32_t, Sum> sums_;        // Of this query; an empty vector for articles that learned nothing.
};

// Sums up what is queued (store/learned.hh), at most `limit` articles, in the caller's transaction; everything of a kind where
// its documents have other languages, and words other stems, than when it was summed up. Returns how many.
std::int64_t refresh_learned(store::Store& store, std::int64_t limit);

}  // namespace ckm::search
