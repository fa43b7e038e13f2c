// What one kind's documents must have, and what they are ranked by.
#pragma once

#include <vector>

#include "index/docset.hh"
#include "index/topk.hh"
#include "search/condition.hh"
#include "search/expand.hh"
#include "search/parse.hh"
#include "search/terms.hh"

namespace ckm::search {

class Plan {
 public:
  // To rank: plain words may occur, and so may what `synonyms` and pinyin make of them; or as in a selection, where `synonyms` is
  // null: plain words must all occur as they are. The corpus must outlive the plan, and so must the synonyms.
  Plan(store::Store& store, Corpus& corpus, Stemmers& stemmers, const std::vector<Clause>& clauses, const Synonyms* synonyms);

  // The words that rank, in order, and behind them the extra ones.
  [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
  // Their parts and names, which find documents too.
  [[nodiscard]] const std::vector<Unit>& compounds() const { return compounds_; }
  // The words in other wordings: with synonyms in place of some.
  [[nodiscard]] const std::vector<std::vector<Unit>>& wordings() const { return wordings_; }
  [[nodiscard]] const std::vector<Alternative>& alternatives() const { return alternatives_; }
  // The documents that may count; null where all may.
  [[nodiscard]] const index::DocSet* allowed() const { return condition_.empty() ? nullptr : &condition_.may(); }
  // Whether a document of `allowed` really counts: exact wording is looked for in its text.
  [[nodiscard]] bool accepts(std::uint32_t doc) const { return condition_.empty() || condition_.holds(doc); }
  // Whether whatever counts has one of the words that rank; groups and fronts of words may let others through.
  [[nodiscard]] bool ranks_all() const { return ranks_all_; }
  // The k best by the first stage; their scores are shares of kMostScore, more where a text has words and what they may also be.
  [[nodiscard]] std::vector<index::Hit> best(std::size_t k) const;

 private:
  Corpus& corpus_;
  Condition condition_;
  bool ranks_all_ = false;
  std::vector<Unit> units_;
  std::vector<Unit> compounds_;
  std::vector<std::vector<Unit>> wordings_;
  std::vector<Alternative> alternatives_;
};

}  // namespace ckm::search
