// The terms that a text says: words, two words next to one another, and pairs of Han characters; function words are
// none, nor are words of courtesy (text/courtesy_words.hh).
//
// Of a text longer than kMostOfTerms only the beginning is read.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "text/language.hh"
#include "text/stem.hh"

namespace ckm::learn {

inline constexpr std::size_t kMostOfTerms = 2048;  // Bytes.

struct SaidTerm {
  std::string stem;   // What it is counted by; of two words both.
  std::string shown;  // As it stands in the text, folded.
};

// Threads: belongs to one.
class TermReader {
 public:
  // `usual`: the language of texts that are too short to tell theirs. `courtesy`: thanks and salutations are terms, too.
  explicit TermReader(text::Language usual, bool courtesy = false) : usual_(usual), courtesy_(courtesy) {}

  // Each once, ascending by stem. `language`: that of the text; kNone: it is guessed.
  std::vector<SaidTerm> read(std::string_view text, text::Language language = text::Language::kNone);

 private:
  [[nodiscard]] bool is_courtesy(std::string_view folded) const;
  text::Language usual_;
  bool courtesy_;
  std::map<text::Language, text::Stemmer> stemmers_;
};

// Whether a term is of Han, kana or Hangul characters: it stands within others without blanks.
bool is_characters(std::string_view term);

// In how many folded texts a term stands somewhere.
std::size_t texts_with(const std::vector<std::string>& folded, std::string_view term);

// A run of characters made as long as most of the folded texts that have it go on alike; a term of words as it is.
std::string extended(const std::vector<std::string>& folded, std::string term);

// Whether one of two terms has the words of the other in it, or a run of characters another one or its beginning or end.
bool overlaps(std::string_view a, std::string_view b);

}  // namespace ckm::learn
