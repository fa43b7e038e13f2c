#include "search/text_neighbours.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::search;

namespace {

constexpr std::size_t kFeatures = 60;

std::vector<TextVector> draw(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<TextVector> texts(count);
  for (TextVector& text : texts) {
    double square = 0;
    for (std::uint32_t f = 0; f < kFeatures; ++f) {
      if (random() % 10 != 0) continue;
      text.emplace_back(f, 0.1F + static_cast<float>(random() % 50) / 10);
      square += static_cast<double>(text.back().second) * static_cast<double>(text.back().second);
    }
    for (auto& [feature, weight] : text) weight /= static_cast<float>(std::sqrt(square));
  }
  return texts;
}

double cosine(const TextVector& a, const TextVector& b) {
  double sum = 0;
  for (const auto& [feature, weight] : a) {
    for (const auto& [other, its] : b) sum += feature == other ? static_cast<double>(weight) * static_cast<double>(its) : 0;
  }
  return sum;
}

}  // namespace

TEST_CASE("text neighbours: with enough candidates those of each cosine by itself") {
  for (int round = 0; round < rounds(10); ++round) {
    std::vector<TextVector> texts = draw(150, static_cast<unsigned>(round));
    texts.push_back({});        // Has nothing.
    texts.push_back(texts[3]);  // Is another one.
    NeighbourOptions options;
    options.neighbours = 5;
    options.candidates = texts.size();
    options.listed = options.asked = kFeatures;
    const auto near = nearest_texts(texts, kFeatures, options);
    REQUIRE(near.size() == texts.size());
    CHECK(near[150].empty());
    CHECK(near[3].front().first == 151);
    for (std::uint32_t i = 0; i < texts.size(); ++i) {
      std::vector<double> all;
      for (std::uint32_t j = 0; j < texts.size(); ++j) {
        if (const double one = cosine(texts[i], texts[j]); i != j && one > 0) all.push_back(one);
      }
      std::ranges::sort(all, std::greater());
      REQUIRE(near[i].size() == std::min<std::size_t>(5, all.size()));
      for (std::size_t n = 0; n < near[i].size(); ++n) {
        CHECK(near[i][n].first != i);
        CHECK(static_cast<double>(near[i][n].second) == doctest::Approx(all[n]).epsilon(1e-4));
        CHECK(static_cast<double>(near[i][n].second) == doctest::Approx(cosine(texts[i], texts[near[i][n].first])).epsilon(1e-4));
      }
    }
  }
}

TEST_CASE("text neighbours: few candidates find nearly all") {
  const std::vector<TextVector> texts = draw(2000, 77);
  NeighbourOptions all;
  all.candidates = texts.size();
  all.listed = all.asked = kFeatures;
  const auto exact = nearest_texts(texts, kFeatures, all);
  const auto quick = nearest_texts(texts, kFeatures);
  std::size_t wanted = 0, found = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    wanted += exact[i].size();
    for (const TextNeighbour& one : exact[i])
      found += std::ranges::any_of(quick[i], [&](const TextNeighbour& other) { return other.first == one.first; }) ? 1 : 0;
  }
  CHECK(static_cast<double>(found) >= 0.97 * static_cast<double>(wanted));
}

TEST_CASE("text neighbours: none of none, and progress is told") {
  CHECK(nearest_texts({}, 0).empty());
  const std::vector<TextVector> one = {{{0, 1.0F}}};
  CHECK(nearest_texts(one, 1).front().empty());
  std::size_t last = 0;
  nearest_texts(draw(300, 5), kFeatures, {}, [&](std::size_t done) {
    CHECK(done >= last);
    CHECK(done <= 300);
    last = done;
  });
}
