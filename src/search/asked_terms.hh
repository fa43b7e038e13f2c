// What was asked before, counted for ranking: a word that many questions have tells as little as one that many items have.
//
// Questions are the queries that are kept, and the wordings that articles learned. Wordings count from the change on that brought
// them, by the change alone, and no longer than they are there; queries do from the next ckm index on, so that what is asked
// does not move what is found while somebody works.
#pragma once

#include <cstdint>

#include "store/store.hh"

namespace ckm::search {

// Counts all of them, each by its words and the words' stems in all languages. Within the caller's write transaction.
void count_asked(store::Store& store);

// Counts the wordings that came or went, at most `limit`, in the caller's transaction. Returns how many.
std::int64_t count_wordings(store::Store& store, std::int64_t limit);

}  // namespace ckm::search
