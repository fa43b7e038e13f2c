// What the dry runs of one command have met: the next one counts it as if it were there.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "base/time.hh"

namespace ckm::store {

// What imports said of a category.
struct CategorySaid {
  std::string title, description;
  std::string owner;  // By what they are known, see party_identity().
  std::optional<std::int64_t> review_days;
  std::string rule;  // As JSON; empty for none.
  bool operator==(const CategorySaid&) const = default;
};

struct DryRun {
  // What a source said of an identifier.
  struct Held {
    std::string hash;
    std::optional<Time> updated_at;
    int run = 0;              // Which said it last.
    std::string fields = {};  // Of a ticket whose thread that said: the hash of all but that.
  };
  std::unordered_map<std::string, Held> items;               // By kind, source and identifier.
  std::unordered_map<std::string, CategorySaid> categories;  // By path.
  int runs = 0;
};

}  // namespace ckm::store
