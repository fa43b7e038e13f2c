// What stands above a text about it: TOML between lines of +++, or `key: value` between lines of ---.
//
// Of YAML, values are plain or quoted words, true and false, numbers, lists as [a, b] or as lines of "- a"; everything else stays
// text, with the lines that belong to it, and is named in `as_text`. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"

namespace ckm::formats {

struct FrontMatter {
  Value fields;                      // An object; null when there are none.
  std::vector<std::string> as_text;  // Keys whose values were not understood.
  std::size_t end = 0;               // Where the text begins behind it.
  bool unclosed = false;             // It has no end; nothing else is told then.
};

// Nothing where the text begins otherwise. TOML that is none is kept as one text, by the name front_matter.
std::optional<FrontMatter> read_front_matter(std::string_view text);

}  // namespace ckm::formats
