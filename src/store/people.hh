// Customers and people of the team, as imports name them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/value.hh"
#include "model/ref.hh"
#include "model/ticket.hh"
#include "store/store.hh"

namespace ckm::store {

// What a party is known by within its source: the identifier, or else ~ and the address or name in lower case.
std::string party_identity(const model::Party& party);
// The uid that somebody has in the history and in other copies.
std::string party_uid(bool customer, std::string_view source, std::string_view external_id);

// Finds or adds the customer or person that a party names: by the source's identifier, else by e-mail address, else by
// name. A name or address that was not known before is filled in, and noted for the undo. Keeps the last ones in memory.
class PartyWriter {
 public:
  // Without `fill` whoever is there stays as they are.
  explicit PartyWriter(Store& store, bool fill = true) : store_(store), fill_(fill) {}
  void fill(bool yes) { fill_ = yes; }
  // Nothing for an empty party. `run_id` is noted on what is added.
  std::optional<std::int64_t> customer(std::int64_t source_id, const model::Party& party, std::int64_t run_id);
  std::optional<std::int64_t> person(std::int64_t source_id, const model::Party& party, std::int64_t run_id);

  // Customers whom somebody named by the identifier of one that has another name, which stays: how many such names there were,
  // and the first with the two.
  struct OtherNames {
    std::int64_t count = 0;
    std::string identifier, known, other;
  };
  [[nodiscard]] const OtherNames& other_names() const { return other_names_; }

 private:
  using Cache = std::unordered_map<std::string, std::int64_t>;
  std::optional<std::int64_t> find_or_add(bool customer, Cache& cache, std::int64_t source_id, const model::Party& party,
                                          std::int64_t run_id);
  Store& store_;
  bool fill_;
  std::unordered_map<std::int64_t, std::string> source_names_;
  Cache customers_;
  Cache people_;
  OtherNames other_names_;
};

// Somebody whole, as a reference names them.
struct Somebody {
  model::Kind kind = model::Kind::kPerson;
  std::string ref;
  std::string source;
  model::Party party;
  std::vector<std::string> emails;  // Theirs and those of entries that were merged into this one.
  std::string team;                 // Of a person.
  std::string tier;                 // Of a customer.
  std::string region;
  std::string phone;
  std::string organisation;         // The name of what a customer belongs to.
  std::vector<std::string> skills;  // Of a person.
  Value extra;
  std::int64_t requested = 0;  // Tickets that they asked, or that a customer with one of their addresses did.
  std::int64_t assigned = 0;   // Tickets that are theirs to answer, or those of a person with one of their addresses.
};
// Nothing where there is nobody of that name. `ref` is of kind person or customer. Looks at all people and customers once.
std::optional<Somebody> read_somebody(Store& store, const model::Ref& ref);

// What a message's author is called, whom the source may name by an identifier only.
std::string author_name(Store& store, std::string_view source, std::string_view author);

// As the source named them, or named whoever has the same identifier among people and customers; the identifier is left out where
// it was made from name or address.
model::Party read_customer(Store& store, std::int64_t id);
model::Party read_person(Store& store, std::int64_t id);

}  // namespace ckm::store
