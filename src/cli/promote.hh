// Customers' wordings that a person makes phrasings of the article that learned them.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hh"

namespace ckm::cli {

// Each of `wordings` is the number that ckm show gives one, or the ticket that taught it. As one change; those that the article
// is asked by already change nothing. They stay learned. Throws Error{kNotFound} for what is none of its wordings, and kConflict
// where the actor may not change it.
Exit promote(Context& context, const std::string& ref, const std::vector<std::string>& wordings, const std::string& message);

}  // namespace ckm::cli
