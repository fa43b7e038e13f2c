// What things have to do with each other, as people say it.
//
// A link is a change with an entry of its own (kLink), so that it can be undone. All calls happen within the caller's
// transaction.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "store/changes.hh"
#include "store/items.hh"

namespace ckm::store {

struct Relation {
  std::string_view name;
  std::string_view inverse;  // What the other end is to this one, for people.
};
inline constexpr std::array<Relation, 6> kRelations = {{
    {"solved-by", "solves"},
    {"duplicate-of", "has the duplicate"},
    {"related", "related"},
    {"supersedes", "superseded by"},
    {"variant-of", "has the variant"},
    {"derived-from", "source of"},
}};

// Returns whether nobody had said so. Throws Error{kUsage} for a thing and itself.
bool add_link(Store& store, const Item& from, std::string_view relation, const Item& to, std::string_view actor,
              ChangeWriter& change);
// Returns whether anybody had.
bool remove_link(Store& store, const Item& from, std::string_view relation, const Item& to, ChangeWriter& change);

// What undoing a changeset does to a link: it is there as an entry says, or, with null, not. Nothing where an end is gone.
void restore_link(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change);

// One end of a link, as the other one sees it.
struct Linked {
  std::string relation;
  bool outwards = true;  // It leads from the thing that was asked about.
  Item item;
};
// Those from it in the order of relations, then those to it.
std::vector<Linked> links_of(Store& store, const Item& item);

}  // namespace ckm::store
