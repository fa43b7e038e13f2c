// What one kind's documents must have, and what they are ranked by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "index/docset.hh"
#include "index/topk.hh"
#include "search/condition.hh"
#include "search/expand.hh"
#include "search/parse.hh"
#include "search/session.hh"
#include "search/terms.hh"

namespace ckm::search {

class Spelling;

class Plan {
 public:
  // To rank: plain words may occur, and so may what synonyms, pinyin and, where it is not null, spelling make of them.
  struct Ranks {
    const Synonyms& synonyms;
    const Spelling* spelling = nullptr;
  };
  // As in a selection: plain words must all occur as they are.
  struct Selects {};
  // What is like a text.
  struct Likes {
    const store::SearchText& text;
  };
  // All of them must outlive the plan.
  Plan(Session& session, model::Kind kind, const std::vector<Clause>& clauses, Ranks ranks);
  Plan(Session& session, model::Kind kind, const std::vector<Clause>& clauses, Selects selects);
  Plan(Session& session, model::Kind kind, const std::vector<Clause>& clauses, Likes likes);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  [[nodiscard]] model::Kind kind() const { return corpus_.kind(); }
  [[nodiscard]] Corpus& corpus() const { return corpus_; }
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

  // A list of postings that counts for the first stage.
  struct List {
    const Unit* unit;
    std::string term;
    std::uint32_t weight;
    index::PostingCursor cursor;
  };
  // Those of a segment, by its number in the corpus. Corpus and plan must outlive them.
  [[nodiscard]] std::vector<List> lists(std::size_t segment) const;
  // The k best by the first stage; their scores are shares of kMostScore, more where a text has words and what they may also be.
  [[nodiscard]] std::vector<index::Hit> best(std::size_t k) const;
  // Those of the documents that pass and have any of the words, best first.
  [[nodiscard]] std::vector<index::Hit> hits_among(const index::DocSet& docs) const;
  // All that count and have one of the words; where it `selects`, what passes filters and groups without one too.
  [[nodiscard]] index::DocSet matches(bool selects) const;

 private:
  [[nodiscard]] std::vector<index::Hit> best_of(std::size_t k, const index::DocSet* among) const;
  void weigh_units();
  Corpus& corpus_;
  Condition condition_;
  bool ranks_all_ = false;
  std::vector<Unit> units_;
  std::vector<Unit> compounds_;
  std::vector<std::vector<Unit>> wordings_;
  std::vector<Alternative> alternatives_;
  struct Weighted {
    const Unit* unit;
    std::uint32_t weight;
  };
  std::vector<Weighted> weighted_;  // Each different unit once.
};

}  // namespace ckm::search
