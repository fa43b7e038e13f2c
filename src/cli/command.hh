// What a command is: one row in commands.cc, one file cmd_<name>.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hh"
#include "cli/args.hh"
#include "cli/config.hh"
#include "model/audience.hh"
#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::cli {

// How main opens the store before a command runs.
enum class Access : std::uint8_t { kNone, kRead, kWrite };

enum class Format : std::uint8_t { kTable, kJson, kJsonl, kCsv, kTsv, kMd, kIds, kTrec };

// What a running command has around it.
struct Context {
  Settings settings;
  std::optional<store::Store> opened;  // As the command's access says.
  std::optional<store::Store> seen;    // What is seen of it, by an audience or at a time: takes its place (seen.hh).
  std::string db;                      // Where the store is.
  std::string chosen_db;               // --db or CKM_DB; empty where neither says.
  Format format = Format::kTable;
  bool colour = false;  // Standard output is a terminal that shows colours.
  bool quiet = false;
  std::size_t columns = 0;  // Of the terminal; 0: lines are as long as they need to be.
  int lock_timeout_ms = store::kDefaultLockTimeoutMs;
  std::optional<std::uint64_t> seed;  // --seed or CKM_SEED.
  model::Audience audience = model::Audience::kInternal;
  bool audience_said = false;  // By an option, the environment or a setting.
  std::string actor;
  std::string given_actor;  // --actor alone.
  std::string command;      // As it is written into the history.

  [[nodiscard]] store::Store& store() { return seen ? *seen : *opened; }
  [[nodiscard]] store::Author author(std::string message = {}) const { return {actor, command, std::move(message)}; }
  // Throws Error{kUsage} where writing to that path would replace the store, a file that belongs to it, or its settings.
  void spare_store(const std::string& path);
  // A line for people on standard error, unless --quiet.
  void say(std::string_view line) const;
  // The same even with --quiet: what went wrong.
  void warn(std::string_view line) const;
};

// What a command does once its arguments are parsed. `access` is asked after parsing.
struct Run {
  std::function<Access()> access;
  std::function<Exit(Context&)> go;
};

struct Command {
  std::string_view name;
  std::string_view group;      // A heading of `ckm help`.
  std::string_view summary;    // One line, imperative, no full stop.
  std::string_view examples;   // Two or more lines, each a command with what it is for behind two blanks and a #.
  Run (*declare)(Args& args);  // Adds its rows; what they point to belongs to the Run. The args outlive it.
  bool dash_words = false;     // Words may begin with a single dash: ckm query refund -closed.
  bool outside = false;        // It may run for those outside of the team: it shows what context.store() has, and nothing else.
};

std::span<const Command> commands();
const Command* find_command(std::string_view name);

// One of the things that a command such as `ckm text` can do.
struct Subcommand {
  std::string_view name;
  std::string_view summary;  // One line, imperative, no full stop.
  Run (*declare)(Args& args);
};

// The Run of a command that has these subcommands: the one of that which was typed.
Run declare_subcommands(Args& args, std::span<const Subcommand> rows);

}  // namespace ckm::cli
