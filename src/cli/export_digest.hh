// What became of knowledge since a time, for ckm export --as digest.
#pragma once

#include "base/time.hh"
#include "cli/command.hh"
#include "formats/digest.hh"

namespace ckm::cli {

// Of what the context's audience sees: what it saw then is compared with what it sees now. What was asked and not found is the
// team's to know.
formats::Digest digest_since(Context& context, Time since);

}  // namespace ckm::cli
