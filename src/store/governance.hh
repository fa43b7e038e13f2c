// Who may change an article, and into which state (model/state.hh).
//
// What commands of people ask before they write. Imports, which tell what a source says, and undoing, which only goes back,
// don't.
#pragma once

#include <string_view>

#include "model/article.hh"
#include "store/items.hh"

namespace ckm::store {

// Throws Error{kConflict} where an article is restricted, its category has an owner (reviews.hh), and the actor is neither their
// name nor their address nor the part of that before the @. Tickets may be changed by all.
void need_may_change(Store& store, const Item& item, std::string_view actor);

// The same, and where its state may not go from one to the other. `before` is what it is.
void need_may_become(Store& store, const Item& item, const model::Article& before, const model::Article& after,
                     std::string_view actor);

// Throws Error{kConflict} where a new article can't begin in its state.
void need_may_begin(const model::Article& article);

}  // namespace ckm::store
