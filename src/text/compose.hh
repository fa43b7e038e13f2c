// Canonical ordering and composition (Unicode Standard Annex #15) of folded characters: the slow path of folding, for text
// with combining marks or single Hangul letters.
#pragma once

#include <string>

namespace ckm::text {

// The character that two adjacent ones compose to, or 0.
char32_t compose_pair(char32_t base, char32_t next);

// Turns a sequence of folded characters into Normalization Form C. Linear but for runs of marks, n log n.
void compose(std::u32string& text);

}  // namespace ckm::text
