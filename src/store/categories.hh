// The category tree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/category.hh"
#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::store {

using model::clean_path;

std::optional<std::int64_t> find_category(Store& store, std::string_view path);
// The category of that path, with what lies above it made if missing. `path` is clean and not empty.
std::int64_t need_category(Store& store, std::string_view path, std::int64_t run_id);
// The path of a category; empty for 0.
std::string category_path(Store& store, std::int64_t id);

// All of them, ordered by position (the order of rules), then path.
std::vector<model::Category> read_categories(Store& store);

struct TreeUpdate {
  std::int64_t added = 0;
  std::int64_t changed = 0;
};
// Makes a category what its entry in the history says, and what lies above it; its place among the rules stays. Returns whether
// it was another one.
bool restore_category(Store& store, const Value& entry);

// Adds or changes these, in their order; categories that are not among them lose their rule and stay.
TreeUpdate write_categories(Store& store, const std::vector<model::Category>& tree, ChangeWriter& change);

}  // namespace ckm::store
