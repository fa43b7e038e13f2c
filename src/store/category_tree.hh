// The category tree made what its history says: where each category is, and what leads to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/value.hh"
#include "store/store.hh"

namespace ckm::store {

// What a category is to be.
struct CategoryState {
  std::string uid;
  Value content;     // As category_content() makes it; null: it is gone.
  std::string into;  // Of one that is gone: the uid of the category that it was merged into; empty: it was removed.
};

// Makes these categories what is said of them; all others stay where they are in the tree, below what lies above them. What is
// in one that was merged goes to the other; one that was removed and that something but rules is in stays, with nothing said of
// it; one that is there again gets back what it had. Two that are to have one path become one, under the lesser uid. One that is
// to lie below a path that has been moved lies where that is now. The same states give the same tree, in whatever order they are
// said. Returns how many categories are others now. Within the caller's transaction.
std::int64_t put_categories(Store& store, const std::vector<CategoryState>& states);

}  // namespace ckm::store
