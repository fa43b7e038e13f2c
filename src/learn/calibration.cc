#include "learn/calibration.hh"

#include <array>
#include <cmath>

namespace ckm::learn {
namespace {

using Three = std::array<double, 3>;

constexpr Three kUsual = {6, 0, -0.7};
constexpr Three kPrecision = {0.25, 0.25, 1};  // Of the prior: 1 / deviation².
constexpr double kLabelPrecision = 4;
constexpr int kMostRounds = 100;
constexpr double kSmallStep = 1e-7;

double logistic(double z) { return 1 / (1 + std::exp(-z)); }

double raw(const Three& at, const std::vector<double>& of_label, const Evidence& one) {
  return at[0] * one.gap + at[1] * one.crowd + at[2] + of_label[one.label];
}

double loss(const Three& at, const std::vector<double>& of_label, std::span<const Evidence> evidence) {
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) sum += 0.5 * kPrecision[i] * (at[i] - kUsual[i]) * (at[i] - kUsual[i]);
  for (const Evidence& one : evidence) {
    const double z = (one.right ? -1 : 1) * raw(at, of_label, one);
    sum += z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z));
  }
  return sum;
}

// The solution of a symmetric, positive definite system (Cholesky).
Three solve(std::array<Three, 3> a, Three b) {
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i][k] * a[j][k];
      a[i][j] = i == j ? std::sqrt(sum) : sum / a[j][j];
    }
  }
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  for (std::size_t i = 3; i-- > 0;) {
    for (std::size_t k = i + 1; k < 3; ++k) b[i] -= a[k][i] * b[k];
    b[i] /= a[i][i];
  }
  return b;
}

// One step of what all labels share; how far it went.
double step_shared(Three& at, const std::vector<double>& of_label, std::span<const Evidence> evidence) {
  Three slope;
  std::array<Three, 3> curve{};
  for (std::size_t i = 0; i < 3; ++i) {
    slope[i] = kPrecision[i] * (at[i] - kUsual[i]);
    curve[i][i] = kPrecision[i];
  }
  for (const Evidence& one : evidence) {
    const Three x = {one.gap, one.crowd, 1};
    const double p = logistic(raw(at, of_label, one));
    for (std::size_t i = 0; i < 3; ++i) {
      slope[i] += (p - (one.right ? 1 : 0)) * x[i];
      for (std::size_t j = 0; j <= i; ++j) curve[i][j] += p * (1 - p) * x[i] * x[j];
    }
  }
  const Three step = solve(curve, slope);
  // The loss is convex: a step that goes too far is halved.
  const double before = loss(at, of_label, evidence);
  for (double length = 1; length > 1e-6; length /= 2) {
    Three next = at;
    for (std::size_t i = 0; i < 3; ++i) next[i] -= length * step[i];
    if (loss(next, of_label, evidence) > before) continue;
    at = next;
    return length * (std::abs(step[0]) + std::abs(step[1]) + std::abs(step[2]));
  }
  return 0;
}

double step_labels(const Three& at, std::vector<double>& of_label, std::span<const Evidence> evidence) {
  std::vector<double> slope(of_label.size());
  std::vector<double> curve(of_label.size(), kLabelPrecision);
  for (std::size_t label = 0; label < of_label.size(); ++label) slope[label] = kLabelPrecision * of_label[label];
  for (const Evidence& one : evidence) {
    const double p = logistic(raw(at, of_label, one));
    slope[one.label] += p - (one.right ? 1 : 0);
    curve[one.label] += p * (1 - p);
  }
  double moved = 0;
  for (std::size_t label = 0; label < of_label.size(); ++label) {
    of_label[label] -= slope[label] / curve[label];
    moved += std::abs(slope[label] / curve[label]);
  }
  return moved;
}

}  // namespace

double Calibration::probability(const Evidence& evidence) const {
  const double own = evidence.label < of_label.size() ? of_label[evidence.label] : 0;
  return logistic(slope * evidence.gap + crowd * evidence.crowd + offset + own);
}

Calibration calibrate(std::span<const Evidence> evidence, std::size_t labels) {
  Three at = kUsual;
  std::vector<double> of_label(labels);
  for (int round = 0; round < kMostRounds; ++round) {
    const double moved = step_shared(at, of_label, evidence);
    if (moved + step_labels(at, of_label, evidence) < kSmallStep) break;
  }
  return {at[0], at[1], at[2], std::move(of_label)};
}

}  // namespace ckm::learn
