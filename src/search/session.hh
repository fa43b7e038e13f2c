// What queries over one moment of a store share.
#pragma once

#include <cstddef>
#include <map>
#include <memory>

#include "search/analyze.hh"
#include "search/learned.hh"
#include "search/row_seal.hh"
#include "search/terms.hh"
#include "search/vocabulary.hh"
#include "store/store.hh"

namespace ckm::search {

// Threads: belongs to one. The store must outlive it and is not written to meanwhile.
class Session {
 public:
  explicit Session(store::Store& store) : store_(store), snapshot_(store.db()) {}

  [[nodiscard]] store::Store& store() const { return store_; }
  [[nodiscard]] Stemmers& stemmers() { return stemmers_; }
  // Throws Error{kDamaged}.
  Corpus& corpus(model::Kind kind) {
    std::unique_ptr<Corpus>& corpus = corpora_[kind];
    if (!corpus) {
      corpus = std::make_unique<Corpus>(store_, kind, kKeptBytes);
      for (const auto& segment : corpus->segments()) need_whole(segment->row);
      need_rows(*corpus);
    }
    return *corpus;
  }
  Vocabulary& vocabulary(model::Kind kind) {
    std::unique_ptr<Vocabulary>& vocabulary = vocabularies_[kind];
    if (!vocabulary) vocabulary = std::make_unique<Vocabulary>(corpus(kind), stemmers_);
    return *vocabulary;
  }
  // Null where nothing was learned of that kind.
  LearnedLane* learned(model::Kind kind) {
    std::unique_ptr<LearnedLane>& lane = learned_[kind];
    if (!lane) lane = std::make_unique<LearnedLane>(corpus(kind));
    return lane->share() > 0 ? lane.get() : nullptr;
  }
  // Whether a word of letters says something in its own right: it is a function word, or some item of any kind has it.
  bool knows(const Unit& word);

 private:
  // Throws Error{kDamaged} where the rows of all segments or of all filters are gone.
  static void need_rows(const Corpus& corpus);

  static constexpr std::size_t kKeptBytes = std::size_t{128} << 20U;  // Of postings, by kind.
  store::Store& store_;
  store::Snapshot snapshot_;
  Stemmers stemmers_;
  std::map<model::Kind, std::unique_ptr<Corpus>> corpora_;
  std::map<model::Kind, std::unique_ptr<Vocabulary>> vocabularies_;
  std::map<model::Kind, std::unique_ptr<LearnedLane>> learned_;
};

}  // namespace ckm::search
