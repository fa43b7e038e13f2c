// What customers say in their tickets: what is learned from, and what topics are sought in.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hh"
#include "store/store.hh"

namespace ckm::store {

struct CustomerText {
  std::int64_t id = 0;
  std::string ref;  // As the ticket is shown.
  std::optional<Time> created_at;
  std::string subject;
  std::vector<std::string> messages;  // Theirs, in order, without notes.
};

// What the customer says in one, in order, without notes.
std::vector<std::string> customer_messages(Store& store, std::int64_t ticket);

// Of every ticket, in the order of their ids, those without any words too. `visit` may change what it is given; false ends it.
void for_each_customer_text(Store& store, const std::function<bool(CustomerText&)>& visit);

// When the newest ticket was made, of those that were made by `until`.
std::optional<Time> newest_ticket(Store& store, Time until);

}  // namespace ckm::store
