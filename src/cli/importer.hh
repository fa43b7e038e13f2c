// Carries one input into the store: it is read, decoded, mapped and repaired here, and written by import_writer.hh. A batch is
// gathered first and then written: while the input is waited for, others may write. A dry run only reads.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/command.hh"
#include "cli/progress.hh"
#include "cli/reading.hh"
#include "cli/reject_file.hh"
#include "search/indexer.hh"
#include "store/runs.hh"
#include "text/personal.hh"

namespace ckm::cli {

struct ImportOptions {
  ReadingOptions reading;
  std::string source;  // Empty: what each record says, else the name of what the input is read as.
  bool dry_run = false;
  bool index = true;
  bool repair = true;  // Texts, but those that ckm exported.
  bool over = false;   // An export that was made for readers may change what is here.
  std::string message;
  const text::PersonalFinder* redact = nullptr;  // What is taken out before anything is written; null: nothing.
  std::optional<store::FileMark> file;           // Noted with the run.
  std::int64_t max_rejects = -1;                 // More of one input end it; -1: none do.
  store::DryRun* met = nullptr;                  // What dry runs meet.
  store::SeenTickets* seen = nullptr;            // Where the tickets that are met are noted.
};

struct Imported {
  std::string input;  // Its path, with that inside of a packed one,
  std::string name;   // and what messages call it.
  std::string format;
  std::vector<std::string> sources;         // That records went to.
  model::Kind kind = model::Kind::kTicket;  // What was asked for, else that of the first record.
  std::int64_t run = 0;                     // 0 for a dry run.
  store::Counts counts;
  bool resumed = false;
  std::vector<store::ImportRun::Kept> kept;
  std::optional<Error> broken;  // Why it could not be read to its end: its run is unfinished.
};

// Calls `visit` with a file, or with each file in a packed one. False where one in it was passed over, which was told. Throws
// Error{kInput} for what can't be opened or holds nothing, and what `visit` throws of a file alone.
bool for_each_input(Context& context, const std::string& path, const std::function<void(Input&)>& visit);

// Imports a file, or each file in a packed one, and hands `done` what became of it. False where one in it was passed over, which
// was told. Throws Error{kInput} for an input that can't be read at all. A signal ends it after the batch at hand, which is
// committed.
bool import_input(Context& context, const std::string& path, const ImportOptions& options, RejectFile* rejects,
                  const std::function<void(const Imported&)>& done);

}  // namespace ckm::cli
