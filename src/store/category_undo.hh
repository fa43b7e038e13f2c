// Takes back what a changeset did to categories.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::store {

// What a changeset did to one category; null contents where it was not there.
struct CategoryDeed {
  std::string uid;
  Value before, after, now;
  std::string into;  // What it was merged into before the changeset: its uid; empty: it was not.
};
// One that was made without an entry of its own, before a changeset gave it what `after` says.
Value plain_category(const Value& after);

// What it is to be without what the changeset did: what later ones wrote stays. `blocked`: what the changeset wrote and somebody
// else since, or what else stands in the way.
struct CategoryAgain {
  Value content;
  std::vector<std::string> blocked;
};
CategoryAgain category_again(Store& store, const CategoryDeed& deed);

// Whether something but rules puts things there: an article, a ticket, a person's label, a model, or a category below it that
// is not among these.
bool category_used(Store& store, std::string_view uid, const std::set<std::string>& going);

// All of a changeset, in the caller's transaction: first those that stay or are there again, and then, when all else of the
// changeset was taken back, those that go. What was in a category that had been merged is in it again, unless somebody put it
// elsewhere since; one that was merged before is so again.
void put_categories_back(Store& store, const std::vector<CategoryDeed>& deeds, std::int64_t change_id, const std::string& actor,
                         ChangeWriter& change);
// Throws Error{kConflict} where something uses one.
void take_categories(Store& store, const std::vector<CategoryDeed>& deeds, ChangeWriter& change);

// Of the categories of these paths, and those above them, takes away those that a changeset made by naming them, that are a name
// alone, of which the history has nothing, and that nothing uses any more.
void drop_made_by(Store& store, std::int64_t change_id, const std::set<std::string>& paths);

}  // namespace ckm::store
