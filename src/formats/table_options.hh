// What the user says of delimited text; what is not said is found.
#pragma once

#include <optional>
#include <string>

namespace ckm::formats {

struct TableOptions {
  std::string delimiter = {};       // Between cells; empty: found.
  bool blanks = false;              // Runs of blanks are.
  std::optional<char> quote = {};   // '\0': none.
  std::optional<char> escape = {};  // '\0': none.
  bool pad = false;                 // Rows with too few cells are filled up, not rejected.

  [[nodiscard]] bool any() const { return !delimiter.empty() || blanks || quote || escape; }
};

}  // namespace ckm::formats
