#include "learn/communities.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::learn;

namespace {

// `groups` groups of `each` nodes, all tied within, with a weak link from each to the next.
NeighbourLists rings(std::uint32_t groups, std::uint32_t each) {
  NeighbourLists lists(std::size_t{groups} * each);
  for (std::uint32_t group = 0; group < groups; ++group) {
    for (std::uint32_t i = 0; i < each; ++i) {
      for (std::uint32_t j = 0; j < each; ++j) {
        if (i != j) lists[group * each + i].emplace_back(group * each + j, 0.9F);
      }
    }
    lists[group * each].emplace_back((group + 1) % groups * each, 0.1F);
  }
  return lists;
}

NeighbourLists random_lists(std::uint32_t size, unsigned seed) {
  std::mt19937 random(seed);
  NeighbourLists lists(size);
  for (std::uint32_t from = 0; from < size; ++from) {
    for (int i = 0; i < 3; ++i) {
      const auto to = static_cast<std::uint32_t>(random() % size);
      const bool twice = std::ranges::any_of(lists[from], [&](const auto& link) { return link.first == to; });
      if (to != from && !twice) lists[from].emplace_back(to, 0.1F + static_cast<float>(random() % 10) / 10);
    }
  }
  return lists;
}

}  // namespace

TEST_CASE("neighbour graph: an edge is half of what both lists say") {
  const NeighbourGraph graph({{{1, 0.5F}, {2, 0.25F}}, {{0, 0.5F}}, {}});
  REQUIRE(graph.size() == 3);
  REQUIRE(graph.of(0).size() == 2);
  CHECK(graph.of(0)[0].to == 1);
  CHECK(graph.of(0)[0].weight == doctest::Approx(0.5));
  CHECK(graph.of(0)[1].weight == doctest::Approx(0.125));
  REQUIRE(graph.of(2).size() == 1);
  CHECK(graph.of(2)[0].to == 0);
  CHECK(graph.weight(0) == doctest::Approx(0.625));
  CHECK(graph.weight() == doctest::Approx(1.25));
}

TEST_CASE("communities: groups that hang together by a thread are told apart") {
  const std::vector<std::uint32_t> groups = find_communities(NeighbourGraph(rings(6, 5)), 1);
  for (std::uint32_t node = 0; node < 30; ++node) CHECK(groups[node] == node / 5);
}

TEST_CASE("communities: groups to begin with stay where nothing fits better") {
  // A ring of twelve can be cut in many ways: three fours stay three fours.
  NeighbourLists ring(12);
  for (std::uint32_t i = 0; i < 12; ++i) ring[i].emplace_back((i + 1) % 12, 1.0F);
  const NeighbourGraph graph(ring);
  const std::vector<std::uint32_t> first = {5, 5, 9, 9, 9, 9, 2, 2, 2, 2, 5, 5};
  CHECK(find_communities(graph, 1, first) == std::vector<std::uint32_t>{0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0});
}

TEST_CASE("communities: no links, no nodes") {
  CHECK(find_communities(NeighbourGraph(NeighbourLists{}), 1).empty());
  CHECK(find_communities(NeighbourGraph(NeighbourLists(3)), 1) == std::vector<std::uint32_t>{0, 1, 2});
  CHECK(modularity(NeighbourGraph(NeighbourLists(3)), {0, 1, 2}, 1) == 0);
}

TEST_CASE("communities: modularity by its definition") {
  const NeighbourLists lists = random_lists(20, 4);
  const NeighbourGraph graph(lists);
  std::vector<std::vector<double>> edges(20, std::vector<double>(20));
  for (std::uint32_t from = 0; from < 20; ++from) {
    for (const auto& [to, weight] : lists[from]) {
      edges[from][to] += static_cast<double>(weight) / 2;
      edges[to][from] += static_cast<double>(weight) / 2;
    }
  }
  double all = 0;
  std::vector<double> degree(20);
  for (int i = 0; i < 20; ++i) {
    for (int j = 0; j < 20; ++j) degree[i] += edges[i][j];
    all += degree[i];
  }
  std::vector<std::uint32_t> groups(20);
  for (std::uint32_t i = 0; i < 20; ++i) groups[i] = i % 4;
  double q = 0;
  for (int i = 0; i < 20; ++i) {
    for (int j = 0; j < 20; ++j) {
      if (groups[i] == groups[j]) q += edges[i][j] / all - 2.5 * degree[i] * degree[j] / all / all;
    }
  }
  CHECK(modularity(graph, groups, 2.5) == doctest::Approx(q));
}

TEST_CASE("communities: no node fits better elsewhere, groups hang together, more with a higher resolution") {
  for (int round = 0; round < rounds(30); ++round) {
    const NeighbourGraph graph(random_lists(60, static_cast<unsigned>(round)));
    std::uint32_t before = 0;
    for (const double resolution : {0.5, 2.0, 8.0}) {
      std::vector<std::uint32_t> groups = find_communities(graph, resolution);
      CHECK(groups == find_communities(graph, resolution));
      const std::uint32_t count = *std::ranges::max_element(groups) + 1;
      CHECK(count + 3 >= before);
      before = count;
      const double best = modularity(graph, groups, resolution);
      for (std::uint32_t node = 0; node < graph.size(); ++node) {
        const std::uint32_t own = groups[node];
        for (std::uint32_t other = 0; other < count; ++other) {
          groups[node] = other;
          CHECK(modularity(graph, groups, resolution) <= best + 1e-6);
        }
        groups[node] = own;
      }
      // From the first node of each group all others are reached within it.
      std::vector<bool> met(graph.size());
      std::uint32_t next = 0;
      for (std::uint32_t first = 0; first < graph.size(); ++first) {
        if (met[first]) continue;
        CHECK(groups[first] == next++);
        std::vector<std::uint32_t> stack{first};
        met[first] = true;
        while (!stack.empty()) {
          const std::uint32_t node = stack.back();
          stack.pop_back();
          for (const Link& link : graph.of(node)) {
            if (met[link.to] || groups[link.to] != groups[first]) continue;
            met[link.to] = true;
            stack.push_back(link.to);
          }
        }
      }
      CHECK(next == count);
    }
  }
}
