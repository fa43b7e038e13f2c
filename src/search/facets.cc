#include "search/facets.hh"

#include "text/fold.hh"

namespace ckm::search {

std::string facet_value(std::string_view value) {
  std::string out;
  bool blank = false;
  for (const char c : text::fold(value)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = !out.empty();
      continue;
    }
    if (blank) out.push_back(' ');
    blank = false;
    out.push_back(c);
  }
  return out;
}

void FacetWriter::set(std::uint32_t doc, const std::vector<std::pair<std::string, std::string>>& facts, bool exists, bool known) {
  Chunk& chunk = chunks_[doc >> 16];
  if (known) chunk.cleared.push_back(doc);
  if (!exists) return;
  chunk.added[{}].push_back(doc);
  for (const auto& [field, value] : facts) chunk.added[{field, facet_value(value)}].push_back(doc);
}

void FacetWriter::write() {
  for (auto& [number, chunk] : chunks_) {
    if (!chunk.cleared.empty()) {
      for (store::FacetRow& row : store::read_facet_chunk(store_, kind_, static_cast<std::int64_t>(number))) {
        index::DocSet set;
        set.load(number, row.data);
        bool changed = false;
        for (const std::uint32_t doc : chunk.cleared) {
          if (!set.contains(doc)) continue;
          set.remove(doc);
          changed = true;
        }
        const auto added = chunk.added.find({row.field, row.value});
        if (added != chunk.added.end()) {
          for (const std::uint32_t doc : added->second) set.add(doc);
          chunk.added.erase(added);
          changed = true;
        }
        if (!changed) continue;
        row.data = set.store(number);
        store::write_facet(store_, kind_, row);
      }
    }
    for (const auto& [key, docs] : chunk.added) {
      store::FacetRow row{static_cast<std::int64_t>(number), key.first, key.second, {}};
      index::DocSet set;
      if (chunk.cleared.empty()) {
        const std::string before = store::read_facet(store_, kind_, row.chunk, row.field, row.value);
        if (!before.empty()) set.load(number, before);
      }
      for (const std::uint32_t doc : docs) set.add(doc);
      row.data = set.store(number);
      store::write_facet(store_, kind_, row);
    }
  }
  chunks_.clear();
}

index::DocSet facet_range(store::Store& store, model::Kind kind, std::string_view field, std::string_view first,
                          std::string_view last) {
  index::DocSet set;
  for (const store::FacetRow& row : store::read_facets(store, kind, field, first, last)) {
    set.load(static_cast<std::size_t>(row.chunk), row.data);
  }
  return set;
}

index::DocSet all_documents(store::Store& store, model::Kind kind) { return facet_range(store, kind, {}, {}, {}); }

}  // namespace ckm::search
