// What ckm forget does last: the index and the file without what was erased.
#pragma once

#include "cli/command.hh"

namespace ckm::cli {

// Outside of any transaction. Takes what is gone out of the index and rewrites the file, and tells what that takes. Throws
// Error{kLocked} where another process keeps it from that: the next ckm forget goes on.
void clean_up(Context& context);

// Queries that were asked a moment ago, before those that name somebody are erased.
void take_all_asked(Context& context);

// Tells of copies that ckm can't reach, and of those that it made beside the store.
void tell_copies(Context& context);

}  // namespace ckm::cli
