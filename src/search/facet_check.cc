#include "search/facet_check.hh"

#include <map>
#include <set>
#include <utility>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "index/block.hh"
#include "search/facets.hh"
#include "store/segments.hh"

namespace ckm::search {
namespace {

constexpr std::int64_t kBatch = 4'096;

class Comparison {
 public:
  Comparison(store::Store& store, model::Kind kind, const index::DocSet& skipped)
      : store_(store), kind_(kind), skipped_(skipped) {}

  // Documents in ascending order.
  void add(std::uint32_t doc) {
    if (doc >> 16 != chunk_) close();
    chunk_ = doc >> 16;
    if (skipped_.contains(doc)) return;
    for (const auto& [field, value] : store::read_facts(store_, {kind_, doc}))
      expected_[{field, facet_value(value)}].push_back(doc);
  }

  std::vector<FacetDifference> finish() {
    close();
    // Chunks in which there is no item any more.
    for (const std::int64_t chunk : store::facet_chunks(store_, kind_)) {
      chunk_ = static_cast<std::size_t>(chunk);
      if (!closed_.contains(chunk_)) close();
    }
    std::vector<FacetDifference> differences;
    for (auto& [key, difference] : differences_) differences.push_back(std::move(difference));
    return differences;
  }

 private:
  using Key = std::pair<std::string, std::string>;

  FacetDifference& differing(const Key& key) {
    FacetDifference& difference = differences_[key];
    difference.field = key.first;
    difference.value = key.second;
    return difference;
  }

  void compare(const Key& key, const std::vector<std::uint32_t>& docs, const index::DocSet& stored) {
    index::DocSet expected;
    for (const std::uint32_t doc : docs) expected.add(doc);
    index::DocSet missing = expected;
    missing -= stored;
    index::DocSet extra = stored;
    extra -= expected;
    if (missing.empty() && extra.empty()) return;
    FacetDifference& difference = differing(key);
    difference.missing += missing.count();
    difference.extra += extra.count();
  }

  void close() {
    closed_.insert(chunk_);
    for (const store::FacetRow& row : store::read_facet_chunk(store_, kind_, static_cast<std::int64_t>(chunk_))) {
      const Key key{row.field, row.value};
      const auto found = expected_.find(key);
      index::DocSet stored;
      try {
        stored.load(chunk_, row.data);
        stored -= skipped_;
        if (!row.field.empty()) compare(key, found != expected_.end() ? found->second : std::vector<std::uint32_t>(), stored);
      } catch (const index::Damage&) {
        differing(key).damaged = true;
      }
      if (found != expected_.end()) expected_.erase(found);
    }
    for (const auto& [key, docs] : expected_) compare(key, docs, {});
    expected_.clear();
  }

  store::Store& store_;
  model::Kind kind_;
  const index::DocSet& skipped_;
  std::size_t chunk_ = 0;
  std::set<std::size_t> closed_;
  std::map<Key, std::vector<std::uint32_t>> expected_;  // Of the chunk.
  std::map<Key, FacetDifference> differences_;
};

}  // namespace

std::vector<FacetDifference> compare_facets(store::Store& store, model::Kind kind, const index::DocSet& skipped) {
  Comparison comparison(store, kind, skipped);
  std::int64_t after = 0;
  for (;;) {
    const std::vector<std::int64_t> ids = store::next_ids(store, kind, after, kBatch);
    if (ids.empty()) return comparison.finish();
    for (const std::int64_t id : ids) comparison.add(static_cast<std::uint32_t>(id));
    after = ids.back();
    stop_if_interrupted();
  }
}

}  // namespace ckm::search
