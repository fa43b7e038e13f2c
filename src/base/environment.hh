// What the user's environment says.
#pragma once

#include <string>

namespace ckm {

// Empty where the variable is not set.
std::string environment(const char* name);

// Where temporary files go: TMPDIR, or /tmp.
std::string temp_folder();

}  // namespace ckm
