#include "learn/folds.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::learn;

TEST_CASE("deal: equal texts together, each label evenly, in whatever order they come") {
  for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(50)); ++seed) {
    std::mt19937 random(seed);
    const std::uint32_t folds = 2 + static_cast<std::uint32_t>(random() % 6);
    const std::uint32_t labels = 1 + static_cast<std::uint32_t>(random() % 5);
    const std::uint64_t different = 20 + random() % 200;
    std::vector<Dealt> texts;
    for (std::size_t i = 0; i < 300; ++i) texts.push_back({static_cast<std::uint32_t>(random() % labels), random() % different});
    const std::vector<std::uint32_t> dealt = deal(texts, folds);
    REQUIRE(dealt.size() == texts.size());
    std::map<std::uint64_t, std::set<std::uint32_t>> of_text;
    // The texts that a label is the first to have.
    std::map<std::uint64_t, std::uint32_t> first;
    for (const Dealt& text : texts) {
      const auto known = first.try_emplace(text.drawn, text.label).first;
      known->second = std::min(known->second, text.label);
    }
    std::map<std::uint32_t, std::vector<std::size_t>> counts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      REQUIRE(dealt[i] < folds);
      of_text[texts[i].drawn].insert(dealt[i]);
    }
    for (const auto& [drawn, in] : of_text) {
      CHECK(in.size() == 1);
      std::vector<std::size_t>& count = counts[first.at(drawn)];
      count.resize(folds);
      ++count[*in.begin()];
    }
    for (const auto& [label, count] : counts) {
      CHECK(*std::ranges::max_element(count) - *std::ranges::min_element(count) <= 1);
    }
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0U);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Dealt> shuffled;
    for (const std::size_t i : order) shuffled.push_back(texts[i]);
    const std::vector<std::uint32_t> again = deal(shuffled, folds);
    for (std::size_t i = 0; i < order.size(); ++i) CHECK(again[i] == dealt[order[i]]);
  }
}

TEST_CASE("deal: nothing, and fewer texts than folds") {
  CHECK(deal({}, 5).empty());
  const std::vector<Dealt> two = {{0, 7}, {1, 3}};
  CHECK(deal(two, 5) == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("drawn_of: of the features and the seed") {
  std::vector<Feature> one(2), other(2);
  one[0].id = 1;
  one[1].id = 2;
  other[0].id = 2;
  other[1].id = 1;
  CHECK(drawn_of(one, 1) == drawn_of(one, 1));
  CHECK(drawn_of(one, 1) != drawn_of(one, 2));
  CHECK(drawn_of(one, 1) != drawn_of(other, 1));
  CHECK(drawn_of({}, 1) != drawn_of(one, 1));
}
