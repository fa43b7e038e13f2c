// The fields that a classifier can learn to fill in, in one table, and what people and sources say of them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "store/items.hh"

namespace ckm::store {

struct Target {
  std::string_view field;    // As labels, predictions and filters call it.
  std::string_view ticket;   // The ticket's column; empty: it has none, and only a prediction fills it.
  std::string_view article;  // The article's; empty: it has no such field.
  bool list = false;         // A JSON array of values, of which a text may have several.
  bool path = false;         // A category.

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

// Of how many tickets a person said it after that time.
std::int64_t said_since(Store& store, const Target& target, Time after);

// What somebody asks with it, for classifiers: of a ticket its subject and what the customer said, of a FAQ its question and
// phrasings, of a case its title and situation, of a document its title. Empty where that is.
std::string asked_text(Store& store, const Item& item);

}  // namespace ckm::store
