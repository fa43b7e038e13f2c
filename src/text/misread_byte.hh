// Soft hyphens and next lines (U+0085) that rather are bytes of a text that was read wrongly. For src/text alone.
#pragma once

#include <cstddef>
#include <string_view>

namespace ckm::text {

// Whether the one at [begin, end) is that: it has signs of Latin-1 or controls beside it, stands in a row of three or more
// characters of windows-1252 beyond ASCII, or behind a capital one within or at the end of a word of small letters; or a code
// page of Cyrillic, Greek, Hebrew or Arabic has bytes for what surrounds it that are UTF-8. Constant time.
bool is_misread_byte(std::string_view text, std::size_t begin, std::size_t end);

// The character that ends before `offset`; a blank at the text's start. The one that begins there; a blank at its end.
char32_t character_before(std::string_view text, std::size_t offset);
char32_t character_at(std::string_view text, std::size_t offset);

}  // namespace ckm::text
