// Folding: what makes two spellings of one text equal. NFKC_Casefold (Unicode Standard, section 3.13), Traditional to
// Simplified and glyph variants to one (variants.txt), each by character, from tables generated while building (tools/tables).
//
// The result is in Normalization Form C, so that é folds alike however it was typed. Folding is idempotent:
// fold(fold(x)) = fold(x).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ckm::text {

// What a character is to the tokenizer, by its folded form (the first character of that).
enum class CharClass : std::uint8_t {
  kOther,   // Separates words.
  kWord,    // Letters and digits of scripts that put blanks between words.
  kHan,     // Ideographs: each is a token.
  kKana,    // Hiragana, Katakana, Bopomofo, and letters of other scripts without blanks between words (Thai): as kHan.
  kHangul,  // As kHan.
  kMark,    // Combining, or removed by folding: belongs to the character before it.
};
CharClass char_class(char32_t code);
// Whether there is any letter, digit or other part of a word in a text.
bool has_words(std::string_view text);

// The folded form of one character as UTF-8, empty for what folding removes (soft hyphen, zero width). Valid until `scratch`
// changes.
std::string_view fold_char(char32_t code, std::string& scratch);

// A whole text, folded. Bytes that are not UTF-8 become U+FFFD.
std::string fold(std::string_view text);

}  // namespace ckm::text
