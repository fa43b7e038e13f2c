// By what a category is found: its path, a path that it had, or its uid; and how the history names it.
//
// A snapshot names the category of a thing by the path that it had then. That path means the category that was made first under
// it, wherever it is now; another one under that path is named with its uid beside it (category_uid).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.hh"
#include "store/store.hh"

namespace ckm::store {

// Of the category that is made first under a path, the same in all copies of a store.
std::string first_category_uid(std::string_view path);
// Of one that is made under a path now. `taken`: whether another one is to have it.
std::string new_category_uid(Store& store, std::string_view path, const std::function<bool(const std::string&)>& taken = {});
std::string category_uid(Store& store, std::int64_t id);

// Whether a category was ever moved or merged: until then each is named by its path alone.
bool categories_moved(Store& store);

// The category that has the path or, where none has, had it last, or lies where the path's branch is now.
std::optional<std::int64_t> find_category(Store& store, std::string_view path);
// The one of that uid, or that it was merged into.
std::optional<std::int64_t> find_category_by_uid(Store& store, std::string_view uid);

// Each path that a category had and none has, with the path that it leads to, in order.
std::vector<std::pair<std::string, std::string>> former_paths(Store& store);

// A snapshot of an article or a label as the history keeps it: with the uid of its category where the path alone would name
// another one. `snapshot` is JSON.
std::string with_category_uid(Store& store, std::string_view snapshot);
// The reverse: names the category of a snapshot by the path that it has now.
void name_category_now(Store& store, Value& snapshot);

}  // namespace ckm::store
