// The part of a text that shows why it was found.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "search/analyze.hh"
#include "search/terms.hh"

namespace ckm::search {

struct Marked {
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> marks;  // Byte ranges to highlight, ascending, never within a character.
};

// What to highlight: the query's terms and how much each says.
class Highlighter {
 public:
  Highlighter(const std::vector<Unit>& query, const std::vector<Unit>& compounds);
  // The whole text on one line, at most `columns` wide, with what matches marked.
  [[nodiscard]] Marked mark(std::string_view text, text::Stemmer& stemmer, std::size_t columns) const;
  // The stretch of at most `columns` that matches best; the beginning where nothing does.
  [[nodiscard]] Marked best(std::string_view text, text::Stemmer& stemmer, std::size_t columns) const;

  // Where something of the query stands.
  struct Match {
    std::size_t begin;
    std::size_t end;
    std::size_t column;  // Where it begins.
    double weight;
    const std::string* term;  // One for all places of a term.
  };

 private:
  [[nodiscard]] std::vector<Match> find(std::string_view text, text::Stemmer& stemmer) const;
  std::unordered_map<std::string, double> weights_;
  std::vector<std::pair<std::string, double>> fronts_;  // Of words.
  bool pairs_ = false;                                  // Some terms may be pairs of characters.
};

}  // namespace ckm::search
