// What `ckm category list` prints.
#pragma once

#include <string>

#include "cli/command.hh"

namespace ckm::cli {

struct CategoryListing {
  std::string path;        // Clean; empty: all.
  std::int64_t depth = 0;  // Steps below that, itself not counted; 0: all.
  bool toml = false;       // As a file that `ckm import --kind category` and `ckm classify apply --rules` read.
};
// Throws Error{kNotFound} for a path that no category has or had.
Exit print_categories(Context& context, const CategoryListing& listing);

}  // namespace ckm::cli
