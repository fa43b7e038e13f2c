// Which pairs of Han characters the index has, of all that could be meant.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "search/terms.hh"

namespace ckm::search {

// Pairs of one of these characters and one of those; both ascend.
struct PairPattern {
  std::vector<char32_t> first;
  std::vector<char32_t> second;
};

// The most pairs that a unit has.
inline constexpr std::size_t kMostPinyinPairs = 16;

struct HanPair {
  HanPair(char32_t a, char32_t b, std::int64_t n) : first(a), second(b), documents(n) {}
  char32_t first;
  char32_t second;
  std::int64_t documents;  // That have it, deleted ones that are still in a segment included.
  std::vector<std::pair<std::size_t, index::TermEntry>> entries;  // By the number of the segment, where they were asked for.
  [[nodiscard]] std::string term() const;
};

class PairFinder {
 public:
  explicit PairFinder(Corpus& corpus) : corpus_(corpus) {}

  // For each pattern its pairs in the index, ascending. Walks through the dictionaries from one first character to the next, each
  // block once for all patterns; stops early where `most_blocks` have been read in all since the finder was made. First
  // characters that a large segment doesn't have at all are not looked for in smaller ones. `with_entries` costs time where few
  // of many pairs will be wanted.
  std::vector<std::vector<HanPair>> find(std::span<const PairPattern> patterns, std::size_t most_blocks, bool with_entries);
  // In how many documents a first character of the patterns stands.
  [[nodiscard]] std::int64_t documents(char32_t first) const;
  [[nodiscard]] std::size_t blocks() const { return blocks_; }

  // An extra unit of the commonest of the pairs, at most kMostPinyinPairs. It weighs less where they are common: as the idf of
  // all is to that of a word that no document has. The corpus's segments note their entries.
  Unit unit(std::string folded, std::vector<HanPair> pairs, double weight);

 private:
  using First = std::pair<char32_t, std::size_t>;  // A first character and the number of its pattern.
  void walk(std::size_t number, std::span<const PairPattern> patterns, std::span<const First> firsts, std::size_t most_blocks,
            bool with_entries, std::vector<std::vector<HanPair>>& found);
  void note(const HanPair& pair);
  Corpus& corpus_;
  std::unordered_map<char32_t, std::int64_t> singles_;
  std::size_t blocks_ = 0;
};

}  // namespace ckm::search
