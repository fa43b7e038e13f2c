// Normalization Form C (Unicode Standard Annex #15) of a text as it stands, unfolded.
#pragma once

#include <string>
#include <string_view>

namespace ckm::text {

// Bytes that are not UTF-8 become U+FFFD. Linear.
std::string nfc(std::string_view text);

}  // namespace ckm::text
