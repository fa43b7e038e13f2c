// Function words ("the", "der", "的") of the languages that ckm stems, and of Chinese. For src/text alone; others use
// language.hh.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/language.hh"

namespace ckm::text {

// The languages in which a folded word is a function word: the bit 1 << language of each; the bit of kNone for a Chinese
// character. One hash and about one compare.
std::uint32_t function_word_languages(std::string_view folded);

}  // namespace ckm::text
