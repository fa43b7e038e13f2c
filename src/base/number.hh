// Numbers as people write them in options, settings and files.
#pragma once

#include <optional>
#include <string_view>

namespace ckm {

// The whole text as a number in decimal, with a point. Nothing for what is none, for infinity and for "nan".
std::optional<double> parse_number(std::string_view text);

// Whether a digit of ASCII stands in it.
bool has_digit(std::string_view text);

}  // namespace ckm
