// What people say that a field is: how `ckm set` and `ckm classify review` write a label.
//
// Of an article it is an edit, of the category a label (edits.hh). Each other field of a ticket has at most one, whose uid
// follows from the ticket's name and the field, so that what two copies say of it is one thing that they contradict each other
// in.
//
// All calls happen within the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/origin.hh"
#include "store/changes.hh"
#include "store/items.hh"
#include "store/said.hh"
#include "store/targets.hh"

namespace ckm::store {

// What a person says of a ticket's field other than category, as it is kept: of tag a JSON array. Nothing where nobody does.
std::optional<std::string> person_value(Store& store, std::int64_t ticket, std::string_view field);
// Of all fields, with who said it and when.
std::vector<model::PersonValue> person_values(Store& store, std::int64_t ticket);

// A person says it; an empty value takes back what one said. Of tag, `value` is a JSON array. Returns whether that is new.
bool say_ticket_value(Store& store, const Item& ticket, std::string_view field, std::string_view value, std::string_view actor,
                      ChangeWriter& change);
// The same of any thing and field; of tag the value is one tag, which is added to those of an article.
bool say_value(Store& store, const Item& item, const Target& target, std::string_view value, std::string_view actor,
               ChangeWriter& change);

// An import of what was exported brings it to a ticket of which nobody says the field here; `run`: which one.
void import_value(Store& store, std::int64_t ticket, std::string_view source, std::string_view external_id,
                  const model::PersonValue& said, std::int64_t run, ChangeWriter& change);
// What a run brought is taken back.
void undo_values(Store& store, std::int64_t run, ChangeWriter& undo);
// Whether a field is one of those, and the value one that it can have.
bool is_value(const model::PersonValue& said);

// What an entry of the history says the field is, for people.
std::string shown_value(const Value& entry);

// As said.hh has it.
void restore_said_value(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change);
void add_said_values(Store& store, const Item& ticket, std::vector<Said>& into);

}  // namespace ckm::store
