// The fields that a classifier can learn to fill in, in one table, and what people and sources say of them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "model/article.hh"
#include "model/ticket.hh"
#include "store/items.hh"

namespace ckm::store {

// Where a record keeps the field: at most one of these.
template <typename Record>
struct Member {
  std::string Record::*one = nullptr;
  std::vector<std::string> Record::*several = nullptr;
};

struct Target {
  std::string_view field;    // As labels, predictions and filters call it.
  std::string_view ticket;   // The ticket's column; empty: it has none, and only a prediction fills it.
  std::string_view article;  // The article's; empty: it has no such field.
  Member<model::Ticket> of_ticket = {};
  Member<model::Article> of_article = {};
  bool list = false;  // A JSON array of values, of which a text may have several.
  bool path = false;  // A category.

  [[nodiscard]] bool has(model::Kind kind) const { return kind == model::Kind::kTicket || !article.empty(); }
};

std::span<const Target> targets();
// Null where there is none.
const Target* find_target(std::string_view field);
std::vector<std::string> target_fields();

// What a person says that a thing is, else what its source says; empty: nobody says anything. Several only of a list.
std::vector<std::string> said_values(Store& store, const Item& item, const Target& target);
// Whether anybody says anything; of a list also that it is empty, which a person may say of a ticket.
bool is_said(Store& store, const Item& item, const Target& target);

// What a record says itself, as said_values() has it once that is in a store.
std::vector<std::string> own_values(const model::Ticket& ticket, const Target& target);
std::vector<std::string> own_values(const model::Article& article, const Target& target);
// Gives an article a value, in the place of what it had, or beside it where it is a list. Nothing where it has no such field.
void give_value(model::Article& article, const Target& target, std::string_view value);

// Of how many tickets a person said it after that time.
std::int64_t said_since(Store& store, const Target& target, Time after);

// What somebody asks with it (model/asked.hh). Empty where it is not there.
std::string asked_text(Store& store, const Item& item);

}  // namespace ckm::store
