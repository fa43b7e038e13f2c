// UTF-8 (RFC 3629): decoding, checking, and how wide a text is on a terminal.
//
// All functions are pure. Widths follow Unicode's East Asian Width (UAX #11): wide and full-width characters and emoji
// take two columns, combining marks and format characters none, everything else one (ambiguous ones too).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ckm::utf8 {

inline constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t code;        // kReplacement where the bytes are no character.
  std::uint8_t length;  // Bytes taken, at least 1: what is no character is taken one byte at a time.
  bool valid;
};

// The character at `at`, which must lie before `end`.
Decoded decode(const char* at, const char* end);

void append(std::string& out, char32_t code);

// The characters of a text.
std::u32string code_points(std::string_view text);

// The offset of the first byte that is not valid UTF-8, or nothing. Overlong forms, surrogates and values above
// U+10FFFF are invalid. About a GB/s on ASCII.
std::optional<std::size_t> first_invalid(std::string_view text);

// Whether the bytes are the beginning of a valid character and not the whole of it: what the end of a buffer cuts.
bool is_cut(std::string_view bytes);

// The first bytes of a text, at most so many. Never cuts a character.
std::string_view head(std::string_view text, std::size_t bytes);

// Columns of one character that stands alone: 0, 1 or 2.
int width(char32_t code);

// Columns of a text. Emoji sequences (ZWJ, skin tones, flags, variation selector 16) count as the one picture they show.
std::size_t display_width(std::string_view text);

// `text` cut to at most `columns`, with … as its last column where something was cut. Never cuts a character.
std::string fit(std::string_view text, std::size_t columns);

// `text` with tabs, line breaks and other control characters turned into single blanks, so that it stays on one line
// and no escape sequence in data reaches a terminal.
std::string one_line(std::string_view text);

// `text` with control characters other than line feed and tab shown as U+FFFD: safe for a terminal, lines kept.
std::string printable(std::string_view text);

}  // namespace ckm::utf8
