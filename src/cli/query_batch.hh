// Many queries in one process.
#pragma once

#include <string>

#include "cli/command.hh"
#include "search/search.hh"

namespace ckm::cli {

// `path` has a query a line, behind its name and a tab. Prints a row for each result, best first: with --format trec the lines of
// a run (TREC), name Q0 reference rank score ckm, blanks in name and reference as %20. Ranks go on behind options.offset. All
// lines are read before the first query is asked; those that are none or whose query makes no sense are told and left out, and
// the result is kInput then. Else it is kNo where no query found anything. What was printed is whole rows in any case, and JSON
// that is closed. `timing` tells how long searching took on standard error, without reading queries and printing. Throws
// Error{kInput} where the queries take more than 256 MiB of memory.
Exit query_batch(Context& context, const std::string& path, const search::SearchOptions& options, bool timing);

}  // namespace ckm::cli
