// What to answer a message with, and how surely.
//
// The best articles of a search for the message's words, each with the probability that it is what the message needs: a logistic
// function of how well the words match, of how near the customers' wordings are (learned.hh), and of how far the next article is
// behind.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "search/search.hh"

namespace ckm::search {

// Below it nothing fits.
inline constexpr double kLeastConfidence = 0.7;

// What speaks for a suggestion.
struct Evidence {
  double base = 0;  // As in Score, without their weights: from 0 to 1.
  double adjacency = 0;
  double learned = 0;  // The cosine with customers' wordings.
  double share = 0;    // How much of a score learning is (LearnedLane::share()).
  double gap = 0;      // Of the score, to the next article's.
  double nearest = 0;  // The cosine with the nearest of its questions, its authors' and the customers'.
  double covered = 0;  // The share of what the message's words say that these have.
};

// The probability that it is what was asked for.
double confidence_of(const Evidence& evidence);

struct Suggestion {
  store::Item item;
  Score score;
  Evidence evidence;
  double confidence = 0;
};

struct SuggestOptions {
  SearchOptions search;
  std::vector<std::int64_t> except = {};  // Articles that are not to be suggested.
};

// Best first, at most as many as the search's limit. What is archived or in work is none. Throws as Search does.
std::vector<Suggestion> suggest(Session& session, std::string_view message, const SuggestOptions& options);

}  // namespace ckm::search
