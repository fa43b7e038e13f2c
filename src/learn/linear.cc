#include "learn/linear.hh"

#include <linear.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>

namespace ckm::learn {
namespace {

constexpr double kCost = 1;
constexpr double kTolerance = 0.1;

struct Free {
  void operator()(model* m) const { free_and_destroy_model(&m); }
};

std::unique_ptr<model, Free> fit(std::span<const Example> examples, std::size_t features, std::uint64_t seed) {
  const int bias_index = static_cast<int>(features) + 1;
  std::size_t count = 0;
  for (const Example& example : examples) count += example.vector.size() + 2;
  std::vector<feature_node> nodes;
  nodes.reserve(count);  // Rows point into it.
  std::vector<feature_node*> rows;
  std::vector<double> targets;
  for (const Example& example : examples) {
    rows.push_back(nodes.data() + nodes.size());
    for (const auto& [feature, weight] : example.vector)
      nodes.push_back({static_cast<int>(feature) + 1, static_cast<double>(weight)});
    nodes.push_back({bias_index, 1});
    nodes.push_back({-1, 0});
    targets.push_back(example.label);
  }
  problem what{};
  what.l = static_cast<int>(rows.size());
  what.n = bias_index;
  what.y = targets.data();
  what.x = rows.data();
  what.bias = 1;
  parameter how{};
  how.solver_type = MCSVM_CS;
  how.eps = kTolerance;
  how.C = kCost;
  set_print_string_function([](const char*) {});
  std::srand(static_cast<unsigned>(seed));
  return std::unique_ptr<model, Free>(::train(&what, &how));
}

}  // namespace

LinearModel LinearModel::train(std::span<const Example> examples, std::size_t features, std::size_t labels, std::uint64_t seed) {
  const auto trained = fit(examples, features, seed);
  const auto classes = static_cast<std::size_t>(trained->nr_class);
  double largest = 0;
  for (std::size_t i = 0; i < features * classes; ++i) largest = std::max(largest, std::abs(trained->w[i]));
  LinearModel out;
  out.scale_ = static_cast<float>(largest > 0 ? largest / std::numeric_limits<std::int16_t>::max() : 1);
  out.bias_.assign(labels, kNever);
  // Ours ascend; LIBLINEAR's stand in the order of their first examples.
  std::vector<std::pair<std::uint16_t, std::size_t>> order;
  for (std::size_t c = 0; c < classes; ++c) order.emplace_back(static_cast<std::uint16_t>(trained->label[c]), c);
  std::ranges::sort(order);
  for (const auto& [label, c] : order) out.bias_[label] = static_cast<float>(trained->w[features * classes + c]);
  out.begin_.push_back(0);
  for (std::size_t feature = 0; feature < features; ++feature) {
    for (const auto& [label, c] : order) {
      const double weight = trained->w[feature * classes + c] / static_cast<double>(out.scale_);
      const auto value = static_cast<std::int16_t>(std::clamp(std::lround(weight), -32767L, 32767L));
      if (value != 0) out.weights_.push_back({label, value});
    }
    out.begin_.push_back(static_cast<std::uint32_t>(out.weights_.size()));
  }
  return out;
}

void LinearModel::score(const SparseVector& vector, std::vector<float>& scores) const {
  scores = bias_;
  for (const auto& [feature, weight] : vector) {
    const float each = weight * scale_;
    for (std::uint32_t i = begin_[feature]; i < begin_[feature + 1]; ++i)
      scores[weights_[i].label] += each * static_cast<float>(weights_[i].value);
  }
}

std::vector<std::pair<std::uint32_t, float>> LinearModel::weights(std::uint32_t feature) const {
  std::vector<std::pair<std::uint32_t, float>> out;
  for (std::uint32_t i = begin_[feature]; i < begin_[feature + 1]; ++i)
    out.emplace_back(weights_[i].label, static_cast<float>(weights_[i].value) * scale_);
  return out;
}

void LinearModel::write(BytesOut& out) const {
  out.put_float(scale_);
  out.put(bias_.size(), 4);
  for (const float bias : bias_) out.put_float(bias);
  out.put(features(), 4);
  for (std::size_t i = 0; i < features(); ++i) out.put(begin_[i + 1] - begin_[i], 2);
  for (const Weight& weight : weights_) {
    out.put(weight.label, 2);
    out.put(static_cast<std::uint16_t>(weight.value), 2);
  }
}

LinearModel LinearModel::read(BytesIn& in) {
  LinearModel out;
  out.scale_ = in.get_float();
  out.bias_.resize(in.get_count(4));
  for (float& bias : out.bias_) bias = in.get_float();
  const std::size_t features = in.get_count(2);
  out.begin_.reserve(features + 1);
  out.begin_.push_back(0);
  std::uint64_t end = 0;
  for (std::size_t i = 0; i < features; ++i) {
    end += in.get(2);
    out.begin_.push_back(static_cast<std::uint32_t>(end));
  }
  if (end > std::numeric_limits<std::uint32_t>::max()) in.refuse();
  for (std::uint64_t i = 0; i < end && !in.damaged(); ++i) {
    const auto label = static_cast<std::uint16_t>(in.get(2));
    out.weights_.push_back({label, static_cast<std::int16_t>(in.get(2))});
    if (label >= out.bias_.size()) in.refuse();
  }
  return out;
}

}  // namespace ckm::learn
