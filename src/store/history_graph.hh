// Which changeset follows which: the history of a store as a graph, in memory.
//
// Changesets are numbered from 0 so that none comes before one that it follows, of several in the order of their times and
// digests: two copies that have the same ones number them alike. One that nobody has sealed yet is not among them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.hh"
#include "model/version_merge.hh"
#include "store/store.hh"

namespace ckm::store {

class HistoryGraph {
 public:
  // O(n log n), some 150 bytes for each changeset.
  explicit HistoryGraph(Store& store);

  struct Node {
    std::int64_t change_id = 0;
    Time at = 0;
    std::string digest;  // 32 bytes.
    std::vector<std::size_t> parents = {};
  };
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  // Nothing for a changeset that is none of them.
  [[nodiscard]] std::optional<std::size_t> find(std::int64_t change_id) const;
  // Of each changeset, whether it is the one or one that this follows, directly or not.
  [[nodiscard]] std::vector<bool> behind(std::size_t node) const;
  // Of each of these, in ascending order, which of them it follows. O(nodes between the first and the last).
  [[nodiscard]] std::vector<model::VersionSet> followed(const std::vector<std::size_t>& some) const;

 private:
  std::vector<Node> nodes_;
  std::unordered_map<std::int64_t, std::size_t> numbers_;
};

// A graph that is read when it is first asked for: most work meets nothing that copies changed apart.
class LazyGraph {
 public:
  explicit LazyGraph(Store& store) : store_(store) {}
  // What is sealed behind the first call is not in it.
  [[nodiscard]] const HistoryGraph& get() { return graph_ ? *graph_ : graph_.emplace(store_); }
  // Others have written since: the next call reads it again.
  void look_again() { graph_.reset(); }

 private:
  Store& store_;
  std::optional<HistoryGraph> graph_;
};

}  // namespace ckm::store
