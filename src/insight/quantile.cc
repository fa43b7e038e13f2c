#include "insight/quantile.hh"

#include <algorithm>
#include <cmath>

namespace ckm::insight {

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double quantile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  // A hair less, so that 0.9 of 10 is the ninth whatever 0.9 * 10 is in binary.
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()) - 1e-9));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

}  // namespace ckm::insight
