// Tickets, and the imports that brought them, on their way from one copy of a store to another.
//
// A ticket is what its source said last: an import that came after another one's changeset counts above that; of two that were
// made apart the one of which the source said that it was updated last, else the one that was imported last.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/time.hh"
#include "model/ticket.hh"
#include "store/forgotten.hh"
#include "store/history_graph.hh"
#include "store/store.hh"
#include "store/tickets.hh"

namespace ckm::store {

// An import that is done or was undone, by its changeset.
struct RunOfCopy {
  std::string change;  // The changeset's digest, 32 bytes.
  std::string source, kind, format, input;
  Time started_at = 0;
  Time finished_at = 0;
  std::int64_t added = 0, changed = 0, unchanged = 0, rejected = 0;
  bool undone = false;
};
Value to_value(const RunOfCopy& run);
// Throws Error{kInput} for what is none.
RunOfCopy run_from_value(const Value& value);

struct TicketOfCopy {
  std::string source;
  std::string added, changed;  // The changesets of the imports that added it and wrote it last.
  std::string hash;            // 16 bytes: of what its source said.
  model::Ticket ticket;
};
Value to_value(const TicketOfCopy& ticket);
TicketOfCopy ticket_of_copy_from_value(const Value& value);

// Imports that are done, and all that were undone, then the tickets that the done ones wrote last; without those whose changeset
// `leave_out` has true at. Throws Interrupted.
void for_each_run(Store& store, const HistoryGraph& graph, const std::vector<bool>& leave_out,
                  const std::function<void(const RunOfCopy&)>& visit);
void for_each_ticket(Store& store, const HistoryGraph& graph, const std::vector<bool>& leave_out,
                     const std::function<void(const TicketOfCopy&)>& visit);

// All calls within the caller's transaction, once the history was joined and sealed.
class TicketJoiner {
 public:
  // The graph has what was joined, and must outlive it.
  TicketJoiner(Store& store, const HistoryGraph& graph);
  void put(const RunOfCopy& run);
  // One that was removed or forgotten, or whose import was undone, here since it was imported is left out.
  void put(TicketOfCopy&& ticket);
  // Once, last: what an import brought that was undone in the other copy goes.
  void finish();

  struct Counts {
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t removed = 0;
    std::int64_t undone = 0;  // Imports.
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  struct Run {
    std::int64_t id = 0;  // 0: not here.
    std::int64_t change_id = 0;
    Time at = 0;  // When its changeset was made.
    bool undone = false;
  };
  const Run& run_of(const std::string& change);
  // Whether one changeset comes after another one.
  bool follows(std::int64_t change_id, std::int64_t other);
  [[nodiscard]] bool removed_since(const std::string& uid, std::int64_t change_id);
  Store& store_;
  const HistoryGraph& graph_;
  TicketWriter writer_;
  ForgottenMarks marks_;
  std::map<std::size_t, std::vector<bool>> behind_;  // By changesets that were compared: what each of them follows.
  std::map<std::string, Run> runs_;                  // By their changeset's digest.
  Counts counts_;
};

// The changeset of the import that wrote a ticket last; 0 where none did.
std::int64_t writer_of(Store& store, std::int64_t ticket_id);

}  // namespace ckm::store
