// Help, from the command table.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hh"

namespace ckm::cli {

std::string help_overview();
// With the one subcommand that the words name, or all of them where they name none.
std::string help_command(const Command& command, const std::vector<std::string>& words = {});
std::string help_settings();

}  // namespace ckm::cli
