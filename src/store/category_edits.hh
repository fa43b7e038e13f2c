// What people change in the category tree. Each call within the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/category_items.hh"
#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::store {

// The category of a path, or that had it. Throws Error{kNotFound} with one that is near.
std::int64_t need_known_category(Store& store, std::string_view path);

// What is to be written of a category; what is absent stays.
struct CategoryFields {
  std::optional<std::string> title = {};
  std::optional<std::string> description = {};
  std::optional<std::int64_t> owner = {};        // A person; 0: nobody.
  std::optional<std::int64_t> review_days = {};  // 0: none.
};

// Categories come with imports of other things, of which the history has nothing. Before one is changed it tells what they are,
// in a changeset of its own, so that a merge of copies knows what was changed and undo what to go back to.
void tell_categories(Store& store, const std::vector<std::int64_t>& ids, const Author& author);

// A new category, with what lies above it made if missing. Returns its number. Throws Error{kConflict} where one has the path.
std::int64_t add_category(Store& store, std::string_view path, const CategoryFields& fields, ChangeWriter& change);

// Returns whether that changed anything.
bool set_category(Store& store, std::int64_t id, const CategoryFields& fields, ChangeWriter& change);

// Throws Error{kConflict} where anything is in it or below it.
void remove_category(Store& store, std::int64_t id, ChangeWriter& change);

// Old and new paths, in order.
using MovedPaths = std::vector<std::pair<std::string, std::string>>;
// A branch to another path; what is in it stays in it. Throws Error{kConflict} where a category has that path, kUsage where it is
// below itself.
MovedPaths move_category(Store& store, std::int64_t id, std::string_view path, ChangeWriter& change);

struct MergedCategories {
  CategoryUse use;                 // Of those that are gone: what is in the other ones now.
  MovedPaths merged;               // The first stands for the second no more: what is gone, and what it is in now.
  MovedPaths moved;                // What lay below and lies below the other now.
  std::vector<std::string> rules;  // Categories that have the rule of one that is gone now, beside their own.
};
// All of one and its branch goes to another one. Throws Error{kConflict} for rules that can't be made one, kUsage where one is
// the other or lies above it.
MergedCategories merge_categories(Store& store, std::int64_t from, std::int64_t into, ChangeWriter& change);

}  // namespace ckm::store
