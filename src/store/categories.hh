// The category tree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/category.hh"
#include "store/category_paths.hh"
#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::store {

using model::clean_path;

// The category of that path, or that had it (category_paths.hh), with what lies above it made if missing. `path` is clean and not
// empty.
std::int64_t need_category(Store& store, std::string_view path, std::int64_t run_id);
// One of its own, which no category may have the path of now.
std::int64_t make_category(Store& store, std::string_view path, std::int64_t run_id);
// The path of a category; empty for 0.
std::string category_path(Store& store, std::int64_t id);

// All of them, ordered by position (the order of rules), then path.
std::vector<model::Category> read_categories(Store& store);

struct TreeUpdate {
  std::int64_t added = 0;
  std::int64_t changed = 0;
};
// All that is known of a category, as the history keeps it: path, title, description, rule, position, owner, review_days,
// and the paths that it had with the times until then, as was.
Value category_content(Store& store, std::int64_t id);
// Adds or changes these, in their order; categories that are not among them lose their rule and stay.
TreeUpdate write_categories(Store& store, const std::vector<model::Category>& tree, ChangeWriter& change);

}  // namespace ckm::store
