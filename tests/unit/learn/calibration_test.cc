#include "learn/calibration.hh"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

using namespace ckm::learn;

namespace {

std::vector<Evidence> draw(std::size_t count, const Calibration& truth, std::size_t labels) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<Evidence> all;
  for (std::size_t i = 0; i < count; ++i) {
    Evidence one;
    one.label = static_cast<std::uint32_t>(i % labels);
    one.gap = 1.5 * unit(random);
    one.crowd = std::log1p(std::exp(-6 * one.gap) * (1 + 5 * unit(random)));
    one.right = unit(random) < truth.probability(one);
    all.push_back(one);
  }
  return all;
}

}  // namespace

TEST_CASE("calibrate: nothing known, and little known") {
  const Calibration none = calibrate({}, 3);
  CHECK(none.slope == doctest::Approx(6));
  CHECK(none.crowd == doctest::Approx(0));
  CHECK(none.offset == doctest::Approx(-0.7));
  CHECK(none.of_label == std::vector<double>(3, 0.0));
  CHECK(none.probability({0, 0, 0}) == doctest::Approx(1 / (1 + std::exp(0.7))));
  const Evidence wrong[] = {{1, 0.5, 0, false}};
  const Calibration one = calibrate(wrong, 3);
  CHECK(std::abs(one.slope - 6) < 2);
  CHECK(one.of_label[1] < 0);
  CHECK(one.of_label[1] > -0.5);
  CHECK(one.of_label[0] == doctest::Approx(0));
  CHECK(one.probability({1, 0.5, 0}) < none.probability({1, 0.5, 0}));
}

TEST_CASE("calibrate: finds what the truth was") {
  Calibration truth{4, -0.5, -1.2, {0, 0, 0, 0}};
  const Calibration found = calibrate(draw(40'000, truth, 4), 4);
  CHECK(found.slope == doctest::Approx(4).epsilon(0.1));
  CHECK(found.offset == doctest::Approx(-1.2).epsilon(0.2));
  truth.of_label = {1, -1, 0.5, -0.5};
  const std::vector<Evidence> seen = draw(40'000, truth, 4);
  const Calibration with_labels = calibrate(seen, 4);
  CHECK(with_labels.of_label[0] - with_labels.of_label[1] == doctest::Approx(2).epsilon(0.1));
  CHECK(with_labels.of_label[2] - with_labels.of_label[3] == doctest::Approx(1).epsilon(0.15));
  for (std::size_t i = 0; i < 200; ++i)
    CHECK(with_labels.probability(seen[i]) == doctest::Approx(truth.probability(seen[i])).epsilon(0.1));
}

TEST_CASE("calibrate: all right, all wrong, and wide gaps stay numbers") {
  for (const bool right : {false, true}) {
    const std::vector<Evidence> all(1000, Evidence{0, 1, 0, right});
    const double p = calibrate(all, 1).probability(all[0]);
    CHECK((right ? p > 0.99 : p < 0.01));
  }
  const std::vector<Evidence> wide(10, Evidence{0, 1e6, 0, true});
  CHECK(calibrate(wide, 1).probability(wide[0]) == doctest::Approx(1));
}
