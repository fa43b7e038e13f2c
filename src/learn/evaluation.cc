#include "learn/evaluation.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

namespace ckm::learn {
namespace {

double share(std::size_t part, std::size_t of) { return of == 0 ? 0 : static_cast<double>(part) / static_cast<double>(of); }

}  // namespace

Evaluation evaluate(std::span<const Judged> judged, std::size_t labels) {
  Evaluation out;
  out.count = judged.size();
  out.classes.resize(labels);
  for (std::uint32_t label = 0; label < labels; ++label) out.classes[label].label = label;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> wrong;
  for (const Judged& one : judged) {
    ++out.classes[one.truth].support;
    ++out.classes[one.said].said;
    if (one.right()) ++out.classes[one.truth].right;
    else ++wrong[{one.truth, one.said}];
  }
  std::size_t met = 0;
  for (ClassFigures& one : out.classes) {
    one.precision = share(one.right, one.said);
    one.recall = share(one.right, one.support);
    one.f1 = share(2 * one.right, one.said + one.support);
    out.right += one.right;
    if (one.said + one.support == 0) continue;
    out.macro_f1 += one.f1;
    ++met;
  }
  if (met > 0) out.macro_f1 /= static_cast<double>(met);
  out.accuracy = share(out.right, out.count);
  out.calibration_error = calibration_error(judged);
  for (const auto& [pair, count] : wrong) out.confusions.push_back({pair.first, pair.second, count});
  std::ranges::stable_sort(out.confusions, std::ranges::greater(), &Confusion::count);
  return out;
}

double calibration_error(std::span<const Judged> judged) {
  constexpr std::size_t kGroups = 15;
  std::array<double, kGroups> difference{};
  for (const Judged& one : judged) {
    const auto group = static_cast<std::size_t>(std::clamp(one.probability, 0.0, 1.0) * kGroups);
    difference[std::min(group, kGroups - 1)] += one.probability - (one.right() ? 1 : 0);
  }
  double sum = 0;
  for (const double one : difference) sum += std::abs(one);
  return judged.empty() ? 0 : sum / static_cast<double>(judged.size());
}

Coverage coverage_from(std::span<const Judged> judged, double least) {
  std::size_t answered = 0;
  std::size_t right = 0;
  for (const Judged& one : judged) {
    if (one.probability < least) continue;
    ++answered;
    if (one.right()) ++right;
  }
  return {least, share(answered, judged.size()), share(right, answered)};
}

Coverage coverage_at(std::span<const Judged> judged, double precision) {
  std::vector<Judged> sorted(judged.begin(), judged.end());
  std::ranges::sort(sorted, std::ranges::greater(), &Judged::probability);
  Coverage best{2, 0, 0};
  std::size_t right = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i].right()) ++right;
    // Equal ones are answered together.
    if (i + 1 < sorted.size() && sorted[i + 1].probability == sorted[i].probability) continue;
    if (share(right, i + 1) >= precision) best = {sorted[i].probability, share(i + 1, sorted.size()), share(right, i + 1)};
  }
  return best;
}

}  // namespace ckm::learn
