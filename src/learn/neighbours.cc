#include "learn/neighbours.hh"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ckm::learn {
namespace {

constexpr unsigned kWeightBits = 12;
constexpr std::uint32_t kWeightMask = (1U << kWeightBits) - 1;

}  // namespace

Neighbours::Neighbours(std::span<const Example> examples, std::size_t features, std::size_t labels) : features_(features) {
  std::vector<std::size_t> counts(labels);
  begin_.push_back(0);
  for (std::uint32_t i = 0; i < examples.size(); ++i) {
    const Example& example = examples[i];
    if (numbers_.size() + example.vector.size() > kMostNumbers) break;
    if (counts[example.label]++ >= kMostOfLabel) continue;
    for (const auto& [feature, weight] : example.vector) {
      const auto value = std::lround(std::clamp(weight, 0.0F, 1.0F) * static_cast<float>(kWeightMask));
      numbers_.push_back(feature << kWeightBits | static_cast<std::uint32_t>(value));
    }
    kept_.push_back(i);
    label_.push_back(example.label);
    begin_.push_back(static_cast<std::uint32_t>(numbers_.size()));
  }
  sort_by_label(labels);
}

void Neighbours::sort_by_label(std::size_t labels) {
  of_label_.resize(labels);
  for (std::uint32_t i = 0; i < label_.size(); ++i) of_label_[label_[i]].push_back(i);
}

void Neighbours::Asked::set(const SparseVector& vector) {
  for (const std::uint32_t feature : used_) weights_[feature] = 0;
  used_.clear();
  for (const auto& [feature, weight] : vector) {
    weights_[feature] = weight / static_cast<float>(kWeightMask);
    used_.push_back(feature);
  }
}

float Neighbours::cosine(const Asked& text, std::uint32_t example) const {
  const float* const weights = text.weights_.data();
  float sum = 0;
  for (std::uint32_t i = begin_[example]; i < begin_[example + 1]; ++i)
    sum += weights[numbers_[i] >> kWeightBits] * static_cast<float>(numbers_[i] & kWeightMask);
  return sum;
}

float Neighbours::nearest(const Asked& text, std::uint32_t label) const {
  float most = 0;
  for (const std::uint32_t example : of_label_[label]) most = std::max(most, cosine(text, example));
  return std::min(most, 1.0F);
}

std::vector<Near> Neighbours::most_like(const Asked& text, std::size_t count) const {
  std::vector<Near> all;
  for (std::uint32_t i = 0; i < label_.size(); ++i) {
    if (const float near = cosine(text, i); near > 0) all.push_back({i, near});
  }
  count = std::min(count, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(), [](const Near& a, const Near& b) {
    return a.cosine != b.cosine ? a.cosine > b.cosine : a.example < b.example;
  });
  all.resize(count);
  return all;
}

void Neighbours::keep_only(const std::vector<bool>& kept) {
  std::vector<std::uint32_t> label, begin{0}, numbers;
  for (std::uint32_t i = 0; i < label_.size(); ++i) {
    if (!kept[i]) continue;
    label.push_back(label_[i]);
    numbers.insert(numbers.end(), numbers_.begin() + begin_[i], numbers_.begin() + begin_[i + 1]);
    begin.push_back(static_cast<std::uint32_t>(numbers.size()));
  }
  const std::size_t labels = of_label_.size();
  label_ = std::move(label);
  begin_ = std::move(begin);
  numbers_ = std::move(numbers);
  kept_.clear();
  of_label_.clear();
  sort_by_label(labels);
}

void Neighbours::write(BytesOut& out) const {
  out.put(features_, 4);
  out.put(of_label_.size(), 4);
  out.put(label_.size(), 4);
  for (std::size_t i = 0; i < label_.size(); ++i) {
    out.put(label_[i], 4);
    out.put(begin_[i + 1] - begin_[i], 4);
  }
  for (const std::uint32_t number : numbers_) out.put(number, 4);
}

Neighbours Neighbours::read(BytesIn& in) {
  Neighbours out;
  out.features_ = in.get32();
  const std::size_t labels = in.get32();
  const std::size_t examples = in.get_count(8);
  std::uint64_t end = 0;
  out.begin_.push_back(0);
  for (std::size_t i = 0; i < examples; ++i) {
    out.label_.push_back(in.get32());
    end += in.get32();
    out.begin_.push_back(static_cast<std::uint32_t>(end));
    if (out.label_.back() >= labels) in.refuse();
  }
  if (end > kMostNumbers || out.features_ > kMostFeatures || labels > std::numeric_limits<std::uint16_t>::max()) in.refuse();
  for (std::uint64_t i = 0; i < end && !in.damaged(); ++i) {
    out.numbers_.push_back(in.get32());
    if (out.numbers_.back() >> kWeightBits >= out.features_) in.refuse();
  }
  if (!in.damaged()) out.sort_by_label(labels);
  return out;
}

}  // namespace ckm::learn
