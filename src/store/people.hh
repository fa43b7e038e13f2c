// Customers and people of the team, as imports name them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/ref.hh"
#include "model/ticket.hh"
#include "store/store.hh"

namespace ckm::store {

// Finds or adds the customer or person that a party names: by the source's identifier, else by e-mail address, else by
// name. A name or address that was not known before is filled in, and noted for the undo. Keeps the last ones in memory.
class PartyWriter {
 public:
  explicit PartyWriter(Store& store) : store_(store) {}
  // Nothing for an empty party. `run_id` is noted on what is added.
  std::optional<std::int64_t> customer(std::int64_t source_id, const model::Party& party, std::int64_t run_id);
  std::optional<std::int64_t> person(std::int64_t source_id, const model::Party& party, std::int64_t run_id);

 private:
  using Cache = std::unordered_map<std::string, std::int64_t>;
  std::optional<std::int64_t> find_or_add(bool customer, Cache& cache, std::int64_t source_id, const model::Party& party,
                                          std::int64_t run_id);
  Store& store_;
  std::unordered_map<std::int64_t, std::string> source_names_;
  Cache customers_;
  Cache people_;
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
  std::int64_t requested = 0;  // Tickets that they asked, or that a customer with one of their addresses did.
  std::int64_t assigned = 0;   // Tickets that are theirs to answer, or those of a person with one of their addresses.
};
// Nothing where there is nobody of that name. `ref` is of kind person or customer. Looks at all people and customers once.
std::optional<Somebody> read_somebody(Store& store, const model::Ref& ref);

// As the source named them; the identifier is left out where it was made from name or address.
model::Party read_customer(Store& store, std::int64_t id);
model::Party read_person(Store& store, std::int64_t id);

}  // namespace ckm::store
