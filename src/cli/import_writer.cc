#include "cli/import_writer.hh"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace ckm::cli {
namespace {

constexpr std::chrono::milliseconds kTransactionTime{500};
// How many records are written between two looks at the clock.
constexpr std::size_t kLookAtClock = 64;
// How many items are indexed at a time, and how long others may have to wait for fewer to be found: small pieces of an index
// cost more to write and to merge.
constexpr std::size_t kIndexed = 16'000;
constexpr std::chrono::milliseconds kIndexTime{1'000};

}  // namespace

ImportWriter::ImportWriter(Context& context, const ImportOptions& options, store::RunKey key, bool kind_known,
                           std::string own_source, std::string name)
    : context_(context),
      options_(options),
      key_(std::move(key)),
      kind_known_(kind_known),
      own_source_(std::move(own_source)),
      name_(std::move(name)),
      indexer_(context.store(), context.settings.index()) {
  context.store().trust_keys();
}

void ImportWriter::write(Batch batch) {
  next_waits_ = true;
  background_.wait();
  next_waits_ = false;
  batch_ = std::move(batch);
  background_.run([this] { write_now(false, false); });
}

const store::ImportRun& ImportWriter::finish(Batch batch, bool done) {
  next_waits_ = true;
  background_.wait();
  batch_ = std::move(batch);
  write_now(true, done);
  return *run_;
}

// The run begins with its first record, which says of what source and kind it is where the command did not.
void ImportWriter::begin_run() {
  if (run_) return;
  if (!batch_.records.empty()) {
    // Of an export what comes first is people, who are not what it is of.
    const auto item = std::ranges::find_if(
        batch_.records, [](const Gathered& gathered) { return !std::holds_alternative<model::Entry>(gathered.record); });
    const Gathered& first = item == batch_.records.end() ? batch_.records.front() : *item;
    const auto* article = std::get_if<model::Article>(&first.record);
    const auto* entry = std::get_if<model::Entry>(&first.record);
    if (!kind_known_)
      key_.kind = article != nullptr ? article->kind : entry != nullptr ? model::kind_of(*entry) : model::Kind::kTicket;
    if (options_.source.empty()) key_.source = first.origin.source;
  }
  if (key_.source.empty()) key_.source = own_source_;
  run_.emplace(context_.store(), key_, context_.author(options_.message), options_.dry_run);
  if (options_.met != nullptr) run_->join(*options_.met);
  if (options_.seen != nullptr) run_->note_seen(*options_.seen);
  if (run_->resumed()) context_.say(fmt::format("{}: going on with run:{}, which was interrupted", name_, run_->id()));
}

void ImportWriter::put(Gathered& gathered) {
  // The option wins over what a record says, and an import without a name takes the format's.
  if (!options_.source.empty()) gathered.origin.source.clear();
  else if (gathered.origin.source.empty() && key_.source != own_source_) gathered.origin.source = own_source_;
  if (auto* ticket = std::get_if<model::Ticket>(&gathered.record)) {
    run_->put(std::move(*ticket), gathered.origin, std::move(gathered.hash));
  } else if (auto* article = std::get_if<model::Article>(&gathered.record)) {
    run_->put(std::move(*article), gathered.origin, std::move(gathered.hash));
  } else {
    run_->put(std::move(std::get<model::Entry>(gathered.record)), gathered.origin);
  }
}

void ImportWriter::begin() {
  if (transaction_) return;
  if (!options_.dry_run) transaction_.emplace(context_.store().db());
  if (run_) run_->look_again();
  began_at_ = Clock::now();
}

void ImportWriter::commit(bool last) {
  if (!transaction_) return;
  run_->checkpoint();
  refuse_changes();
  if (options_.index && (last || unindexed_ >= kIndexed || Clock::now() - indexed_at_ >= kIndexTime)) {
    while (indexer_.step(kIndexed) > 0) {
    }
    unindexed_ = 0;
    indexed_at_ = Clock::now();
  }
  transaction_->commit();
  transaction_.reset();
}

void ImportWriter::refuse_changes() const {
  const std::int64_t changed = run_->counts().changed;
  if (readers_.empty() || changed == 0) return;
  throw Error(Exit::kInput,
              fmt::format("{} was exported for readers ({}), and {} of it would go over what is here", name_, readers_,
                          changed == 1 ? "1 record" : fmt::format("{} records", changed)),
              "import it into a store of its own; to have it go over what is here add --over");
}

void ImportWriter::write_now(bool last, bool done) {
  begin();
  begin_run();
  run_->count_rejected(batch_.rejected);
  std::size_t written = 0;
  for (Gathered& gathered : batch_.records) {
    put(gathered);
    ++unindexed_;
    if (options_.dry_run || ++written % kLookAtClock != 0 || Clock::now() - began_at_ < kTransactionTime) continue;
    commit(last);
    store::let_others_write();
    begin();
  }
  batch_ = {};
  if (done && !options_.dry_run) run_->finish();
  refuse_changes();
  if (!last && next_waits_ && Clock::now() - began_at_ < kTransactionTime) return;
  commit(last);
  if (!done && !options_.dry_run) store::let_others_write();
}

}  // namespace ckm::cli
