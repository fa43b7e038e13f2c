// The declare functions of all commands; each lies in its own cmd_<name>.cc.
#pragma once

#include "cli/command.hh"

namespace ckm::cli {

Run declare_backup(CLI::App& app);
Run declare_classify(CLI::App& app);
Run declare_completion(CLI::App& app);
Run declare_export(CLI::App& app);
Run declare_help(CLI::App& app);
Run declare_import(CLI::App& app);
Run declare_index(CLI::App& app);
Run declare_info(CLI::App& app);
Run declare_init(CLI::App& app);
Run declare_log(CLI::App& app);
Run declare_query(CLI::App& app);
Run declare_rm(CLI::App& app);
Run declare_set(CLI::App& app);
Run declare_show(CLI::App& app);
Run declare_text(CLI::App& app);
Run declare_undo(CLI::App& app);

}  // namespace ckm::cli
