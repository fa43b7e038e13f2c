// Imports what a packed file holds, each file in it as if it stood by itself.
#pragma once

#include <functional>

#include "cli/command.hh"
#include "cli/input.hh"
#include "formats/unpack_limits.hh"

namespace ckm::cli {

// `import` is given each file in it. A file that can't be imported is told about and passed over: then this returns false.
// Throws Error{kInput} where nothing is in it or where it can't be read on, and for a file that was compressed alone what
// `import` throws.
bool import_packed(Context& context, Input& whole, const formats::UnpackLimits& limits,
                   const std::function<void(Input&)>& import);

}  // namespace ckm::cli
