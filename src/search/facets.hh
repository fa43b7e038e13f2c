// The sets of documents by field and value, kept in step with the documents.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/docset.hh"
#include "store/items.hh"
#include "store/segments.hh"

namespace ckm::search {

// How a value is kept and asked for: folded, with single blanks.
std::string facet_value(std::string_view value);

// Collects changes to the facets of one kind and writes them chunk by chunk. Documents may come in any order.
class FacetWriter {
 public:
  FacetWriter(store::Store& store, model::Kind kind) : store_(store), kind_(kind) {}
  // The document's facts as they are now; none where it is gone. `known`: it was indexed before, so old facts must go.
  void set(std::uint32_t doc, const std::vector<std::pair<std::string, std::string>>& facts, bool exists, bool known);
  void write();

 private:
  using Key = std::pair<std::string, std::string>;
  struct Chunk {
    std::vector<std::uint32_t> cleared;
    std::map<Key, std::vector<std::uint32_t>> added;
  };
  store::Store& store_;
  model::Kind kind_;
  std::map<std::size_t, Chunk> chunks_;
};

// The documents whose value in a field is one of [first, last]; both folded.
index::DocSet facet_range(store::Store& store, model::Kind kind, std::string_view field, std::string_view first,
                          std::string_view last);
// Every indexed document of a kind.
index::DocSet all_documents(store::Store& store, model::Kind kind);

}  // namespace ckm::search
