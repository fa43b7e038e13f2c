// What is said where a search does not see all that the store has.
#pragma once

#include "cli/command.hh"

namespace ckm::cli {

// Tells on standard error how many changes are not indexed yet, if any.
void tell_queued(Context& context);

}  // namespace ckm::cli
