// Categories where a change is undone: what they are without it, and which of them go.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/value.hh"
#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::store {

// What a category is now, as category_content() makes it; null where it is not there.
Value category_now(Store& store, std::string_view uid);
// One that was made without an entry of its own, before a changeset gave it what `after` says.
Value plain_category(const Value& after);

// A category without what a changeset made of it. What others wrote since stays; `blocked` are the fields that both wrote. Its
// place in the order is no obstacle.
struct WithoutChange {
  Value again;
  std::vector<std::string> blocked;
};
WithoutChange without_change(const Value& before, const Value& after, const Value& now);

// Whether something but rules puts things there: an article, a ticket, a person's label, a model, or a category below it that
// does not go too.
bool category_used(Store& store, std::string_view uid, const std::set<std::string>& going = {});

// Takes one away, which nothing may use, with what its rule said.
void remove_category(Store& store, std::string_view uid, ChangeWriter& change);

// One that another copy removed and that something here is in has its name alone from then on, as the category of that name that
// the other copy makes.
void make_plain_category(Store& store, std::string_view uid);

// Of the categories of these paths, and those above them, takes away those that a changeset made by naming them, that are a name
// alone, and that nothing uses any more.
void drop_made_by(Store& store, std::int64_t change_id, const std::set<std::string>& paths);

}  // namespace ckm::store
