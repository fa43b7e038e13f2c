// The category tree as people look at it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "store/store.hh"

namespace ckm::store {

struct ListedCategory {
  std::int64_t id = 0;
  std::string path, title, description;
  std::string owner;  // Their name, else their address, else their reference; empty for nobody.
  std::optional<std::int64_t> review_days;
  Value rule;  // Null for none.
  std::int64_t position = 0;
  // What is in it as far as a person, a source, a rule or a model says so, and what is in it or below it.
  std::int64_t articles = 0, tickets = 0, all_articles = 0, all_tickets = 0;
};
// All of them, each behind what it lies below, by name.
std::vector<ListedCategory> list_categories(Store& store);

// The person of the team that a reference, an address or a name means. Throws Error{kNotFound} for nobody, kUsage for several.
std::int64_t need_person(Store& store, std::string_view text);

}  // namespace ckm::store
