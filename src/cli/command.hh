// What a command is: one row in commands.cc, one file cmd_<name>.cc.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hh"
#include "cli/config.hh"
#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::cli {

// How main opens the store before a command runs.
enum class Access : std::uint8_t { kNone, kRead, kWrite };

enum class Format : std::uint8_t { kTable, kJson, kJsonl, kCsv, kTsv, kMd, kIds };

// What a running command has around it.
struct Context {
  Settings settings;
  std::optional<store::Store> opened;  // As the command's access says.
  std::string db;                      // Where the store is.
  std::string chosen_db;               // --db or CKM_DB; empty where neither says.
  Format format = Format::kTable;
  bool colour = false;  // Standard output is a terminal that shows colours.
  bool quiet = false;
  std::size_t columns = 0;  // Of the terminal; 0: lines are as long as they need to be.
  int lock_timeout_ms = store::kDefaultLockTimeoutMs;
  std::string actor;
  std::string command;  // As it is written into the history.

  [[nodiscard]] store::Store& store() { return *opened; }
  [[nodiscard]] store::Author author(std::string message = {}) const { return {actor, command, std::move(message)}; }
  // Throws Error{kUsage} where writing to that path would replace the store, a file that belongs to it, or its settings.
  void spare_store(const std::string& path);
  // A line for people on standard error, unless --quiet.
  void say(std::string_view line) const;
  // The same even with --quiet: what went wrong.
  void warn(std::string_view line) const;
};

// What a command does once its options are parsed. `access` is asked after parsing.
struct Run {
  std::function<Access()> access;
  std::function<Exit(Context&)> go;
};

struct Command {
  std::string_view name;
  std::string_view group;     // A heading of `ckm help`.
  std::string_view summary;   // One line, imperative, no full stop.
  std::string_view examples;  // Two or more lines, each a command with what it is for behind two blanks and a #.
  Run (*declare)(CLI::App& app);
  bool dash_words = false;  // Words may begin with a single dash: ckm query refund -closed.
};

std::span<const Command> commands();
const Command* find_command(std::string_view name);

// Adds an option that takes one of these values; another one is an error with the nearest as a hint.
CLI::Option* add_choice(CLI::App& app, const std::string& flags, std::string& into, std::vector<std::string> values,
                        const std::string& description);

// Adds an option that takes a whole number of at least `least`.
CLI::Option* add_count(CLI::App& app, const std::string& flag, std::int64_t& into, std::int64_t least,
                       const std::string& description);

// The command's options, as parsing declares them, for help and completion.
std::unique_ptr<CLI::App> declared(const Command& command);

}  // namespace ckm::cli
