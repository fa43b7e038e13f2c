// What was asked before, counted for ranking: a word that many queries have tells as little as one that many items have.
#pragma once

#include "store/store.hh"

namespace ckm::search {

// Counts the queries that are kept by their words and the words' stems in all languages. Within the caller's write transaction.
void count_asked(store::Store& store);

}  // namespace ckm::search
