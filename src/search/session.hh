// What queries over one moment of a store share.
#pragma once

#include <map>
#include <memory>

#include "search/analyze.hh"
#include "search/row_seal.hh"
#include "search/terms.hh"
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
      corpus = std::make_unique<Corpus>(store_, kind);
      for (const auto& segment : corpus->segments()) need_whole(segment->row);
    }
    return *corpus;
  }

 private:
  store::Store& store_;
  store::Snapshot snapshot_;
  Stemmers stemmers_;
  std::map<model::Kind, std::unique_ptr<Corpus>> corpora_;
};

}  // namespace ckm::search
