// Carries what an import gathered into the store, batch by batch: while one is written the next one is read.
//
// Batches are written in transactions of about half a second, so that nobody else waits long and what a kill interrupts is known
// and resumed; each second's have their part of the index. One ends with its batch unless the next is there already: nobody
// waits for an input that is slow.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/background.hh"
#include "cli/command.hh"
#include "cli/importer.hh"
#include "search/indexer.hh"
#include "store/runs.hh"

namespace ckm::cli {

struct Gathered {
  std::variant<model::Ticket, model::Article, model::Entry> record;
  model::Origin origin;
  std::string hash;  // Of a ticket or an article (store::ticket_hash, store::article_hash).
};

struct Batch {
  std::vector<Gathered> records;
  std::int64_t rejected = 0;
};

class ImportWriter {
 public:
  // `key`: of the run, as far as the command says it; the first record says the rest, of which kind it is too unless
  // `kind_known`. `own_source`: that of records that name
  // none, where the command doesn't either. `name`: what messages call the input. The store is the writer's until finish().
  ImportWriter(Context& context, const ImportOptions& options, store::RunKey key, bool kind_known, std::string own_source,
               std::string name);

  // Before the first batch: the input was made for such readers, and must not change what is here; else write() and finish()
  // throw Error{kInput}, and that batch is not written.
  void only_add(std::string readers) { readers_ = std::move(readers); }
  // Begins to write a batch once the one before is written, and throws what went wrong with that.
  void write(Batch batch);
  // Writes the last batch and waits for it. Unless `done` the run is left unfinished, to be gone on with.
  const store::ImportRun& finish(Batch batch, bool done);
  // Once it is finished: with what its first record said.
  [[nodiscard]] const store::RunKey& key() const { return key_; }

 private:
  using Clock = std::chrono::steady_clock;
  void begin_run();
  void put(Gathered& gathered);
  void begin();
  void commit(bool last);
  void refuse_changes() const;
  void write_now(bool last, bool done);

  Context& context_;
  const ImportOptions& options_;
  store::RunKey key_;
  bool kind_known_;
  std::string own_source_;
  std::string name_;
  std::string readers_;  // Empty: none.
  search::Indexer indexer_;
  std::optional<store::ImportRun> run_;
  Batch batch_;  // That is being written.
  std::optional<store::Transaction> transaction_;
  Clock::time_point began_at_;            // The transaction.
  std::atomic<bool> next_waits_ = false;  // Another batch has been gathered.
  std::size_t unindexed_ = 0;
  Clock::time_point indexed_at_ = Clock::now();
  Background background_;  // Last: its end waits for what uses the rest.
};

}  // namespace ckm::cli
