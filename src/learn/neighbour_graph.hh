// A graph of texts and those that are most like them.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace ckm::learn {

struct Link {
  std::uint32_t to = 0;
  float weight = 0;
};

// Of each text, those that are most like it, and how much, above 0; never itself, none twice.
using NeighbourLists = std::vector<std::vector<std::pair<std::uint32_t, float>>>;

// Undirected, with weights. A node may have a link to itself, which stands once in its links with all of its weight, both ends of
// it counted. Threads: any number may read.
class NeighbourGraph {
 public:
  // The weight of an edge is half of what both lists say of it: a text in the other's list alone counts half.
  explicit NeighbourGraph(const NeighbourLists& lists);
  // Of links that stand with both of their nodes; begins[n] is where those of node n begin, and the last one the end.
  NeighbourGraph(std::vector<std::size_t> begins, std::vector<Link> links);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(weights_.size()); }
  [[nodiscard]] std::span<const Link> of(std::uint32_t node) const {
    return std::span(links_).subspan(begins_[node], begins_[node + 1] - begins_[node]);
  }
  // Of all links of a node, and of all nodes together.
  [[nodiscard]] double weight(std::uint32_t node) const { return weights_[node]; }
  [[nodiscard]] double weight() const { return total_; }

 private:
  void sum();
  std::vector<std::size_t> begins_;
  std::vector<Link> links_;  // Of each node, ascending by where they lead.
  std::vector<double> weights_;
  double total_ = 0;
};

}  // namespace ckm::learn
