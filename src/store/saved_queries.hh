// Queries that were given a name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "store/store.hh"

namespace ckm::store {

struct SavedQuery {
  std::string name;
  std::string text;
  Time at = 0;
  std::string actor;
};
// By name.
std::vector<SavedQuery> saved_queries(Store& store);
std::optional<std::string> saved_query(Store& store, std::string_view name);
// Within the caller's write transaction. The second says whether there was one.
void save_query(Store& store, const SavedQuery& query);
bool forget_query(Store& store, std::string_view name);

}  // namespace ckm::store
