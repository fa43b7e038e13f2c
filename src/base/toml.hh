// TOML 1.0, read with toml++ (included nowhere else).
#pragma once

#include <string>
#include <string_view>

#include "base/value.hh"

namespace ckm::toml {

// The table of a TOML text; members in the order of the text, each with its line and column. Dates and times become
// their text. Throws Error{kInput} naming `name`, line and column.
Value parse(std::string_view text, std::string_view name);

// A string, a number, a boolean or a list of these as a TOML file writes it, in one line.
std::string text(const Value& value);

}  // namespace ckm::toml
