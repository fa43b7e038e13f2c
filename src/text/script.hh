// The script of a text, by ISO 15924.
#pragma once

#include <string_view>

namespace ckm::text {

// The script that most of the letters are of, an ideograph, syllable or kana counting as two. "Hant" for Han characters with
// Traditional forms among them, else "Hans"; "Jpan" with kana among them; "Kore", "Latn", "Cyrl", "Grek" and so on; "Zyyy" where
// there is no letter. Bytes that are not UTF-8 don't count. Linear.
std::string_view guess_script(std::string_view text);

}  // namespace ckm::text
