// Labelled texts from a file, read as an import reads it: what a classifier is tested with.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/command.hh"
#include "store/targets.hh"

namespace ckm::cli {

// Calls visit(text, labels) for each ticket and FAQ of the file that says the field. What is rejected is told, and the rest goes
// on. Returns how many were rejected. Throws Error{kInput} for a file that can't be read.
std::int64_t for_each_labelled_of(Context& context, const std::string& path, const store::Target& target,
                                  const std::function<void(std::string text, std::vector<std::string> labels)>& visit);

}  // namespace ckm::cli
