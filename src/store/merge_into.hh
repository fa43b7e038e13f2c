// A duplicate is merged into the article that it repeats: what was said of it is said of that one, and its references lead there
// (redirects.hh).
//
// All calls happen within the caller's transaction. All that they do stands in entries of the changeset, so that undoing it, or
// joining two copies of a store, needs nothing else.
#pragma once

#include <cstdint>

#include "store/changes.hh"
#include "store/history.hh"
#include "store/items.hh"

namespace ckm::store {

// What went over.
struct Moved {
  std::int64_t uses = 0;
  std::int64_t verdicts = 0;
  std::int64_t links = 0;
  std::int64_t links_left = 0;  // Links that would join the other with itself, lead round in a circle, or say what one says.
};
// Merges an article into another one, but for its texts: the caller gives that the union of all that are merged into it, by one
// edit_article() in the same changeset, so that however many they are its history holds it once. Of a use of both on one ticket
// the better outcome counts. A check of the one is no check of the other: it goes, and comes back, with its article. Both are
// there, and are not the same.
Moved merge_into(Store& store, const Item& from, const Item& into, ChangeWriter& change);

// After an article that was merged is there again: what went over comes back to it, as far as it is where the merge left it; so
// do its checks. The phrasings and tags that the other one got of it go. `removal` is the version that merged it.
void split_again(Store& store, const Known& known, const Version& removal, ChangeWriter& change);

}  // namespace ckm::store
