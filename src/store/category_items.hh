// What a category's row holds, and what is in the category.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hh"
#include "base/value.hh"
#include "store/store.hh"

namespace ckm::store {

// What stands in a category itself.
struct CategoryUse {
  std::int64_t articles = 0;
  std::int64_t tickets = 0;  // As their source says.
  std::int64_t labels = 0;   // That people gave, of both.
  std::int64_t predictions = 0;
  std::int64_t by_rule = 0;  // Of these.
  std::int64_t below = 0;    // Categories.
  [[nodiscard]] bool any() const { return articles + tickets + labels + predictions + below > 0; }
  // Whether something but rules puts things there.
  [[nodiscard]] bool holds() const { return articles + tickets + labels + predictions - by_rule > 0; }
};
CategoryUse category_use(Store& store, std::int64_t id);

// All but where it is and what leads to it, from content as category_content() makes it; what that does not say is emptied, but
// for its position.
void set_category_fields(Store& store, std::int64_t id, const Value& content);
// The same, of fields that are empty.
void fill_category(Store& store, std::int64_t id, const Value& content);
// That it had a path until then.
void had_path(Store& store, std::int64_t id, std::string_view path, Time until);

// Its row goes, with what rules and models say of it. Nothing else may be in it, nor below it.
void drop_category(Store& store, std::int64_t id);
// All that is in one, and what is below it and leads to it, goes to another one, and its row goes. What sources said of tickets
// is kept under `uid`, the first one's.
void move_items(Store& store, std::int64_t from, std::int64_t into, std::string_view uid);
// A category that was merged is there again: what the history still says to be in it, and the tickets that a source gave it, are.
// What rules and models said to be in the other one, they are to judge again.
void give_back(Store& store, std::int64_t into, const std::string& uid);

// Filters look again at what rules and models put there.
void queue_predicted(Store& store, std::int64_t id);

}  // namespace ckm::store
