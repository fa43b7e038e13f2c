// Whether the index is whole and in step with what it indexes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/store.hh"

namespace ckm::search {

struct IndexReport {
  std::int64_t segments = 0;
  std::int64_t documents = 0;
  std::int64_t postings = 0;
  std::int64_t queued = 0;
  std::int64_t sampled = 0;           // Documents compared with their text.
  std::vector<std::string> problems;  // Empty: all is well.
};

// Reads everything: rows, checksums, blocks, skip tables, counts, that each item is indexed once, that every filter holds just
// the items that it should, and that `sample` documents of each kind, spread evenly, have the terms of their text and no others.
// Items that wait to be indexed are left out. Impacts are not computed again. Never throws for damage: that is what it reports.
// Throws Interrupted.
IndexReport check_index(store::Store& store, std::int64_t sample);

}  // namespace ckm::search
