// The subcommands of ckm text: one row each in cmd_text.cc, one file text_<name>.cc.
#pragma once

#include <functional>

#include "cli/command.hh"

namespace ckm::cli {

struct TextCommand {
  std::string_view name;
  std::string_view summary;  // One line, imperative, no full stop.
  // Adds the subcommand's options; what is returned runs it once they are parsed.
  std::function<Exit(Context&)> (*declare)(CLI::App& app);
};

std::function<Exit(Context&)> declare_text_repair(CLI::App& app);

}  // namespace ckm::cli
