// How commands change single things: each call writes the thing and its entry in the changeset. What changes nothing makes no
// entry.
//
// All calls happen within the caller's transaction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/article.hh"
#include "store/changes.hh"
#include "store/history.hh"
#include "store/items.hh"

namespace ckm::store {

// Adds an article that is made here, with a uid of its own, the present as its times and its category as a clean path. Its uid,
// identifier and times before that don't count.
Item add_article(Store& store, model::Article article, ChangeWriter& change);

// Gives an article that is there another content; its uid, identifier and times stay, but what was made here is updated now: of
// what was imported its source says when. Returns whether that is another one.
bool edit_article(Store& store, std::int64_t id, model::Article after, ChangeWriter& change);

// A person says that a thing is in a category; an empty path takes back what one said. `said`: who said it, and when, of what was
// said before and comes back; else the actor, now. Returns whether nobody had said so.
bool edit_label(Store& store, const Item& item, std::string_view path, std::string_view actor, ChangeWriter& change,
                const LabelSaid& said = {});

// Removes a thing that is there; the history keeps what it was, and its number leads to that. `into`: the uid of the article that
// it was merged into (merge_into.hh), to which its references lead from now on; empty for none.
void remove_item(Store& store, const Item& item, ChangeWriter& change, std::string_view into = {});

// Makes a thing what it was in a version: there again, with the identifier and the number that it had, or gone. Returns whether
// it changed anything. Throws Error{kConflict} where that version's content was forgotten, or of a ticket for all but its label
// and removal.
bool restore(Store& store, const Known& known, const Version& version, std::string_view actor, ChangeWriter& change);

// The same of an article alone, without what was said of it and went with it; nothing is checked.
bool restore_alone(Store& store, const Known& known, const Version& version, std::string_view actor, ChangeWriter& change);

}  // namespace ckm::store
