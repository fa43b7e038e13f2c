// Words that must occur: one in any of its forms, exact wording, or the front of a word; which documents may have it, and whether
// one really does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/docset.hh"
#include "search/prefix.hh"
#include "search/terms.hh"

namespace ckm::search {

class Phrase {
 public:
  // kAnyForm: a lone word of letters may be any form of it; several words or characters are exact.
  // kPrefix: the last word may go on, where it is one of letters or digits.
  enum class Form : std::uint8_t { kAnyForm, kExact, kPrefix };

  // A phrase without any word matches everything.
  Phrase(std::string_view text, Form form, Corpus& corpus, Stemmers& stemmers);

  // All documents that have one of these terms.
  static index::DocSet documents(Corpus& corpus, const std::vector<std::string>& terms);

  struct Candidates {
    index::DocSet may;   // A superset of the documents that have it: by its words' stems, and by the pairs of its Han characters.
    index::DocSet sure;  // Those of them whose text need not be asked.
  };
  [[nodiscard]] Candidates candidates(Corpus& corpus) const;
  [[nodiscard]] bool empty() const { return units_.empty(); }
  // What it ranks by.
  [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
  // Whether its words stand one after another in a part of the text (store::kPartBorder), folded alike; characters that touch in
  // the phrase touch there.
  [[nodiscard]] bool in(std::string_view text, Stemmers& stemmers) const;

 private:
  [[nodiscard]] bool in_part(std::string_view part, Stemmers& stemmers) const;
  std::vector<Unit> units_;
  bool exact_ = false;                // Its words and pairs decide by themselves.
  std::optional<PrefixTerms> front_;  // Of its last word.
};

}  // namespace ckm::search
