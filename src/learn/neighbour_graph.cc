#include "learn/neighbour_graph.hh"

#include <algorithm>

namespace ckm::learn {

NeighbourGraph::NeighbourGraph(const NeighbourLists& lists) {
  std::vector<std::size_t> counts(lists.size());
  for (std::size_t from = 0; from < lists.size(); ++from) {
    counts[from] += lists[from].size();
    for (const auto& [to, weight] : lists[from]) ++counts[to];
  }
  std::vector<std::size_t> ends(lists.size() + 1);  // First where each node's links begin, then where they end.
  for (std::size_t node = 0; node < lists.size(); ++node) ends[node + 1] = ends[node] + counts[node];
  std::vector<Link> both(ends.back());
  for (std::uint32_t from = 0; from < lists.size(); ++from) {
    for (const auto& [to, weight] : lists[from]) {
      both[ends[from]++] = {to, weight / 2};
      both[ends[to]++] = {from, weight / 2};
    }
  }
  begins_.push_back(0);
  links_.reserve(both.size());
  for (std::size_t node = 0; node < lists.size(); ++node) {
    const auto begin = both.begin() + static_cast<std::ptrdiff_t>(ends[node] - counts[node]);
    const auto end = both.begin() + static_cast<std::ptrdiff_t>(ends[node]);
    std::sort(begin, end, [](const Link& a, const Link& b) { return a.to < b.to; });
    for (auto at = begin; at != end; ++at) {
      if (links_.size() > begins_.back() && links_.back().to == at->to) links_.back().weight += at->weight;
      else links_.push_back(*at);
    }
    begins_.push_back(links_.size());
  }
  sum();
}

NeighbourGraph::NeighbourGraph(std::vector<std::size_t> begins, std::vector<Link> links)
    : begins_(std::move(begins)), links_(std::move(links)) {
  sum();
}

void NeighbourGraph::sum() {
  weights_.assign(begins_.size() - 1, 0);
  for (std::uint32_t node = 0; node < size(); ++node) {
    for (const Link& link : of(node)) weights_[node] += static_cast<double>(link.weight);
    total_ += weights_[node];
  }
}

}  // namespace ckm::learn
