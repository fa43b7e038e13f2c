// What documents of a kind must be: signed words, phrases, filters and groups.
//
// A condition is a tree. Of each part two sets are known: the documents for which it certainly holds, and those for which it may;
// the text of what lies between is asked. That keeps `not`, `all of` and `one of` exact without a text being read for nothing.
#pragma once

#include <optional>
#include <vector>

#include "index/docset.hh"
#include "search/parse.hh"
#include "search/phrase.hh"
#include "search/terms.hh"

namespace ckm::search {

class Condition {
 public:
  // All of these clauses, whatever is plain among them too. The corpus and the stemmers must outlive it.
  Condition(store::Store& store, Corpus& corpus, Stemmers& stemmers, const std::vector<Clause>& clauses);

  // Documents for which it may hold.
  [[nodiscard]] const index::DocSet& may() const { return all_.may; }
  // Whether it holds for one of them. Reads its text where that decides.
  [[nodiscard]] bool holds(std::uint32_t doc) const;
  // Whether no text is ever read.
  [[nodiscard]] bool certain() const { return certain_; }
  // The words of what must occur, weighed, clause by clause.
  [[nodiscard]] const std::vector<std::vector<Unit>>& units() const { return units_; }
  // Whether it asks for anything: clauses may be nothing but punctuation.
  [[nodiscard]] bool empty() const { return all_.parts.empty(); }

 private:
  struct Part {
    enum class Type : std::uint8_t { kSet, kText, kAll, kAny, kNot } type = Type::kSet;
    index::DocSet may;
    index::DocSet sure;
    std::vector<Part> parts;
    std::optional<Phrase> phrase;  // Of kText.
  };
  std::optional<Part> part(const Clause& clause, bool positive);
  std::optional<Part> without_sign(const Clause& clause, bool positive);
  std::optional<Part> phrase(const Clause& clause, bool positive);
  Part all_of(const std::vector<Clause>& clauses, bool positive);
  static void add(std::optional<Part> part, Part& all);
  Part negation(Part part);
  const index::DocSet& everything();
  [[nodiscard]] bool holds(const Part& part, std::uint32_t doc, const store::SearchText& text) const;

  store::Store& store_;
  Corpus& corpus_;
  Stemmers& stemmers_;
  std::vector<std::vector<Unit>> units_;
  std::optional<index::DocSet> everything_;
  Part all_;
  bool certain_ = true;
};

}  // namespace ckm::search
