// What a filter that nothing passes may have meant.
#pragma once

#include <string>
#include <vector>

#include "search/parse.hh"
#include "store/store.hh"

namespace ckm::search {

struct NearValue {
  std::string field;
  std::string typed;
  std::string value;  // The nearest that items have; empty where none is near.
};

// Of each filter, in groups too, whose value no item has (of the kinds asked for), the nearest value that one has. Days have
// none. Reads all values of the field.
std::vector<NearValue> near_values(store::Store& store, const std::vector<Clause>& clauses);

}  // namespace ckm::search
