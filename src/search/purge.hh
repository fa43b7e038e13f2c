// Takes what is gone out of the index itself: there it would else stay in segments, only not counted.
#pragma once

#include "search/indexer.hh"
#include "store/store.hh"

namespace ckm::search {

// Within the caller's write transaction: indexes what is queued, writes each segment anew that holds documents which no longer
// count, so that no posting and no term of theirs is left, and counts the terms of queries and learned wordings anew. Throws
// Error{kLocked} while another process builds the index anew: what it builds may hold what is gone.
void purge_index(store::Store& store, const IndexSettings& settings, const Progress& progress);

}  // namespace ckm::search
