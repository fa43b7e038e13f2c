#include "learn/drift.hh"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

using namespace ckm::learn;

TEST_CASE("drift: nothing moved, much moved, and nothing to compare") {
  CHECK(stability_index({100, 200, 300}, {100, 200, 300}) == doctest::Approx(0));
  CHECK(stability_index({1000, 2000, 3000}, {100, 200, 300}) < 0.001);
  // By hand, of large counts: (0.9 - 0.5) ln(0.9 / 0.5) + (0.1 - 0.5) ln(0.1 / 0.5).
  const double by_hand = 0.4 * std::log(1.8) - 0.4 * std::log(0.2);
  CHECK(stability_index({500'000, 500'000}, {900'000, 100'000}) == doctest::Approx(by_hand).epsilon(0.001));
  CHECK(stability_index({0, 0}, {5, 5}) == 0);
  CHECK(stability_index({5, 5}, {0, 0}) == 0);
  CHECK(std::isfinite(stability_index({1000, 0}, {0, 1000})));
  CHECK(stability_index({1000, 0}, {0, 1000}) > 1);
}

TEST_CASE("drift: chance makes as much as it is said to") {
  std::mt19937 random(1);
  std::discrete_distribution<std::size_t> shares{10, 20, 30, 25, 15};
  double sum = 0;
  constexpr int kRounds = 400;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::int64_t> then(5), now(5);
    for (int i = 0; i < 2000; ++i) ++then[shares(random)];
    for (int i = 0; i < 500; ++i) ++now[shares(random)];
    sum += stability_index(then, now);
  }
  CHECK(sum / kRounds == doctest::Approx(chance_index(5, 2000, 500)).epsilon(0.1));
  CHECK(chance_index(1, 10, 10) == 0);
  CHECK(chance_index(5, 0, 10) == 0);
}

TEST_CASE("drift: deviations of a share") {
  CHECK(deviations(0.5, 50, 100) == doctest::Approx(0));
  CHECK(deviations(0.5, 60, 100) == doctest::Approx(2));
  CHECK(deviations(0.5, 40, 100) == doctest::Approx(-2));
  CHECK(deviations(0, 4, 16) == doctest::Approx(4));
  CHECK(deviations(0, 0, 16) == 0);
  CHECK(deviations(0.3, 0, 0) == 0);
}
