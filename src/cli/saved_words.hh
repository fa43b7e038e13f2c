// Saved queries by their names.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hh"

namespace ckm::cli {

// Whether a query can be saved so: letters and digits of any script, and - _ . behind the first.
bool is_query_name(std::string_view name);

// The words of a query with blanks between them and what is saved as NAME in place of each @NAME that is a word of it: as a
// group (search/as_group.hh) behind + - and NOT, beside OR, and in a group. Throws Error{kNotFound} for an argument that is no
// more than a name by which nothing is saved; within a longer one, which may be somebody's question, a note tells it.
std::string with_saved(Context& context, const std::vector<std::string>& words);

}  // namespace ckm::cli
