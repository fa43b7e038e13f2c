// Articles that answer the same question in other words.
#pragma once

#include <functional>

#include "search/search.hh"

namespace ckm::search {

// From this likeness on two questions are taken for the same: the Dice overlap of their words by idf (rank.hh). What one of them
// negates and the other does not is not the same.
inline constexpr double kSameQuestion = 0.8;

// Validated FAQ and documents whose title asks what this one's title or one of its authors' phrasings does, each once, in the
// order in which they are found.
void for_each_same_question(Session& session, const store::Item& article, const SearchOptions& options,
                            const std::function<void(const store::Item& other)>& visit);

}  // namespace ckm::search
