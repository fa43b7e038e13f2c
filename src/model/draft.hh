// The first text of a case or a FAQ, taken from tickets: what they say and nothing else, each text with the message that says it.
//
// A text stands as its message has it, but for blank lines around it, and behind it in brackets the message's reference (ref.hh)
// and, of a note that the customer did not see, a remark:
//
//   Please hold the button for ten seconds. [ticket:desk/7#2]
//   The depot has no trace of it. [ticket:desk/7#3] (internal)
//
// Messages of the system (automatic replies, bounces, a desk's own) and those without a text are left out and counted.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "model/article.hh"
#include "model/ticket.hh"

namespace ckm::model {

// A ticket and how it is cited: its category the one that counts, its subject without the marks of replies, its messages' authors
// by their names.
struct DraftSource {
  std::string ref;
  Ticket ticket;
};

struct Draft {
  Article article;             // wip, internal, open; without uid, identifier and times.
  std::int64_t cited = 0;      // Messages whose text is in it.
  std::int64_t automatic = 0;  // Left out.
  std::int64_t empty = 0;      // Left out.
};

// Whether the ticket tells what a case tells: something that an agent did.
bool tells_case(const Ticket& ticket);
// Whether it tells what a FAQ does: an answer that the customer saw, in a ticket that is not open (resolution.hh).
bool tells_faq(const Ticket& ticket);

// Every message once, in order, one ticket behind the other:
//   situation  what the customer wrote until somebody answered
//   attempts   each message of an agent, by whom and when; its why is what the customer wrote since the one before
//   result     the agents' last message that the customer saw, and the notes behind it; the last attempt is its citation alone,
//              with the outcome "worked" where the ticket is solved. Of a ticket that is open there is none
//   reaction   what the customer wrote after that
// The title is the first ticket's subject; category, product, language, tags and the context (channel, type, priority, and what
// the source says of version, tier and mood) are those that all tickets share. Nothing else has an outcome. Linear.
Draft draft_case(std::span<const DraftSource> sources);

// The question is the first ticket's subject, those of the others are its phrasings, and the answer is of each ticket the last
// message of an agent that the customer saw, equal ones once with all their citations. The rest as above; messages that are no
// answer are not counted. Tickets without an answer give their subject only.
Draft draft_faq(std::span<const DraftSource> sources);

}  // namespace ckm::model
