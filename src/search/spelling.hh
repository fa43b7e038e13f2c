// Words that no item has, or hardly one, and what they may have been meant as.
//
// A word of letters: one of the index at most one insertion, deletion, replacement or swap of neighbours away, two where it has
// six letters or more and begins alike (Damerau, CACM 1964; optimal string alignment). Terms are walked through in order and
// whatever begins in a way that can't be near is skipped, after the idea of Schulz and Mihov (IJDAR 2002). Two Han characters:
// two that some item has side by side, of which one is the same and the other has a reading in common with the one that was
// typed, where that one stands beside no other character as it does in some item.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/session.hh"

namespace ckm::search {

// Why a text is found by another spelling.
inline constexpr std::string_view kSpellingReason = "spelling";
inline constexpr std::string_view kRareReason = "spelling of a rare word";
// How much of a rare word a text with the other spelling weighs: less than the least that the word itself weighs in a text, so
// that what has it comes first.
inline constexpr double kRareShare = 0.002;
inline constexpr std::string_view kSoundReason = "same sound";

struct Correction {
  std::string typed;  // Folded.
  std::string meant;  // As some item has it, folded.
  std::string_view why;
};

class Spelling {
 public:
  // Looks at the words of some texts. A word that an item of any of the kinds has is right; where only one or two have it, and a
  // hundred times as many have another one that is one edit away, it may be that.
  Spelling(Session& session, std::span<const model::Kind> kinds, std::span<const std::string> texts);

  // Null where nothing is to be said of it. `folded` is a word, or two characters.
  [[nodiscard]] const Correction* find(std::string_view folded) const;
  [[nodiscard]] std::vector<Correction> all() const;

  // The text with each word that no item has replaced; the text itself where there is none.
  [[nodiscard]] std::string corrected(std::string_view text) const;

 private:
  std::map<std::string, Correction, std::less<>> corrections_;
};

}  // namespace ckm::search
