// Words as the second stage compares them, each worked out once for all the titles and queries that have it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "search/terms.hh"

namespace ckm::search {

struct KnownWord {
  explicit KnownWord(Unit known);
  Unit unit;
  std::uint64_t hash = 0;
  // Of the character itself, or of the trigrams of _word_: what it shares with words that are written almost so.
  std::vector<std::uint64_t> features;
  bool weighed = false;  // Its unit has its idf.
};

// The words of one kind's titles. Threads: belongs to one.
class Vocabulary {
 public:
  // Both must outlive it.
  Vocabulary(Corpus& corpus, Stemmers& stemmers) : corpus_(corpus), stemmers_(stemmers) {}

  // All words of a text in order, repeats included, valid until the next call.
  const std::vector<const KnownWord*>& words(std::string_view text);
  // Looks up how much the words of the last text say.
  void weigh();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  Corpus& corpus_;
  Stemmers& stemmers_;
  std::unordered_map<std::string, KnownWord, Hash, std::equal_to<>> known_;
  std::vector<const KnownWord*> words_;
};

}  // namespace ckm::search
