// Files that were imported, as they were then: by which an import passes over those that are still the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/store.hh"

namespace ckm::store {

// A file as it was when it was read.
struct FileMark {
  std::string path;  // Absolute.
  std::int64_t size = 0;
  std::string hash;       // Of its content, 16 bytes.
  std::string told = {};  // How it was to be read, as any text.
};

// The run that read this very file in this way to its end, where it and all others that did stand; nothing where it is new or
// changed.
std::optional<std::int64_t> find_imported(Store& store, const FileMark& file);

}  // namespace ckm::store
