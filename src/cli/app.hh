// From the command line to a running command.
#pragma once

#include <string>
#include <vector>

#include "base/error.hh"
#include "cli/args.hh"

namespace ckm::cli {

// Everything behind the program's name. Throws Error for whatever goes wrong.
Exit run(std::vector<std::string> arguments);

// The options that every command has.
const Args& common_options();

}  // namespace ckm::cli
