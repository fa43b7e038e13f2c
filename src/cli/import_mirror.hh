// What follows an import of all that a source has: its tickets that were not in it are marked gone.
#pragma once

#include <string>

#include "cli/importer.hh"

namespace ckm::cli {

// As a run of its own, which can be undone alone. `input`: what it is called. A signal ends it after the batch at hand; the same
// import again does the rest. Nothing where none is absent.
std::optional<Imported> mark_gone(Context& context, const ImportOptions& options, const std::string& input,
                                  const std::string& source);

}  // namespace ckm::cli
