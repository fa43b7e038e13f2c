#include "search/quality.hh"

#include <doctest/doctest.h>

#include <cmath>

using namespace ckm::search;

TEST_CASE("quality_of: as worked out by hand") {
  const std::vector<double> gains = {0, 1, 0, 2};
  const Quality quality = quality_of(gains, {2, 1, 1}, 10);
  CHECK(quality.r1 == 0);
  CHECK(quality.mrr == doctest::Approx(0.5));
  CHECK(quality.hit == 1);
  const double ideal = 2 / std::log2(2.0) + 1 / std::log2(3.0) + 1 / std::log2(4.0);
  CHECK(quality.ndcg == doctest::Approx((1 / std::log2(3.0) + 2 / std::log2(5.0)) / ideal));
  const Quality cut = quality_of(gains, {2, 1, 1}, 1);
  CHECK(cut.hit == 0);
  CHECK(cut.mrr == 0);
  CHECK(cut.ndcg == 0);
  CHECK(quality_of(std::vector<double>{3}, {3}, 10).ndcg == doctest::Approx(1));
  CHECK(quality_of({}, {}, 10).ndcg == 0);
}

TEST_CASE("mean_of: the mean, and an interval that narrows with the queries") {
  std::vector<Quality> all;
  for (int i = 0; i < 100; ++i) all.push_back({i % 4 == 0 ? 0.0 : 1.0, 0.5, 0, 1});
  const Mean r1 = mean_of(all, "r@1");
  CHECK(r1.value == doctest::Approx(0.75));
  const double half = 1.959964 * std::sqrt(0.75 * 0.25 * 100 / 99 / 100);
  CHECK(r1.low == doctest::Approx(0.75 - half));
  CHECK(r1.high == doctest::Approx(0.75 + half));
  const Mean mrr = mean_of(all, "mrr");
  CHECK(mrr.low == doctest::Approx(0.5));
  CHECK(mean_of(all, "hit").high == 1);
  CHECK(mean_of({}, "hit").value == 0);
}
