// That articles were checked, and when they are to be checked next.
//
// A review is a change with an entry of its own (kReview), so that it can be undone; the article itself stays what it was. All
// calls happen within the caller's transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "base/value.hh"
#include "store/changes.hh"
#include "store/items.hh"
#include "store/said.hh"

namespace ckm::store {

struct Review {
  bool ok = true;
  std::string note;
  std::optional<Time> next;  // When it is to be checked again; nothing: as its category says.
  Time at = 0;
  std::string actor;
};

// Throws Error{kUsage} for what is no article.
void record_review(Store& store, const Item& article, const Review& review, ChangeWriter& change);
// What undoing a changeset does to a review: it is there as an entry says, or, with null, not.
void restore_review(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change);

// Those of an article, the oldest first.
void add_reviews(Store& store, const Item& article, std::vector<Said>& into);
// All of them, by their uids; false ends it.
void for_each_review(Store& store, const std::function<bool(Said&&)>& visit);

// Of an article, the newest first.
std::vector<Review> reviews_of(Store& store, std::int64_t article_id);

// When an article is to be checked, in this order: at once after a review that was not ok; when its last review said; at its own
// date, review_by, where no review came after that; as many days after its last review, or else its last change, as its category
// or the nearest above it says (review_days). What an import changed was changed when its source says, or else by the import.
// Nothing where none of them says anything, or it is archived.
std::optional<Time> due_at(Store& store, std::int64_t article_id);

// Who answers for an article: the owner of its category or of the nearest above it that has one.
struct Owner {
  std::int64_t person_id = 0;
  std::string name;
  std::string email;
};
std::optional<Owner> owner_of(Store& store, std::int64_t article_id);

// What is to be done about an article.
struct Due {
  Item item;
  std::string title;
  std::string why;            // review or expired.
  std::optional<Time> since;  // When it was to be checked, or expired.
  std::string owner;          // Their name, or address; empty for none.
};
// Articles that are not archived, to be checked at `until` or before, or expired by then (valid_to); by kind and number.
void for_each_due(Store& store, Time until, const std::function<void(const Due&)>& visit);

}  // namespace ckm::store
