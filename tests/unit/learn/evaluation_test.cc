#include "learn/evaluation.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace ckm::learn;

TEST_CASE("evaluate: figures of three labels, one of them never said, one never true") {
  // By hand: label 0 is right in 2 of 3, and said 4 times; label 1 is right in 1 of 3; label 2 is said once.
  const Judged judged[] = {{0, 0, 0.9}, {0, 0, 0.8}, {0, 2, 0.3}, {1, 1, 0.7}, {1, 0, 0.6}, {1, 0, 0.5}};
  const Evaluation e = evaluate(judged, 4);
  CHECK(e.count == 6);
  CHECK(e.right == 3);
  CHECK(e.accuracy == doctest::Approx(0.5));
  REQUIRE(e.classes.size() == 4);
  CHECK(e.classes[0].support == 3);
  CHECK(e.classes[0].said == 4);
  CHECK(e.classes[0].precision == doctest::Approx(0.5));
  CHECK(e.classes[0].recall == doctest::Approx(2.0 / 3));
  CHECK(e.classes[0].f1 == doctest::Approx(4.0 / 7));
  CHECK(e.classes[1].precision == doctest::Approx(1));
  CHECK(e.classes[1].f1 == doctest::Approx(0.5));
  CHECK(e.classes[2].precision == 0);
  CHECK(e.classes[2].recall == 0);
  CHECK(e.classes[3].f1 == 0);
  // Label 3 is neither true nor said, and does not count.
  CHECK(e.macro_f1 == doctest::Approx((4.0 / 7 + 0.5 + 0) / 3));
  REQUIRE(e.confusions.size() == 2);
  CHECK(e.confusions[0].truth == 1);
  CHECK(e.confusions[0].said == 0);
  CHECK(e.confusions[0].count == 2);
  CHECK(e.confusions[1].count == 1);
}

TEST_CASE("evaluate: nothing is judged") {
  const Evaluation e = evaluate({}, 2);
  CHECK(e.accuracy == 0);
  CHECK(e.macro_f1 == 0);
  CHECK(e.calibration_error == 0);
  CHECK(coverage_at({}, 0.95).covered == 0);
  CHECK(coverage_from({}, 0.5).precision == 0);
}

TEST_CASE("calibration_error: promises that hold, and one that does not") {
  std::vector<Judged> judged;
  for (std::uint32_t i = 0; i < 100; ++i) judged.push_back({0, i < 70 ? 0U : 1U, 0.7});
  CHECK(calibration_error(judged) == doctest::Approx(0));
  for (Judged& one : judged) one.probability = 0.9;
  CHECK(calibration_error(judged) == doctest::Approx(0.2));
  // 1 is in the last group.
  const Judged sure[] = {{0, 0, 1.0}, {0, 1, 1.0}};
  CHECK(calibration_error(sure) == doctest::Approx(0.5));
}

TEST_CASE("coverage: against every threshold") {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<Judged> judged;
    for (int i = 0; i < 60; ++i) {
      const double p = static_cast<double>(random() % 20) / 20;  // Many are equal.
      judged.push_back({0, static_cast<double>(random() % 20) < 20 * p ? 0U : 1U, p});
    }
    const Coverage best = coverage_at(judged, 0.8);
    double most = 0;
    for (const Judged& one : judged) {
      const Coverage c = coverage_from(judged, one.probability);
      if (c.precision >= 0.8) most = std::max(most, c.covered);
    }
    CHECK(best.covered == doctest::Approx(most));
    if (most > 0) {
      CHECK(coverage_from(judged, best.least).covered == doctest::Approx(best.covered));
      CHECK(coverage_from(judged, best.least).precision == doctest::Approx(best.precision));
    } else {
      CHECK(best.least > 1);
    }
  }
}
