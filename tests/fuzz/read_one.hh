// One input read by one reader, whatever it holds.
#pragma once

#include <string_view>
#include <vector>

namespace ckm::fuzz {

// The formats of formats.cc; "packed": what is in packed files; "repair": from the bytes of a text to the repaired text;
// "segment": damage to the index (segment.hh).
std::vector<std::string_view> readers();

// Records are repaired as an import does and then dropped. Reading may end with an Error, which says that the input is none of
// that format; nothing else may come out. Throws std::logic_error for a reader that is not known, and where what a header
// promises of every input does not hold.
void read_one(std::string_view reader, std::string_view bytes);

}  // namespace ckm::fuzz
