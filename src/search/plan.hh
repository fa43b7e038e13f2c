// What one kind's documents must have, and what they are ranked by.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "index/docset.hh"
#include "index/topk.hh"
#include "search/parse.hh"
#include "search/phrase.hh"
#include "search/terms.hh"

namespace ckm::search {

class Plan {
 public:
  // `all_words`: plain words must all occur, as in a selection. The corpus must outlive the plan.
  Plan(store::Store& store, Corpus& corpus, Stemmers& stemmers, const std::vector<Clause>& clauses, bool all_words);

  // The words that rank, in order.
  [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
  // What finds documents beside them.
  [[nodiscard]] const std::vector<Unit>& extras() const { return extras_; }
  // The documents that may count; null where all may.
  [[nodiscard]] const index::DocSet* allowed() const { return allowed_ ? &*allowed_ : nullptr; }
  // Whether a document of `allowed` really counts: exact wording is looked for in its text.
  [[nodiscard]] bool accepts(std::uint32_t doc) const;
  [[nodiscard]] bool needs_text() const { return !wanted_.empty() || !unwanted_.empty(); }
  // The k best by the first stage; their scores are shares of kMostScore.
  [[nodiscard]] std::vector<index::Hit> best(std::size_t k) const;

 private:
  void add_phrase(const Clause& clause, Phrase phrase);
  void restrict(index::DocSet docs);
  store::Store& store_;
  Corpus& corpus_;
  Stemmers& stemmers_;
  std::vector<Unit> units_;
  std::vector<Unit> extras_;
  std::optional<index::DocSet> allowed_;
  std::vector<Phrase> wanted_;
  std::vector<std::pair<Phrase, index::DocSet>> unwanted_;  // With the documents that may have it.
};

}  // namespace ckm::search
