// ckm import --print and --guess: what an import would make of its inputs, without a store.
#pragma once

#include <string>
#include <vector>

#include "cli/importer.hh"

namespace ckm::cli {

// Prints every record as a line of JSON: as it would be stored, or `raw`, with its source's own columns and texts. False where
// one was rejected, which is told, and put into `rejects` where that is not null.
bool print_records(Context& context, const std::string& path, const ImportOptions& options, bool raw, RejectFile* rejects);

// Prints the map (ckm-map(5)) that the input is read by, as TOML to be edited. False as above.
bool print_map(Context& context, const std::string& path, const ImportOptions& options);

}  // namespace ckm::cli
