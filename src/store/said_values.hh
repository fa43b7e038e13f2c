// What people say that a field is: how `ckm set` and `ckm classify review` write a label.
//
// Of an article it is an edit, of the category a label (edits.hh). Of a ticket's other fields it is an entry of its own with a
// uid: what is said anew takes the place of what was said, and of what two copies said the latest counts, the greater uid where
// both are of one second.
//
// All calls happen within the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/changes.hh"
#include "store/items.hh"
#include "store/said.hh"
#include "store/targets.hh"

namespace ckm::store {

// What a person says of a ticket's field other than category, as it is kept: of tag a JSON array. Nothing where nobody does.
std::optional<std::string> person_value(Store& store, std::int64_t ticket, std::string_view field);
// Of all fields.
std::vector<std::pair<std::string, std::string>> person_values(Store& store, std::int64_t ticket);

// A person says it; an empty value takes back what one said. Of tag, `value` is a JSON array. Returns whether that is new.
bool say_ticket_value(Store& store, const Item& ticket, std::string_view field, std::string_view value, std::string_view actor,
                      ChangeWriter& change);
// The same of any thing and field; of tag the value is one tag, which is added to those of an article.
bool say_value(Store& store, const Item& item, const Target& target, std::string_view value, std::string_view actor,
               ChangeWriter& change);

// As said.hh has it.
void restore_said_value(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change);
void add_said_values(Store& store, const Item& ticket, std::vector<Said>& into);

}  // namespace ckm::store
