// What rules and classifiers say of things that are there again.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hh"

namespace ckm::cli {

// Of these references the tickets and FAQ are judged, within the caller's transaction and before index_now(): with what was
// removed went what was said of it. Where nothing was ever judged, nothing is.
void judge_again(Context& context, const std::vector<std::string>& refs);

}  // namespace ckm::cli
