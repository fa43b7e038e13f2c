// Help, from the command table.
#pragma once

#include <string>

#include "cli/command.hh"

namespace ckm::cli {

std::string help_overview();
std::string help_command(const Command& command);
std::string help_settings();

}  // namespace ckm::cli
