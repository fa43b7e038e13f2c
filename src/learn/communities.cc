#include "learn/communities.hh"

#include <deque>
#include <limits>
#include <numeric>
#include <utility>

namespace ckm::learn {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr int kRounds = 1;
constexpr double kLeast = 1e-9;  // A smaller gain, as a share of a node's weight, is rounding.

// Numbers groups anew, in the order of their first nodes. Returns how many there are.
std::uint32_t number_anew(std::vector<std::uint32_t>& groups) {
  std::vector<std::uint32_t> numbers(groups.size(), kNone);
  std::uint32_t next = 0;
  for (std::uint32_t& group : groups) {
    if (numbers[group] == kNone) numbers[group] = next++;
    group = numbers[group];
  }
  return next;
}

// Moves nodes to the group where they fit best until none wants to move: those whose neighbours moved are asked again (Traag and
// others, Scientific Reports 9, 2019). Returns whether any moved. Numbers of groups are below the number of nodes.
bool move_nodes(const NeighbourGraph& graph, double resolution, std::vector<std::uint32_t>& groups) {
  const std::uint32_t size = graph.size();
  std::vector<double> weight(size);  // Of each group.
  std::vector<std::uint32_t> members(size);
  for (std::uint32_t node = 0; node < size; ++node) {
    weight[groups[node]] += graph.weight(node);
    ++members[groups[node]];
  }
  std::vector<std::uint32_t> empty;
  for (std::uint32_t group = 0; group < size; ++group) {
    if (members[group] == 0) empty.push_back(group);
  }
  std::deque<std::uint32_t> queue;
  std::vector<bool> waits(size, true);
  for (std::uint32_t node = 0; node < size; ++node) queue.push_back(node);
  std::vector<double> ties(size);
  std::vector<std::uint32_t> near;
  bool moved = false;
  while (!queue.empty()) {
    const std::uint32_t node = queue.front();
    queue.pop_front();
    waits[node] = false;
    const std::uint32_t old = groups[node];
    const double own = graph.weight(node);
    near.clear();
    near.push_back(old);
    for (const Link& link : graph.of(node)) {
      if (link.to == node) continue;
      const std::uint32_t group = groups[link.to];
      if (ties[group] == 0 && group != old) near.push_back(group);
      ties[group] += static_cast<double>(link.weight);
    }
    weight[old] -= own;
    std::uint32_t best = old;
    double most = ties[old] - resolution * own * weight[old] / graph.weight();
    for (const std::uint32_t group : near) {
      const double gain = ties[group] - resolution * own * weight[group] / graph.weight();
      if (gain > most + kLeast * own) {
        most = gain;
        best = group;
      }
    }
    if (most < -kLeast * own && members[old] > 1 && !empty.empty()) {  // It fits nowhere.
      best = empty.back();
      empty.pop_back();
    }
    for (const std::uint32_t group : near) ties[group] = 0;
    weight[best] += own;
    if (best == old) continue;
    moved = true;
    groups[node] = best;
    ++members[best];
    if (--members[old] == 0) empty.push_back(old);
    for (const Link& link : graph.of(node)) {
      if (waits[link.to] || groups[link.to] == best) continue;
      waits[link.to] = true;
      queue.push_back(link.to);
    }
  }
  return moved;
}

// The groups as nodes of a graph, its links those between their members; within a group they are a link to itself.
NeighbourGraph graph_of_groups(const NeighbourGraph& graph, const std::vector<std::uint32_t>& groups, std::uint32_t count) {
  std::vector<std::vector<std::uint32_t>> members(count);
  for (std::uint32_t node = 0; node < graph.size(); ++node) members[groups[node]].push_back(node);
  std::vector<std::size_t> begins{0};
  std::vector<Link> links;
  std::vector<double> sums(count);
  std::vector<bool> met(count);
  std::vector<std::uint32_t> near;
  for (std::uint32_t group = 0; group < count; ++group) {
    near.clear();
    for (const std::uint32_t node : members[group]) {
      for (const Link& link : graph.of(node)) {
        const std::uint32_t other = groups[link.to];
        if (!met[other]) near.push_back(other);
        met[other] = true;
        sums[other] += static_cast<double>(link.weight);
      }
    }
    for (const std::uint32_t other : near) {
      links.push_back({other, static_cast<float>(sums[other])});
      sums[other] = 0;
      met[other] = false;
    }
    begins.push_back(links.size());
  }
  return {std::move(begins), std::move(links)};
}

// Gives each part of a group that has no link to the rest of it a number of its own. Returns whether there was any.
bool take_apart(const NeighbourGraph& graph, std::vector<std::uint32_t>& groups) {
  std::vector<std::uint32_t> parts(groups.size(), kNone);
  std::vector<std::uint32_t> stack;
  std::uint32_t next = 0;
  for (std::uint32_t first = 0; first < graph.size(); ++first) {
    if (parts[first] != kNone) continue;
    parts[first] = next;
    stack.push_back(first);
    while (!stack.empty()) {
      const std::uint32_t node = stack.back();
      stack.pop_back();
      for (const Link& link : graph.of(node)) {
        if (parts[link.to] != kNone || groups[link.to] != groups[node]) continue;
        parts[link.to] = next;
        stack.push_back(link.to);
      }
    }
    ++next;
  }
  const std::uint32_t before = number_anew(groups);
  groups = std::move(parts);
  return next > before;
}

}  // namespace

std::vector<std::uint32_t> find_communities(const NeighbourGraph& graph, double resolution, std::vector<std::uint32_t> first) {
  std::vector<std::uint32_t> all = std::move(first);
  if (all.empty()) {
    all.resize(graph.size());
    std::iota(all.begin(), all.end(), 0U);
  }
  std::vector<std::uint32_t> groups;
  for (int round = 0; round < kRounds && move_nodes(graph, resolution, all); ++round) {
    take_apart(graph, all);
    std::uint32_t count = number_anew(all);
    NeighbourGraph level = graph_of_groups(graph, all, count);
    for (;;) {
      groups.resize(count);
      std::iota(groups.begin(), groups.end(), 0U);
      if (!move_nodes(level, resolution, groups)) break;
      count = number_anew(groups);
      for (std::uint32_t& group : all) group = groups[group];
      level = graph_of_groups(level, groups, count);
    }
  }
  do {
    while (move_nodes(graph, resolution, all)) {
    }
  } while (take_apart(graph, all));
  number_anew(all);
  return all;
}

double modularity(const NeighbourGraph& graph, const std::vector<std::uint32_t>& groups, double resolution) {
  if (graph.weight() == 0) return 0;
  std::vector<double> weight(graph.size());
  double within = 0;
  for (std::uint32_t node = 0; node < graph.size(); ++node) {
    weight[groups[node]] += graph.weight(node);
    for (const Link& link : graph.of(node)) {
      if (groups[link.to] == groups[node]) within += static_cast<double>(link.weight);
    }
  }
  double chance = 0;
  for (const double one : weight) chance += one * one;
  return (within - resolution * chance / graph.weight()) / graph.weight();
}

}  // namespace ckm::learn
