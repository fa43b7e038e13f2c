// Whether two words may be one, of which somebody mistyped the other.
#pragma once

#include <cstddef>
#include <string_view>

namespace ckm::learn {

// Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours, none of which touches what
// another one did. Where it is at most `most`; else most + 1.
std::size_t edits_between(std::u32string_view a, std::u32string_view b, std::size_t most);

// Two words of letters, folded: of four bytes at least, with the same first one, and one edit between them, or two where both
// have nine bytes. Never numbers.
bool is_typing_error(std::string_view a, std::string_view b);

// Two Han characters whose commonest reading is the same.
bool is_read_alike(std::string_view a, std::string_view b);

}  // namespace ckm::learn
