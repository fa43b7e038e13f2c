// A ticket that comes in parts, such as a thread of mail that goes on from file to file and from run to run.
//
// Each message of a part has an identifier of its own, by which it is known again; the ticket is known by its identifier or by
// that of any message.
#pragma once

#include <string>
#include <vector>

#include "model/ticket.hh"

namespace ckm::model {

struct TicketPart {
  std::vector<std::string> related;  // Messages that these ones answer, the nearest first: they may be in the ticket already.
  bool first_asks = false;           // Who wrote the first message is the customer, and everybody else an agent.
};

// In order of time; those without one last, equal ones as they were.
void sort_messages(std::vector<Message>& messages);

// The known ticket with the part's messages in it: one that is known is replaced, the others come between by their time. Where
// the first message of all is one of the part's, the part also says subject, requester and the other fields that it has;
// otherwise it only fills empty ones. `known.external_id` stays. Joining a part twice is joining it once. O(n log n).
Ticket join_part(Ticket known, Ticket part, const TicketPart& how);

}  // namespace ckm::model
