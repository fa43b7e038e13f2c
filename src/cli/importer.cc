#include "cli/importer.hh"

#include <fmt/format.h>

#include "base/byte_source.hh"
#include "base/interrupt.hh"
#include "text/decode.hh"

namespace ckm::cli {
namespace {

using Clock = std::chrono::steady_clock;

// A batch ends with the first of these.
constexpr std::chrono::milliseconds kBatchTime{500};
constexpr std::int64_t kBatchRecords = 20'000;
// How many rejections are told one by one.
constexpr std::int64_t kMostTold = 20;
constexpr std::size_t kHead = 64 * 1024;

class StoreSink final : public formats::Sink {
 public:
  StoreSink(Context& context, const std::string& path, const ImportOptions& options, const FileSource& file, RejectFile* rejects)
      : context_(context),
        path_(path == "-" ? "standard input" : path),
        options_(options),
        file_(file),
        rejects_(rejects),
        indexer_(context.store(), context.settings.index()),
        progress_(path_, "records", !context.quiet) {}

  void start(const store::RunKey& key) {
    context_.store().trust_keys();
    begin();
    run_.emplace(context_.store(), key, context_.author(options_.message), options_.dry_run);
    if (run_->resumed()) context_.say(fmt::format("{}: going on with run:{}, which was interrupted", path_, run_->id()));
  }

  bool ticket(model::Ticket&& ticket, formats::Place) override {
    run_->put(std::move(ticket));
    return next();
  }
  bool article(model::Article&& article, formats::Place) override {
    run_->put(std::move(article));
    return next();
  }
  bool reject(formats::Rejection&& rejection) override {
    run_->count_rejected();
    if (++told_ <= kMostTold) {
      std::string place = fmt::format("{}:{}", path_, rejection.place.line);
      if (rejection.place.column > 0) place += fmt::format(":{}", rejection.place.column);
      context_.warn(fmt::format("{}: rejected: {}", place, rejection.reason));
    }
    if (rejects_ != nullptr) rejects_->add(rejection.raw);
    return next();
  }
  void header(std::string_view raw) override {
    if (rejects_ != nullptr) rejects_->header(raw);
  }

  // Commits the last batch. A signal leaves the run unfinished, to be gone on with.
  Imported finish() {
    if (told_ > kMostTold) context_.warn(fmt::format("{}: {} more were rejected", path_, told_ - kMostTold));
    const bool whole = interrupted() == 0;
    if (options_.dry_run) {
      transaction_.reset();
    } else {
      if (whole) run_->finish();
      commit();
    }
    if (!whole) {
      const store::Counts& c = run_->counts();
      context_.say(fmt::format(
          "{}: interrupted after {} added, {} changed, {} unchanged, {} rejected; the same command goes on from there", path_,
          c.added, c.changed, c.unchanged, c.rejected));
    }
    return {{}, {}, options_.dry_run ? 0 : run_->id(), run_->counts(), run_->resumed(), run_->kept()};
  }

 private:
  void begin() {
    transaction_.emplace(context_.store().db());
    batch_start_ = Clock::now();
    batch_records_ = 0;
  }

  void commit() {
    run_->checkpoint();
    if (options_.index) {
      while (indexer_.step(kBatchRecords) > 0) {
      }
    }
    transaction_->commit();
    transaction_.reset();
  }

  bool next() {
    ++records_;
    if (interrupted() != 0) return false;
    constexpr std::int64_t kLookAtClock = 64;
    if (++batch_records_ % kLookAtClock != 0) return true;
    progress_.show(records_, file_.position(), file_.size());
    if (options_.dry_run || (batch_records_ < kBatchRecords && Clock::now() - batch_start_ < kBatchTime)) return true;
    commit();
    store::let_others_write();
    begin();
    return true;
  }

  Context& context_;
  std::string path_;
  const ImportOptions& options_;
  const FileSource& file_;
  RejectFile* rejects_;
  search::Indexer indexer_;
  ProgressLine progress_;
  std::optional<store::Transaction> transaction_;
  std::optional<store::ImportRun> run_;
  Clock::time_point batch_start_;
  std::int64_t batch_records_ = 0;
  std::int64_t records_ = 0;
  std::int64_t told_ = 0;
};

}  // namespace

void RejectFile::header(std::string_view raw) { header_ = raw; }

void RejectFile::add(std::string_view raw) {
  if (!file_) file_.emplace(path_);
  if (header_ != written_) {
    file_->write(header_ + "\n");
    written_ = header_;
  }
  file_->write(raw);
  file_->write("\n");
}

void RejectFile::commit() {
  if (file_) file_->commit();
}

Imported import_input(Context& context, const std::string& path, const ImportOptions& options, RejectFile* rejects) {
  FileSource file(path);
  text::DecodeSource decoded(file);
  PeekSource source(decoded);
  const std::string_view head = source.peek(kHead);
  const std::string name = path == "-" ? "standard input" : path;
  if (head.empty()) throw Error(Exit::kInput, fmt::format("{} is empty", name), "there is nothing to import");
  const formats::ImportFormat& format =
      options.as.empty() ? formats::guess_import_format(head, path) : *formats::find_import_format(options.as);
  const std::string source_name = options.source.empty() ? std::string(format.name) : options.source;
  StoreSink sink(context, path, options, file, rejects);
  sink.start({source_name, options.kind, std::string(format.name), path});
  try {
    format.read(source, {options.kind, options.columns, name}, sink);
  } catch (const Interrupted&) {  // While it waited for input: what was read is kept.
  }
  Imported imported = sink.finish();
  imported.format = format.name;
  imported.source = source_name;
  return imported;
}

}  // namespace ckm::cli
