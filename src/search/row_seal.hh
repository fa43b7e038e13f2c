// The seal of a segment's row, which decides what its segment finds as much as the blobs do: in which languages a word is looked
// up, and whether documents are dead.
#pragma once

#include <cstdint>

#include "store/segments.hh"

namespace ckm::search {

// Of all but its id, its state and the seal itself (ckm-store(5), "Seals").
std::int64_t row_seal(const store::SegmentRow& row);
// Throws Error{kDamaged} where a row that was read is not as it was written. Whatever trusts a row asks first: what is merged of
// a damaged one would have a good seal.
void need_whole(const store::SegmentRow& row);

}  // namespace ckm::search
