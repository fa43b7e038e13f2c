// What was said of a thing, in words: uses, verdicts, checks and links as the log of one of their ends tells them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/said_log.hh"

namespace ckm::cli {

// Whether a use solved its ticket: "solved", "did not solve it"; nothing where nobody knows.
std::string_view solved_words(std::optional<bool> solved);
// How a link of that relation is called at the end that it leads to, or from: "related", "solves".
std::string_view link_words(std::string_view relation, bool outwards);

// Of an entry, at one of its ends: "used on ticket:desk/7: solved", "feedback: unhelpful: the link is dead".
std::string what_was_said(store::Store& store, const store::SaidEntry& entry, const store::End& end);

}  // namespace ckm::cli
