#include "search/quality.hh"

#include <algorithm>
#include <cmath>

namespace ckm::search {
namespace {

constexpr double kDeviations = 1.959964;  // Of a normal distribution, on either side of 95 % of it.

double discounted(std::span<const double> gains, std::size_t at) {
  double sum = 0;
  for (std::size_t i = 0; i < std::min(at, gains.size()); ++i) sum += gains[i] / std::log2(static_cast<double>(i) + 2);
  return sum;
}

}  // namespace

Quality quality_of(std::span<const double> gains, std::vector<double> judged, std::size_t at) {
  gains = gains.first(std::min(at, gains.size()));
  Quality quality;
  const auto first = std::ranges::find_if(gains, [](double gain) { return gain > 0; });
  if (first != gains.end()) {
    const auto rank = first - gains.begin() + 1;
    quality.r1 = rank == 1 ? 1 : 0;
    quality.mrr = 1 / static_cast<double>(rank);
    quality.hit = 1;
  }
  std::ranges::sort(judged, std::ranges::greater());
  const double ideal = discounted(judged, at);
  if (ideal > 0) quality.ndcg = discounted(gains, at) / ideal;
  return quality;
}

double measure(const Quality& quality, std::string_view name) {
  if (name == "r@1") return quality.r1;
  if (name == "mrr") return quality.mrr;
  return name == "ndcg" ? quality.ndcg : quality.hit;
}

Mean mean_of(std::span<const Quality> all, std::string_view name) {
  if (all.empty()) return {};
  const auto n = static_cast<double>(all.size());
  double sum = 0;
  double squares = 0;
  for (const Quality& quality : all) {
    sum += measure(quality, name);
    squares += measure(quality, name) * measure(quality, name);
  }
  const double mean = sum / n;
  const double variance = n > 1 ? std::max(0.0, (squares - n * mean * mean) / (n - 1)) : 0;
  const double half = kDeviations * std::sqrt(variance / n);
  return {mean, std::max(0.0, mean - half), std::min(1.0, mean + half)};
}

}  // namespace ckm::search
