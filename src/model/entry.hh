// What an import brings besides tickets and articles: people of the team, customers, categories, links and purchases.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hh"
#include "base/value.hh"
#include "model/kind.hh"
#include "model/ticket.hh"

namespace ckm::model {

// Somebody of the team. Known by the identifier, else by address, else by name: one of them is not empty.
struct Person {
  std::string external_id;
  std::string name;
  std::string email;
  std::string team;
  std::vector<std::string> skills;
  Value extra;                          // What no field takes, as an object; null when there is nothing.
  std::optional<Time> updated_at = {};  // When the record was changed.
};

// Somebody who asks, known as a person is.
struct Customer {
  std::string external_id;
  bool organisation = false;  // Else a person. Identifiers of the two are kept apart, see organisation_id().
  std::string name;
  std::string email;
  std::string phone;
  std::string tier;
  std::string region;
  Party belongs_to;  // An organisation; its identifier is as its source writes it.
  Value extra;
  std::optional<Time> updated_at = {};  // When the record was changed.
};

// The identifier by which the store knows an organisation: desks count people and organisations apart. Empty for an empty one.
std::string organisation_id(std::string_view id);

// What a source says of a category; what it doesn't say stays.
struct CategoryEntry {
  std::string path;  // Clean, not empty.
  std::string title;
  std::string description;
  Party owner;                              // Of the team.
  std::optional<std::int64_t> review_days;  // How often its articles are to be checked.
  Value rule = {};                          // What puts a text there; null: it does not say.
};

// A ticket or an article stands in a relation to another one. Each end is a reference, or an identifier in the import's source:
// `from` of a ticket, `to` of an article, or of a ticket where there is no such article or the relation is between tickets.
//
// A use of an article on a ticket has an outcome, and no relation.
struct Link {
  std::string from;
  std::string relation;  // One of kRelations.
  std::string to;
  std::optional<Time> at;
  std::string actor;
  std::string outcome;  // solved, not-solved or empty.
};
inline constexpr std::string_view kRelations[] = {"solved-by", "duplicate-of", "related"};

// What a customer bought.
struct Purchase {
  std::string external_id;  // Empty: the store makes one from the content.
  Party customer;           // Not empty.
  Time at = 0;
  std::string product;
  double quantity = 1;
  double amount = 0;     // In the currency's main unit.
  std::string currency;  // ISO 4217, as far as the source says it.
  Value extra;
  std::optional<Time> updated_at = {};  // When the record was changed.
};

// A record of an export that is neither ticket nor article, as it stands there (store/exported_records.hh), without its kind.
struct Exported {
  Kind kind = Kind::kPerson;
  Value fields;
};

using Entry = std::variant<Person, Customer, CategoryEntry, Link, Purchase, Exported>;

Kind kind_of(const Entry& entry);
// As an object with the members in a fixed order, empty ones left out.
Value to_value(const Entry& entry);

}  // namespace ckm::model
