// Queries and what answers them, from files.
#pragma once

#include <string>
#include <vector>

#include "cli/lines.hh"
#include "store/judged.hh"

namespace ckm::cli {

// Without `judgements` a line of `queries` is a query, a tab and the references that answer it, with commas between; a name of
// the query and a tab may stand before it. With them a line is a name, a tab and a query, and a line of `judgements` is a query's
// name, a reference and perhaps how relevant it is, or as trec_eval has it: name, 0, reference, relevance, with blanks or tabs
// between. `prefix` is put before each reference. A relevance of 0 or less is none. Lines that are none of this, that have a
// query that makes no sense or something that is no reference, are told to `bad` and left out.
std::vector<store::JudgedQuery> read_judged_files(const std::string& queries, const std::string& judgements,
                                                  const std::string& prefix, BadLines& bad);

}  // namespace ckm::cli
