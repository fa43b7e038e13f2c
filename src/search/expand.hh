// What else the words of a query may be: synonyms, other spellings, and pinyin.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/session.hh"
#include "search/spelling.hh"
#include "search/synonyms.hh"
#include "search/terms.hh"

namespace ckm::search {

// Words of the query that were looked for as something else too.
struct Alternative {
  std::string words;  // As they are folded.
  std::string found;  // What they may also be.
  std::string why;
  std::vector<std::string> terms;  // A text with all of these has it. Of words of letters, all forms of one word count as one:
                                   // they stand together, separated by blanks.
};

// Why a text is found by its pinyin.
inline constexpr std::string_view kPinyinReason = "pinyin";

class Expansion {
 public:
  // All of them must outlive it.
  Expansion(const Synonyms& synonyms, const Spelling* spelling, Session& session, Corpus& corpus)
      : synonyms_(synonyms), spelling_(spelling), session_(session), corpus_(corpus), stemmers_(session.stemmers()) {}

  // Looks at a run of plain words: the units from `begin` on, which were weighed. Units before them stay as they were.
  void add(std::span<const Unit> units, std::size_t begin);

  // Extra units, none with a term of the query's own or of another synonym. All the words of a query must have been added.
  std::vector<Unit> extras(std::span<const Unit> own);
  // The query in its other wordings, weighed: at most six.
  std::vector<std::vector<Unit>> wordings(std::span<const Unit> own);
  [[nodiscard]] const std::vector<Alternative>& alternatives() const { return alternatives_; }

 private:
  // Some units of the query, and what they may be replaced by.
  struct Replacement {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<std::vector<Unit>> targets;
  };
  Synonyms::Match match(std::span<const Unit> words, const Synonyms::Latin& latin) const;
  std::vector<Unit> parts_of(std::span<const Unit> target);
  // `target` with its parts and names.
  std::vector<Unit> weighed_parts(std::span<const Unit> words, std::vector<Unit> parts, std::span<const Unit> target,
                                  double share);

  const Synonyms& synonyms_;
  const Spelling* spelling_;
  Session& session_;
  Corpus& corpus_;
  Stemmers& stemmers_;
  std::vector<Replacement> replacements_;
  std::vector<Unit> extras_;
  std::vector<Alternative> alternatives_;
};

}  // namespace ckm::search
