// Tickets and articles that ask the same: found, held against each other, and put into groups.
//
// What is the same to the letter, or but for writing (learn/duplicate.hh, key), is found by a digest; what is alike, among the
// texts that are nearest to each (search/text_neighbours.hh), by the score of learn/duplicate.hh, unless one of the two negates,
// names, opposes or asks something else (text/question_sense.hh), or has other amounts, versions, times and the like
// (insight/facts.hh). Numbers of orders and the like don't count, but are told.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/kind.hh"
#include "search/selection.hh"
#include "store/items.hh"

namespace ckm::cli {

inline constexpr double kSameAsk = 0.85;  // The score from which on two texts are duplicates.

struct Duplicate {
  enum class How : std::uint8_t { kExact, kFolded, kTyping, kParaphrase };
  store::Item item;
  How how = How::kExact;  // As it is like the first of its group.
  double score = 1;
  std::string evidence;  // For people; empty for the first one.
};
std::string_view how_name(Duplicate::How how);

struct DuplicateGroup {
  std::vector<Duplicate> all;  // The first is the one to keep: validated, much used, then old; then by score.
};

struct DuplicateSearch {
  model::Kind kind = model::Kind::kFaq;
  double threshold = kSameAsk;
  const search::Selection* where = nullptr;                // Null: all.
  std::function<void(std::size_t, std::size_t)> progress;  // Of how many texts, and of how many in all.
};

struct FoundDuplicates {
  std::vector<DuplicateGroup> groups;  // Those with the most first.
  std::size_t texts = 0;
  std::size_t compared = 0;  // Different texts that were held against each other.
  std::size_t left_out = 0;  // The oldest ones, where there are more than kMostCompared: only the same texts are found of them.
};
inline constexpr std::size_t kMostCompared = 200'000;

// Of a FAQ its question and phrasings are texts, of other things what asked_text (store/targets.hh) says. Two that are linked
// with each other already, as variants or as related, are none. Time: 30 s for 100,000 texts of 100 words on 2 cores. Memory:
// 60 bytes a text, and some 3 KB for each that is compared. Throws Interrupted.
FoundDuplicates find_duplicates(store::Store& store, const DuplicateSearch& search);

}  // namespace ckm::cli
