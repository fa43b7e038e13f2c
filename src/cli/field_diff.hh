// Two states of a thing side by side, for people.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hh"
#include "store/history.hh"

namespace ckm::cli {

// A field as lines: a text as it is, each element of a list on a line.
std::string field_text(const Value& value);

// A text whose last line has its end, too, unless it is empty.
std::string whole_lines(std::string text);

// Each field that differs: its name, then the lines that differ with one more before and behind; what was removed stands in
// [-…-] and what was added in {+…+}, or both in colours where the terminal has them.
std::string fields_diff(const Context& context, const std::vector<store::FieldChange>& changes);

}  // namespace ckm::cli
