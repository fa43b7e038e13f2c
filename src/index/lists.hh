// The lists that a segment has beside its words. Their names can't be words, for no word holds a control character.
#pragma once

#include <cstdint>
#include <string_view>

namespace ckm::index {

// Of all documents, each one's length in words, coded by length_code.
inline constexpr std::string_view kAnswerLengths =
    "\x01"
    "a";
inline constexpr std::string_view kQuestionLengths =
    "\x01"
    "q";
// Of the documents that a word could stand in, by which it is told how rare it is: those with any word of letters, those with any
// Han, kana or Hangul character, and those of a language, its code behind the list's name. Their impacts are 1.
inline constexpr std::string_view kLetters =
    "\x01"
    "w";
inline constexpr std::string_view kCharacters =
    "\x01"
    "h";
inline constexpr std::string_view kLanguage =
    "\x01"
    "l";

inline bool is_list(std::string_view term) { return term.starts_with('\x01'); }

// A length as one byte: exact below 32, then within 1/32; and the length that a code stands for.
std::uint8_t length_code(std::uint32_t length);
std::uint32_t length_of_code(std::uint8_t code);

}  // namespace ckm::index
