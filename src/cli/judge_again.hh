// What rules and classifiers say of things that are there again.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hh"

namespace ckm::cli {

// Of these references the tickets and FAQ are judged, within the caller's transaction and before index_now(): with what was
// removed went what was said of it. Where nothing was ever judged, nothing is.
void judge_again(Context& context, const std::vector<std::string>& refs);

// What rules and models said to be in categories out of which others came that had been merged into them, is judged within the
// caller's transaction and before index_now(). Returns what to tell; empty: there was nothing. With a classifier that can't be
// read it waits for `ckm classify apply`, which is told too.
std::string judge_parted(Context& context, const std::vector<std::string>& paths);

}  // namespace ckm::cli
