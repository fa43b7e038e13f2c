// TOML 1.0, read with toml++ (included nowhere else).
#pragma once

#include <string_view>

#include "base/value.hh"

namespace ckm::toml {

// The table of a TOML text; members in the order of the text, each with its line and column. Dates and times become
// their text. Throws Error{kInput} naming `name`, line and column.
Value parse(std::string_view text, std::string_view name);

}  // namespace ckm::toml
