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
using Fitted = std::unique_ptr<model, Free>;

// Examples as LIBLINEAR reads them.
class Problem {
 public:
  template <typename Examples>
  Problem(const Examples& examples, std::size_t features) {
    const int bias_index = static_cast<int>(features) + 1;
    std::size_t count = 0;
    for (const auto& example : examples) count += example.vector.size() + 2;
    nodes_.reserve(count);  // Rows point into it.
    for (const auto& example : examples) {
      rows_.push_back(nodes_.data() + nodes_.size());
      for (const auto& [feature, weight] : example.vector)
        nodes_.push_back({static_cast<int>(feature) + 1, static_cast<double>(weight)});
      nodes_.push_back({bias_index, 1});
      nodes_.push_back({-1, 0});
    }
    what_.l = static_cast<int>(rows_.size());
    what_.n = bias_index;
    what_.x = rows_.data();
    what_.bias = 1;
  }

  Fitted fit(std::vector<double>& targets, int solver, std::uint64_t seed) {
    what_.y = targets.data();
    parameter how{};
    how.solver_type = solver;
    how.eps = kTolerance;
    how.C = kCost;
    set_print_string_function([](const char*) {});
    std::srand(static_cast<unsigned>(seed));
    return Fitted(::train(&what_, &how));
  }

 private:
  std::vector<feature_node> nodes_;
  std::vector<feature_node*> rows_;
  problem what_{};
};

}  // namespace

void LinearModel::set_scale(double largest) {
  scale_ = static_cast<float>(largest > 0 ? largest / std::numeric_limits<std::int16_t>::max() : 1);
}

void LinearModel::push(std::uint16_t label, double weight) {
  const auto value = static_cast<std::int16_t>(std::clamp(std::lround(weight / static_cast<double>(scale_)), -32767L, 32767L));
  if (value != 0) weights_.push_back({label, value});
}

LinearModel LinearModel::train(std::span<const Example> examples, std::size_t features, std::size_t labels, std::uint64_t seed) {
  std::vector<double> targets;
  for (const Example& example : examples) targets.push_back(example.label);
  const Fitted trained = Problem(examples, features).fit(targets, MCSVM_CS, seed);
  const auto classes = static_cast<std::size_t>(trained->nr_class);
  double largest = 0;
  for (std::size_t i = 0; i < features * classes; ++i) largest = std::max(largest, std::abs(trained->w[i]));
  LinearModel out;
  out.set_scale(largest);
  out.bias_.assign(labels, kNever);
  // Ours ascend; LIBLINEAR's stand in the order of their first examples.
  std::vector<std::pair<std::uint16_t, std::size_t>> order;
  for (std::size_t c = 0; c < classes; ++c) order.emplace_back(static_cast<std::uint16_t>(trained->label[c]), c);
  std::ranges::sort(order);
  for (const auto& [label, c] : order) out.bias_[label] = static_cast<float>(trained->w[features * classes + c]);
  out.begin_.push_back(0);
  for (std::size_t feature = 0; feature < features; ++feature) {
    for (const auto& [label, c] : order) out.push(label, trained->w[feature * classes + c]);
    out.begin_.push_back(static_cast<std::uint32_t>(out.weights_.size()));
  }
  return out;
}

LinearModel LinearModel::train_each(std::span<const Several> examples, std::size_t features, std::size_t labels,
                                    std::uint64_t seed) {
  Problem problem(examples, features);
  LinearModel out;
  out.bias_.assign(labels, kNever);
  std::vector<std::vector<float>> weights(labels);  // Of those that some have and some have not.
  float largest = 0;
  std::vector<double> targets(examples.size());
  for (std::uint32_t label = 0; label < labels; ++label) {
    std::size_t have = 0;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const bool has = std::ranges::find(examples[i].labels, label) != examples[i].labels.end();
      have += has ? 1 : 0;
      targets[i] = has ? 1 : 0;
    }
    if (have == examples.size()) out.bias_[label] = 1;
    if (have == 0 || have == examples.size()) continue;
    const Fitted trained = problem.fit(targets, L2R_L2LOSS_SVC_DUAL, seed + label);
    // What it says of the class of the first example is above 0: here 0 is no, and 1 is yes.
    const double half = trained->label[0] == 1 ? 0.5 : -0.5;
    for (std::size_t feature = 0; feature < features; ++feature) {
      weights[label].push_back(static_cast<float>(half * trained->w[feature]));
      largest = std::max(largest, std::abs(weights[label].back()));
    }
    out.bias_[label] = static_cast<float>(0.5 + half * trained->w[features]);
  }
  out.set_scale(static_cast<double>(largest));
  out.begin_.push_back(0);
  for (std::size_t feature = 0; feature < features; ++feature) {
    for (std::uint32_t label = 0; label < labels; ++label) {
      if (!weights[label].empty()) out.push(static_cast<std::uint16_t>(label), static_cast<double>(weights[label][feature]));
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
