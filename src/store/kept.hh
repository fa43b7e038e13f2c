// What an import keeps against what it reads.
#pragma once

#include <string>
#include <vector>

namespace ckm::store {

struct Kept {
  std::string ref;
  std::vector<std::string> fields = {};  // That were edited here and changed there.
  std::string into = {};                 // What it was merged into here; empty: it was edited here.
  bool text = false;      // A person changed them there, in a text that was exported; then the import is in conflict,
  std::string why = {};   // and so it is where such a text can't be taken at all: how `ref` goes on,
  std::string hint = {};  // and what to do.
  std::string file = {};  // The text's, by its path in the folder that was imported; empty where it is the input itself.
  bool operator==(const Kept&) const = default;
};

}  // namespace ckm::store
