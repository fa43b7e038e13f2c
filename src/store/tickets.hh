// Tickets and their messages.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "model/ticket.hh"
#include "store/people.hh"
#include "store/row_inserter.hh"
#include "store/store.hh"

namespace ckm::store {

struct StoredTicket {
  std::int64_t id = 0;
  std::string source;
  std::string ref;  // As it is shown.
  model::Ticket ticket;
};

// Equal for equal tickets: what tells a changed row from an unchanged one. 16 bytes.
std::string ticket_hash(const model::Ticket& ticket);

// Writes tickets as sources give them. All calls within the caller's transaction.
class TicketWriter {
 public:
  // `fill`: whether names and addresses that it finds empty are filled in (people.hh).
  explicit TicketWriter(Store& store, bool fill = true);
  // From now on.
  void fill(bool yes) { parties_.fill(yes); }
  // `number`: one that was its own before; 0: the next one.
  std::int64_t insert(std::int64_t source_id, model::Ticket ticket, std::string hash, std::int64_t run_id,
                      std::int64_t number = 0);
  // The same, but the row may wait for others: until flush() nothing finds it. What adds tickets otherwise flushes before.
  std::int64_t add(std::int64_t source_id, model::Ticket&& ticket, std::string hash, std::int64_t run_id,
                   std::int64_t number = 0);
  // Belongs before each commit, and before what looks tickets up.
  void flush();
  void update(std::int64_t id, std::int64_t source_id, const model::Ticket& ticket, std::string_view hash, std::int64_t run_id);
  // Gives it another identifier in its source.
  void rename(std::int64_t id, std::string_view external_id);
  // Only the messages: the hash stays that of the ticket's own record.
  void update_messages(std::int64_t id, const model::Ticket& ticket, std::int64_t run_id);

  [[nodiscard]] const PartyWriter::OtherNames& other_names() const { return parties_.other_names(); }

 private:
  void add_messages(std::int64_t id, const model::Ticket& ticket);
  void write_messages(std::int64_t id, const model::Ticket& ticket);
  struct Keys {
    std::optional<std::int64_t> category, requester, assignee;
    std::string tags;
    std::optional<std::string> extra, raw;
  };
  struct Waiting {
    std::int64_t id, source_id, run_id;
    model::Ticket ticket;
    std::string hash;
    Keys keys;
  };
  Keys keys(std::int64_t source_id, const model::Ticket& ticket, std::int64_t run_id);
  Store& store_;
  PartyWriter parties_;
  std::vector<Waiting> waiting_;
  std::int64_t last_id_ = 0;  // That was given out; 0: others may have added tickets since.
  RowInserter ticket_rows_;
  RowInserter message_rows_;
  std::deque<std::optional<std::string>> extras_;  // Of the messages among these.
};

// With the category that its source gave it; effective ones are in labels.hh.
std::optional<StoredTicket> read_ticket(Store& store, std::int64_t id);

// With its messages, labels, links and predictions.
void remove_ticket(Store& store, std::int64_t id);

// What a ticket is called of which only messages are known so far, that name it by its internal_id.
std::string unnamed_ticket(std::string_view internal_id);

// The uid that a ticket has in the history and in other copies: made from its source and identifier.
std::string ticket_uid(std::string_view source, std::string_view external_id);

}  // namespace ckm::store
