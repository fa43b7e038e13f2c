// What a score is made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/plan.hh"

namespace ckm::search {

// One term's part of the base: weight × impact.
struct TermShare {
  std::string words;  // Of the query, folded.
  std::string term;   // Of the index.
  std::string why;    // Empty for the word itself; part or name, pair, text (of what others are compared with), or a reason.
  double weight = 0;  // What it can add at most, of 1.
  std::uint8_t impact = 0;        // Of 255.
  std::uint32_t in_question = 0;  // Occurrences.
  std::uint32_t in_answer = 0;
  [[nodiscard]] double share() const { return weight * impact / 255; }
};

// Of a document that counts; the shares add up to its first-stage score. What adds most comes first.
std::vector<TermShare> explain(const Plan& plan, std::uint32_t doc, const store::SearchText& text, text::Stemmer& stemmer);

}  // namespace ckm::search
