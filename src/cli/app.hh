// From the command line to a running command.
#pragma once

#include <string>
#include <vector>

#include "base/error.hh"

namespace ckm::cli {

// Everything behind the program's name. Throws Error for whatever goes wrong.
Exit run(std::vector<std::string> arguments);

// The options that every command has, as rows: flags, placeholder, description.
struct CommonOption {
  std::string_view flag;
  std::string_view value;  // Empty: a switch.
  std::string_view summary;
};
const std::vector<CommonOption>& common_options();

}  // namespace ckm::cli
