// Import runs: writing what an import brings, listing them, undoing them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/article.hh"
#include "model/ticket.hh"
#include "store/changes.hh"
#include "store/store.hh"
#include "store/tickets.hh"

namespace ckm::store {

struct Counts {
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t rejected = 0;
};

// What an import was told to do; equal ones continue each other after a kill.
struct RunKey {
  std::string source;
  model::Kind kind = model::Kind::kTicket;
  std::string format;
  std::string input;
};

// One import under way. All calls within the caller's transactions; checkpoint() belongs before each commit.
class ImportRun {
 public:
  // Continues an unfinished run of the same key, or begins one. A dry run looks everything up and writes nothing of what it is
  // given; the caller rolls its transaction back.
  ImportRun(Store& store, const RunKey& key, const Author& author, bool dry);

  enum class Outcome : std::uint8_t {
    kAdded,
    kChanged,
    kUnchanged,
    kKept,  // It was edited here since its last import, and the source changed too: the edit stays.
  };
  // Without an identifier of its own a record is known by its content and how often that came before in this run.
  Outcome put(model::Ticket&& ticket);
  Outcome put(model::Article&& article);
  void count_rejected() { ++counts_.rejected; }

  void checkpoint();  // Writes the counts.
  void finish();      // Done: seals the changeset.

  [[nodiscard]] const Counts& counts() const { return counts_; }
  [[nodiscard]] std::int64_t id() const { return id_; }
  [[nodiscard]] bool resumed() const { return resumed_; }
  // What was kept against the source, as references, at most the first thousand.
  [[nodiscard]] const std::vector<std::string>& kept() const { return kept_; }

 private:
  std::string content_id(std::string_view hash);
  // For dry runs: whether a record of that identifier came before, with that content.
  std::optional<Outcome> seen_before(std::string_view external_id, std::string_view hash);
  void link_change();
  Store& store_;
  RunKey key_;
  Author author_;
  std::int64_t source_id_ = 0;
  std::int64_t id_ = 0;
  bool resumed_ = false;
  bool linked_ = false;
  bool dry_;
  std::unordered_map<std::string, std::string> dry_seen_;  // Identifiers of a dry run, with the hash of their content.
  Counts counts_;
  TicketWriter tickets_;
  std::optional<ChangeWriter> change_;
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;  // Contents without identifier, by hash, with their count.
  std::vector<std::string> kept_;
};

struct Run {
  std::int64_t id = 0;
  std::string source;
  model::Kind kind = model::Kind::kTicket;
  std::string format;
  std::string input;
  std::string state;
  Time started_at = 0;
  std::optional<Time> finished_at;
  Counts counts;
  std::string actor;
};
// Newest first.
std::vector<Run> read_runs(Store& store);

// Takes back what a run added and changed, exactly, in one transaction. Throws Error{kNotFound} where there is no such run
// and kConflict, with the references, where something later depends on it.
Counts undo_run(Store& store, std::int64_t run_id, const Author& author);

}  // namespace ckm::store
