// Reads many tickets one after the other: what they have in common is looked up once, and what no ticket has not at all.
//
// Within one transaction, while nobody writes by the same store. Keeps the last thousands of people and categories in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/origin.hh"
#include "store/labels.hh"
#include "store/store.hh"
#include "store/tickets.hh"

namespace ckm::store {

class TicketReader {
 public:
  enum class For : std::uint8_t { kOne, kMany };
  explicit TicketReader(Store& store, For how = For::kMany);

  // As read_ticket(). What is returned is valid until the next call. `last`: the tickets of the numbers up to that one are read
  // next, one after the other.
  StoredTicket* read(std::int64_t id, std::int64_t last = 0);
  [[nodiscard]] StoredTicket& at_hand() { return ticket_; }
  // As effective_category() and person_values() of the ticket that was read last.
  EffectiveCategory category();
  std::vector<model::PersonValue> values();

 private:
  using Parties = std::unordered_map<std::int64_t, model::Party>;
  const model::Party& party(Parties& known, std::int64_t id, bool customer);
  const std::string& path(std::int64_t category);
  bool find(std::int64_t id, std::int64_t last);
  void read_messages(std::int64_t id);

  Store& store_;
  Stmt row_, messages_;                              // Of the tickets from the one that was read to last_.
  std::int64_t read_ = 0, last_ = 0;                 // The ticket at hand.
  bool message_at_hand_ = false;                     // messages_ stands at a row that is not read yet.
  std::optional<bool> labels_, predictions_, said_;  // Whether there are any of tickets, once it was asked.
  StoredTicket ticket_;
  std::int64_t category_ = 0;  // Its own.
  Parties customers_, people_;
  std::unordered_map<std::int64_t, std::string> paths_;
  std::unordered_map<std::int64_t, std::string> sources_;
};

}  // namespace ckm::store
