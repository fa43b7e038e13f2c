// The files that an import is given.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/importer.hh"

namespace ckm::cli {

// A map of the user's own (ckm-map(5)). Throws Error{kUsage} for what can't be read and for what is no map.
std::shared_ptr<const formats::RecordMap> read_map(const std::string& path);

// The files of folders, those that are hidden and folders within left out, in the order of their names; what is one input itself
// stays. Empty ones are left out, which is told: an export that had nothing to say is no failure.
std::vector<std::string> files_of(const Context& context, const std::vector<std::string>& paths);

// Whether the file was imported as it is, which is told. Else its mark is put into the options, to be noted with what imports it.
// What is no file has none: it is imported whenever it is named.
bool is_imported(Context& context, const std::string& path, ImportOptions& options);

}  // namespace ckm::cli
