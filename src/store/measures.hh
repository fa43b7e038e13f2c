// What the measures of a team's knowledge work are computed from, read in one pass each (model/knowledge_facts.hh).
//
// Nothing here judges or sums up. All calls belong into one Snapshot, so that what they tell is of one moment. Times are within
// the span, both ends included; 1,000,000 tickets take about a second.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.hh"
#include "model/knowledge_facts.hh"
#include "store/participants.hh"
#include "store/store.hh"

namespace ckm::store {

// What of it costs something, and is wanted.
struct FactWishes {
  bool messages = false;    // Who of the team wrote in a ticket.
  bool categories = false;  // Else all are in none.
};

// Tickets that were solved within the span or, with messages, in which somebody of the team wrote in it. The fact lives until
// visit() returns. A ticket is solved where its source says when, or where its status says so (model::is_solved_status), then as
// of its last change, or of its beginning. What was said at an unknown time counts as said when the ticket was solved, changed or
// made; where nothing is known of that either, as at the beginning of time.
void for_each_ticket_fact(Store& store, TimeSpan span, FactWishes wishes, Participants& people,
                          const std::function<void(const model::TicketFact&)>& visit);

// All articles that are there; with `versions` also when they first were in a state, of which history keeps the versions.
void for_each_article_fact(Store& store, bool versions, const std::function<void(const model::ArticleFact&)>& visit);

// Every use, every link solved-by from a ticket to an article and every derived-from the other way, of any time: by ticket,
// article, how they have to do with each other, and time. Two may say the same of a pair.
std::vector<model::Attachment> read_attachments(Store& store, Participants& people);

// Changes by commands other than import, undo, use and link within the span: one for each article that a changeset added, changed
// or labelled, else one for the changeset. Undoing is a deed, but adds no knowledge.
void for_each_deed(Store& store, TimeSpan span, Participants& people, const std::function<void(const model::Deed&)>& visit);

// The paths of all categories by number.
std::unordered_map<std::int64_t, std::string> category_paths(Store& store);

}  // namespace ckm::store
