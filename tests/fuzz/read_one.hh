// One input read as one format, whatever it holds.
#pragma once

#include <string_view>

namespace ckm::fuzz {

// Records are repaired as an import does and then dropped. Reading may end with an Error, which says that the input is none of
// that format; nothing else may come out. Throws std::logic_error for a format that is not known.
void read_one(std::string_view format, std::string_view bytes);

}  // namespace ckm::fuzz
