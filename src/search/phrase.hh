// Exact wording: which documents may have it, and whether one really does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "index/docset.hh"
#include "search/terms.hh"

namespace ckm::search {

class Phrase {
 public:
  // A phrase without any word matches everything.
  Phrase(std::string_view text, Corpus& corpus, Stemmers& stemmers);

  // All documents that have one of these terms.
  static index::DocSet documents(Corpus& corpus, const std::vector<std::string>& terms);
  // A superset of the documents that have it: by its words' stems, and by the pairs of its Han characters.
  [[nodiscard]] index::DocSet candidates(Corpus& corpus) const;
  // Whether the candidates are exact already: one word or one pair of characters decides by itself.
  [[nodiscard]] bool exact() const { return exact_; }
  [[nodiscard]] bool empty() const { return units_.empty(); }
  [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
  // Whether its words stand one after another in a part of the text (store::kPartBorder), folded alike; characters that touch in
  // the phrase touch there.
  [[nodiscard]] bool in(std::string_view text, Stemmers& stemmers) const;

 private:
  [[nodiscard]] bool in_part(std::string_view part, Stemmers& stemmers) const;
  std::vector<Unit> units_;
  bool exact_ = false;
};

}  // namespace ckm::search
