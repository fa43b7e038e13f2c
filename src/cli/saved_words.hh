// Saved queries by their names.
#pragma once

#include <functional>
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
// The same of a query that stands in a file: a text that is no more than such a name is the error; the note goes to `note`.
std::string with_saved(store::Store& store, const std::string& text, const std::function<void(const std::string&)>& note);

// What --where says, each saved query in it a condition. It chooses for scripts, so what may not be what was meant is refused:
// throws Error{kUsage} for a query that makes no sense or has a word that is nearly a filter (search::near_misses), and
// Error{kNotFound} for a name by which nothing is saved.
std::string need_where(store::Store& store, const std::string& where);
// The same for what must be exactly what was asked for: throws Error{kConflict} too while changes wait to be indexed.
std::string need_exact_where(store::Store& store, const std::string& where);

}  // namespace ckm::cli
