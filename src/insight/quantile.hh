// Order statistics of small samples.
#pragma once

#include <vector>

namespace ckm::insight {

// The middle value, or the mean of the two in the middle. `values` must not be empty.
double median(std::vector<double> values);
// The smallest value that at least this share of them does not exceed (nearest rank); `share` is above 0 and at most 1, and
// `values` not empty.
double quantile(std::vector<double> values, double share);

}  // namespace ckm::insight
