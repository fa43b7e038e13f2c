#include "learn/drift.hh"

#include <cmath>
#include <numeric>

namespace ckm::learn {
namespace {

constexpr double kHalf = 0.5;

double sum(const std::vector<std::int64_t>& counts) {
  return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
}

}  // namespace

double stability_index(const std::vector<std::int64_t>& then, const std::vector<std::int64_t>& now) {
  const double before = sum(then), after = sum(now);
  if (before == 0 || after == 0) return 0;
  const auto labels = static_cast<double>(then.size());
  double index = 0;
  for (std::size_t i = 0; i < then.size(); ++i) {
    const double p = (static_cast<double>(then[i]) + kHalf) / (before + kHalf * labels);
    const double q = (static_cast<double>(now[i]) + kHalf) / (after + kHalf * labels);
    index += (q - p) * std::log(q / p);
  }
  return index;
}

double chance_index(std::size_t labels, std::int64_t then, std::int64_t now) {
  if (labels < 2 || then <= 0 || now <= 0) return 0;
  return static_cast<double>(labels - 1) * (1 / static_cast<double>(then) + 1 / static_cast<double>(now));
}

double deviations(double expected, std::int64_t count, std::int64_t of) {
  if (of <= 0) return 0;
  const auto n = static_cast<double>(of);
  const double deviation = std::sqrt(n * expected * (1 - expected));
  const double difference = static_cast<double>(count) - n * expected;
  return deviation > 0 ? difference / deviation : (difference > 0 ? std::sqrt(n) : 0);
}

}  // namespace ckm::learn
