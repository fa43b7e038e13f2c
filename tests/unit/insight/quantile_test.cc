#include "insight/quantile.hh"

#include <doctest/doctest.h>

namespace ckm::insight {

TEST_CASE("the median is the middle value, or the mean of the two in the middle") {
  CHECK(median({3}) == 3);
  CHECK(median({5, 1}) == 3);
  CHECK(median({9, 1, 2}) == 2);
  CHECK(median({4, 1, 3, 2}) == 2.5);
}

TEST_CASE("a quantile is a value of the sample, by nearest rank") {
  std::vector<double> ten = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
  CHECK(quantile(ten, 0.9) == 9);
  CHECK(quantile(ten, 0.91) == 10);
  CHECK(quantile(ten, 1) == 10);
  CHECK(quantile(ten, 0.01) == 1);
  CHECK(quantile({7}, 0.9) == 7);
}

}  // namespace ckm::insight
