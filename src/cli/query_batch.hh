// Many queries in one process.
#pragma once

#include <string>

#include "cli/command.hh"
#include "search/search.hh"

namespace ckm::cli {

// `path` has a query a line, behind its name and a tab. Prints a row for each result, best first: with --format trec the lines of
// a run (TREC), name Q0 reference rank score ckm. Returns kNo where no query found anything. `timing` tells how long searching
// took on standard error, without reading queries and printing.
Exit query_batch(Context& context, const std::string& path, const search::SearchOptions& options, bool timing);

}  // namespace ckm::cli
