#include "store/history_graph.hh"

#include <algorithm>
#include <queue>
#include <tuple>
#include <utility>

namespace ckm::store {

HistoryGraph::HistoryGraph(Store& store) {
  std::vector<Node> read;
  std::unordered_map<std::int64_t, std::size_t> places;
  Stmt rows = store.db().prepare("SELECT id, at, digest FROM change WHERE digest IS NOT NULL ORDER BY id");
  rows.bind();
  while (rows.step()) {
    places.emplace(rows.integer(0), read.size());
    read.push_back({rows.integer(0), rows.integer(1), std::string(rows.bytes(2))});
  }
  std::vector<std::vector<std::size_t>> children(read.size());
  std::vector<std::size_t> waits(read.size(), 0);
  Stmt edges = store.db().prepare(
      "SELECT p.change_id, c.id FROM change_parent p JOIN change c ON c.digest = p.parent JOIN change o ON o.id = p.change_id "
      "WHERE o.digest IS NOT NULL");
  edges.bind();
  while (edges.step()) {
    const std::size_t child = places.at(edges.integer(0));
    const std::size_t parent = places.at(edges.integer(1));
    children[parent].push_back(child);
    read[child].parents.push_back(parent);
    ++waits[child];
  }
  const auto later = [&](std::size_t a, std::size_t b) {
    return std::tie(read[a].at, read[a].digest) > std::tie(read[b].at, read[b].digest);
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> ready(later);
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (waits[i] == 0) ready.push(i);
  }
  std::vector<std::size_t> number(read.size(), 0);
  nodes_.reserve(read.size());
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    number[next] = nodes_.size();
    numbers_.emplace(read[next].change_id, nodes_.size());
    nodes_.push_back(read[next]);
    for (std::size_t& parent : nodes_.back().parents) parent = number[parent];
    for (const std::size_t child : children[next]) {
      if (--waits[child] == 0) ready.push(child);
    }
  }
}

std::optional<std::size_t> HistoryGraph::find(std::int64_t change_id) const {
  const auto at = numbers_.find(change_id);
  return at == numbers_.end() ? std::nullopt : std::optional(at->second);
}

std::vector<bool> HistoryGraph::behind(std::size_t node) const {
  std::vector<bool> met(nodes_.size(), false);
  met[node] = true;
  for (std::size_t i = node + 1; i-- > 0;) {
    if (!met[i]) continue;
    for (const std::size_t parent : nodes_[i].parents) met[parent] = true;
  }
  return met;
}

std::vector<model::VersionSet> HistoryGraph::followed(const std::vector<std::size_t>& some) const {
  std::vector<model::VersionSet> out;
  if (some.empty()) return out;
  const std::size_t first = some.front();
  const std::size_t words = (some.size() + 63) / 64;
  std::vector<std::uint64_t> seen((some.back() - first + 1) * words, 0);
  for (std::size_t i = first; i <= some.back(); ++i) {
    std::uint64_t* const mine = &seen[(i - first) * words];
    for (const std::size_t parent : nodes_[i].parents) {
      if (parent < first) continue;
      const std::uint64_t* const theirs = &seen[(parent - first) * words];
      for (std::size_t w = 0; w < words; ++w) mine[w] |= theirs[w];
    }
    if (out.size() == some.size() || some[out.size()] != i) continue;
    model::VersionSet& set = out.emplace_back(some.size());
    for (std::size_t v = 0; v + 1 < out.size(); ++v) {
      if ((mine[v / 64] >> (v % 64) & 1U) != 0) set.add(v);
    }
    mine[(out.size() - 1) / 64] |= std::uint64_t{1} << ((out.size() - 1) % 64);
  }
  return out;
}

}  // namespace ckm::store
