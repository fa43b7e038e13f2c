// Carries one input into the store: batches of about a second, each with its part of the index, so that nobody else waits
// long and what a kill interrupts is known and resumed. A batch is gathered first and then written: while the input is waited
// for, others may write. A dry run only reads.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/out_file.hh"
#include "cli/command.hh"
#include "cli/progress.hh"
#include "cli/text_input.hh"
#include "formats/format.hh"
#include "formats/record_map.hh"
#include "search/indexer.hh"
#include "store/runs.hh"

namespace ckm::cli {

struct ImportOptions {
  std::optional<model::Kind> kind;  // Without one the records say it, see formats::ReadOptions.
  std::string source;               // Empty: what each record says, else the format's name.
  std::vector<std::string> columns;
  std::string as;                                 // The name of a format or of a map; empty: guessed.
  std::shared_ptr<const formats::RecordMap> map;  // Of the user's own; null: one that ckm comes with, where one fits.
  DecodingOptions decoding;
  bool dry_run = false;
  bool index = true;
  formats::DateOptions dates;
  bool repair = true;  // Texts, but those that ckm exported.
  std::string message;
};

// What an input was read as.
struct WasRead {
  std::string_view format;
  const formats::RecordMap* map = nullptr;
};
// Reads an input into a sink, as import_input would. Where `look` is not null it is told of the records' columns. Throws as
// import_input does.
WasRead read_input(Context& context, const std::string& path, const ImportOptions& options, formats::Look* look,
                   formats::Sink& sink);

// Rejected records of all inputs, in the input's own format. The file is made with the first of them.
class RejectFile {
 public:
  // Throws Error{kSystem} where it could not be made.
  explicit RejectFile(std::string path) : path_(std::move(path)) { OutFile probe(path_); }
  void header(std::string_view raw);
  // `marked`: a file that begins with this record begins with a byte-order mark, which says that it is UTF-8 in spite of bytes
  // in it that are not.
  void add(std::string_view raw, bool marked);
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
  std::vector<std::string> sources;         // That records went to.
  model::Kind kind = model::Kind::kTicket;  // What was asked for, else that of the first record.
  std::int64_t run = 0;                     // 0 for a dry run.
  store::Counts counts;
  bool resumed = false;
  std::vector<store::ImportRun::Kept> kept;
};

// Throws Error{kInput} for an input that can't be read at all. A signal ends it after the batch at hand, which is committed.
Imported import_input(Context& context, const std::string& path, const ImportOptions& options, RejectFile* rejects);

}  // namespace ckm::cli
