// What stands around a fact: whether it is the least or the most of something, and the words beside it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "insight/fact_text.hh"
#include "insight/facts.hh"

namespace ckm::insight {

// Of a fact from `begin` to `end`.
Fact::Bound bound_of(const FactText& text, std::size_t begin, std::size_t end);

// Words and Han characters that say something, between `least` (the end of the fact before) and `begin`, as far as the clause
// goes: <word; then those between `end` and `most` (the beginning of the next fact): >word.
std::vector<std::string> beside(const FactText& text, std::size_t least, std::size_t begin, std::size_t end, std::size_t most);

// A word as it is compared: without the s of many.
std::string singular(std::string_view word);

}  // namespace ckm::insight
