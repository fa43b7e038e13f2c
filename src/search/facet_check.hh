// Whether the filters know of every item just what is true of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "index/docset.hh"
#include "store/items.hh"

namespace ckm::search {

// A field and value whose set of documents is not what the items say.
struct FacetDifference {
  std::string field;
  std::string value;
  std::uint64_t missing = 0;
  std::uint64_t extra = 0;
  bool damaged = false;  // A stored set is none.
};

// Compares every stored set of a kind with the facts of all its items; the documents of `skipped`, which wait to be indexed, are
// left out. Ordered by field and value. The set of all documents is the caller's to compare. Throws Interrupted.
// Time: reads every item. Memory: what 65,536 items say.
std::vector<FacetDifference> compare_facets(store::Store& store, model::Kind kind, const index::DocSet& skipped);

}  // namespace ckm::search
