// Carries one input into the store: batches of about a second, each with its part of the index, so that nobody else waits
// long and what a kill interrupts is known and resumed.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/out_file.hh"
#include "cli/command.hh"
#include "cli/progress.hh"
#include "formats/format.hh"
#include "search/indexer.hh"
#include "store/runs.hh"

namespace ckm::cli {

struct ImportOptions {
  model::Kind kind = model::Kind::kTicket;
  std::string source;  // Empty: the format's name.
  std::vector<std::string> columns;
  std::string as;  // A format's name; empty: guessed.
  bool dry_run = false;
  bool index = true;
  std::string message;
};

// Rejected records of all inputs, in the input's own format. The file is made with the first of them.
class RejectFile {
 public:
  // Throws Error{kSystem} where it could not be made.
  explicit RejectFile(std::string path) : path_(std::move(path)) { OutFile probe(path_); }
  void header(std::string_view raw);
  void add(std::string_view raw);
  // Gives the file its name, if there is one.
  void commit();

 private:
  std::string path_;
  std::optional<OutFile> file_;
  std::string header_;   // Of the input at hand.
  std::string written_;  // The header that was written last.
};

struct Imported {
  std::string format;
  std::string source;
  std::int64_t run = 0;  // 0 for a dry run.
  store::Counts counts;
  bool resumed = false;
  std::vector<std::string> kept;
};

// Throws Error{kInput} for an input that can't be read at all. A signal ends it after the batch at hand, which is committed.
Imported import_input(Context& context, const std::string& path, const ImportOptions& options, RejectFile* rejects);

}  // namespace ckm::cli
