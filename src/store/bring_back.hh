// What was removed comes back: with its uid and its identifier, under the number that it had.
//
// All calls happen within the caller's transaction, and write their entries into the changeset.
#pragma once

#include <string_view>

#include "base/value.hh"
#include "model/article.hh"
#include "store/changes.hh"
#include "store/history.hh"
#include "store/items.hh"

namespace ckm::store {

// An article that is not there, under the number that it had, if any, without an entry. Its uid must be set.
Item put_back_article(Store& store, std::string_view source, model::Article article);

// The number that it is there under names it again.
void take_number(Store& store, const Item& item);

// An article that is not there, as a version that is there says; without its label. What its source said of it last is known
// again, and so are the imports that wrote it.
Item bring_back_article(Store& store, const Known& known, const Version& version, ChangeWriter& change);
// A ticket that is not there, as the entry of its removal says; without its label.
Item bring_back_ticket(Store& store, const Value& entry, ChangeWriter& change);
// What was said of a thing and went with it (said.hh), as far as its other ends are there.
void bring_back_said(Store& store, const Known& known, ChangeWriter& change);

}  // namespace ckm::store
