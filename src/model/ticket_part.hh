// A ticket that comes in parts, such as a thread of mail that goes on from file to file and from run to run.
//
// Each message of a part has an identifier of its own, by which it is known again; the ticket is known by its identifier or by
// that of any message.
//
// Or the ticket has a record of its own, and messages come apart from it, as a desk's list of comments does: before it or
// after it, and both again and again. Whatever the order, the ticket ends as its record and those messages make it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/ticket.hh"

namespace ckm::model {

struct TicketPart {
  std::vector<std::string> related;  // Messages that these ones answer, the nearest first: they may be in the ticket already.
  bool first_asks = false;           // Who wrote the first message is the customer, and everybody else an agent.
  bool apart = false;                // Messages and nothing else: the ticket has a record of its own.
};

// Which messages the record of a ticket says. Without its thread, as in a desk's plain list of tickets, those that are there
// stay.
struct Said {
  bool thread = true;         // All that was written; else only, of what is said,
  bool opening = true;        // the first message, which is the customer's and has neither author nor identifier,
  bool answer = true;         // and a last one, which is the agent's.
  bool opens_thread = false;  // What the record has as its first message the thread has too.
  // Messages whose identifiers begin so stand in another file, which was not given: those that are known stay. Empty: none do.
  std::string_view elsewhere = {};
};

// In order of time; those without one last, equal ones as they were.
void sort_messages(std::span<Message> messages);

// The known ticket with the part's messages in it: one that is known is replaced, the others come between by their time. Where
// the first message of all is one of the part's, the part also says subject, requester and the other fields that it has;
// otherwise it only fills empty ones. `known.external_id` stays. Joining a part twice is joining it once. O(n log n).
Ticket join_part(Ticket known, Ticket part, const TicketPart& how);

// Puts those of the known ticket's messages that did not come apart into one whose record does not say them. A first message that
// is the known one without its formatting stays as it is known.
void keep_unsaid(Ticket& ticket, const Ticket& known, const Said& said);

// What became of messages that came apart from their ticket.
struct Joined {
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
};
// Puts messages that came apart into their ticket: one that is known, by its identifier or else by time, author and text, is
// replaced; the others come between by their time. The ticket's own first message goes where one of them repeats it. What the
// requester wrote is the customer's. O(n log n).
Joined join_apart(Ticket& ticket, std::vector<Message> messages);
// Those of a ticket's messages that came apart.
std::vector<Message> apart_messages(const Ticket& ticket);

}  // namespace ckm::model
