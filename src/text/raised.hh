// Superscripts and subscripts as plain text, so that 10<sup>5</sup> does not become 105.
#pragma once

#include <string>
#include <string_view>

namespace ckm::text {

// Digits and signs as Unicode has them raised or lowered (10⁵, H₂O); other text behind ^ or _, in brackets where it is longer
// than a character. Nothing for nothing.
std::string raised(std::string_view text);
std::string lowered(std::string_view text);

}  // namespace ckm::text
