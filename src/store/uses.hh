// How articles did: on which tickets they were used, and what readers thought of them.
//
// Both are changes with entries of their own (kUse, kFeedback), so that they can be undone: a use that is taken back leaves
// nothing behind but that. All calls happen within the caller's transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/ticket.hh"
#include "store/changes.hh"
#include "store/items.hh"
#include "store/said.hh"

namespace ckm::store {

// What the customer of a ticket asked, in their words: the subject and the front of their first message.
std::string customer_wording(const model::Ticket& ticket);

// As much of a message as says what it asks.
std::string_view front_of(std::string_view message);

// An article was used on a ticket: it solved it, or not, or nobody knows. What a use said before of the two is replaced. Where it
// solved it the article learns the customer's wording (learned.hh). Returns whether nobody had said so before.
bool record_use(Store& store, const Item& article, const Item& ticket, std::optional<bool> solved, std::string_view actor,
                ChangeWriter& change);

// The same as an import says it, unless a person said otherwise. Returns the number of the use, or 0 where a person's stays.
struct ImportedUse {
  bool solved = false;
  Time at = 0;
  std::string actor;
  std::int64_t run_id = 0;
};
std::int64_t import_use(Store& store, const Item& article, const Item& ticket, const ImportedUse& said, ChangeWriter& change);
// Takes back what an import said.
void undo_uses(Store& store, std::int64_t run_id, ChangeWriter& undo);

// A reader's verdict.
void record_feedback(Store& store, const Item& article, bool helpful, std::string_view comment, std::string_view actor,
                     ChangeWriter& change);

// What undoing a changeset does to a use or a verdict: it is what it was in an entry before, or, with null, never was.
void restore_use(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change);
void restore_feedback(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change);

// An article was merged into another one (merge_into.hh): what was said of it is said of that. `into`: what that is, by its uid.
// Of two uses on one ticket the better outcome counts, of two as good the one that was there. Both articles are there.
void move_use(Store& store, const Said& use, std::string_view into, ChangeWriter& change);
void move_feedback(Store& store, const Said& verdict, std::string_view into, ChangeWriter& change);
// Such an entry of the other one, and the uid of an entry of a use.
Value entry_of_other(const Value& entry, std::string_view into);
std::string use_uid(const Value& entry);

// The uses of an article, or on a ticket; an article's verdicts. The oldest first.
void add_uses(Store& store, const Item& item, std::vector<Said>& into);
void add_feedback(Store& store, const Item& article, std::vector<Said>& into);
// All of them, by the uids of their articles or of their own; false ends it.
void for_each_use(Store& store, const std::function<bool(Said&&)>& visit);
void for_each_feedback(Store& store, const std::function<bool(Said&&)>& visit);

// How an article did.
struct Record {
  std::int64_t uses = 0;
  std::int64_t solved = 0;
  std::int64_t unsolved = 0;
  std::int64_t helpful = 0;
  std::int64_t unhelpful = 0;
};
Record read_record(Store& store, std::int64_t article_id);

// The articles that were used most since a time, and how often, whether it helped or not; the most used first, at most `limit`.
std::vector<std::pair<Item, std::int64_t>> most_used(Store& store, Time since, std::size_t limit);

}  // namespace ckm::store
