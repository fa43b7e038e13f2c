// What people said of a thing beside what it is itself: uses, feedback, reviews, labels of tickets' fields, links. Each is an
// entry of the history with a uid of its own, and goes and comes back with its things.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "store/changes.hh"
#include "store/items.hh"

namespace ckm::store {

struct Said {
  model::Kind kind = model::Kind::kUse;
  std::string uid;
  Value entry;  // As the history keeps it.
};
// Of a ticket or an article that is there.
std::vector<Said> said_of(Store& store, const Item& item);

// All of a kind, but of labels, in an order that is the same in all copies; false ends it.
void for_each_said(Store& store, model::Kind kind, const std::function<bool(const Said&)>& visit);
// What is there by that uid, of which `entry` is an entry; null where nothing is.
Value said_now(Store& store, model::Kind kind, std::string_view uid, const Value& entry);

// Makes it again what an entry before says, or, with null, nothing; `now` is what it is, or was last.
using Restorer = void (*)(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change);
// Null for kinds that are things themselves.
Restorer restorer_of(model::Kind kind);

}  // namespace ckm::store
