// A segment of the index that was damaged as the input says, read in every way.
#pragma once

#include <string_view>

namespace ckm::fuzz {

// The input's first byte chooses: a valid segment to which the rest does damage; the rest as a dictionary block, as a chunk, as
// one posting block, or as a stored set of documents. Throws Error{kDamaged}, which the input may deserve, and std::logic_error
// where what a header promises of every segment does not hold.
void read_segment(std::string_view input);

}  // namespace ckm::fuzz
