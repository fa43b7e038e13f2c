#include "learn/predictor.hh"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace ckm::learn {

Best best_of(const std::vector<float>& scores) {
  Best best;
  if (scores[1] > scores[0]) best.label = 1;
  else best.second = 1;
  for (std::uint32_t label = 2; label < scores.size(); ++label) {
    if (scores[label] > scores[best.label]) {
      best.second = best.label;
      best.label = label;
    } else if (scores[label] > scores[best.second]) {
      best.second = label;
    }
  }
  const float most = scores[best.label];
  best.gap = static_cast<double>(most) - static_cast<double>(scores[best.second]);
  float sum = 0;
  for (const float score : scores) {
    if (score > most - 2) sum += std::exp(6 * (score - most));  // The rest is nothing.
  }
  best.crowd = static_cast<double>(std::log(sum));
  return best;
}

double familiarity_of(double gap, double nearest, double unknown) { return 0.7 * gap + nearest - 0.5 * unknown; }

Predictor::Predictor(const Classifier& classifier)
    : classifier_(classifier), reader_(classifier.usual, classifier.id_bits), asked_(classifier.neighbours) {}

const std::vector<Feature>& Predictor::read(std::string_view text) {
  const std::vector<Feature>& features = reader_.read(text);
  classifier_.vocabulary.vector(features, vector_);
  return features;
}

const std::vector<float>& Predictor::scores(std::string_view text) {
  read(text);
  classifier_.linear.score(vector_, scores_);
  return scores_;
}

Prediction Predictor::predict(std::string_view text) {
  const std::vector<Feature>& features = read(text);
  classifier_.linear.score(vector_, scores_);
  const Best best = best_of(scores_);
  Prediction out{best.label, best.second, best.gap, 0, false};
  out.probability = classifier_.calibration.probability({best.label, best.gap, best.crowd});
  if (vector_.empty()) return out;
  // Most texts are familiar, or not, whatever is nearest.
  const double unknown = classifier_.vocabulary.unknown(features);
  const double least = classifier_.least_familiarity;
  out.known = familiarity_of(best.gap, 0, unknown) >= least ||
              (familiarity_of(best.gap, 1, unknown) >= least && familiarity_of(best.gap, nearest(best.label), unknown) >= least);
  return out;
}

double Predictor::nearest(std::uint32_t label) {
  asked_.set(vector_);
  return static_cast<double>(classifier_.neighbours.nearest(asked_, label));
}

double Predictor::familiarity(std::string_view text) {
  const std::vector<Feature>& features = read(text);
  classifier_.linear.score(vector_, scores_);
  const Best best = best_of(scores_);
  return familiarity_of(best.gap, nearest(best.label), classifier_.vocabulary.unknown(features));
}

Explanation Predictor::explain(std::string_view text, std::uint32_t label) {
  scores(text);
  const Best best = best_of(scores_);
  Explanation out;
  out.label = label;
  out.other = best.label == label ? best.second : best.label;
  out.lead = static_cast<double>(scores_[label]) - static_cast<double>(scores_[out.other]);
  out.bias = static_cast<double>(classifier_.linear.bias(label)) - static_cast<double>(classifier_.linear.bias(out.other));
  std::unordered_map<std::uint32_t, double> weights;
  for (const auto& [feature, value] : vector_) {
    double weight = 0;
    for (const auto& [of, each] : classifier_.linear.weights(feature)) {
      if (of == label) weight += static_cast<double>(each);
      if (of == out.other) weight -= static_cast<double>(each);
    }
    if (weight != 0) weights[feature] = weight * static_cast<double>(value);
  }
  // Each time that a feature stands in the text has its part of the weight.
  const std::vector<FeatureReader::Name> names = reader_.names(text);
  std::unordered_map<std::uint32_t, double> times;
  std::vector<std::uint32_t> numbers;
  for (const auto& name : names) {
    numbers.push_back(classifier_.vocabulary.find(name.id));
    ++times[numbers.back()];
  }
  std::map<std::string_view, double> terms;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto weight = weights.find(numbers[i]);
    if (weight != weights.end()) terms[names[i].term] += weight->second / times[numbers[i]];
  }
  for (const auto& [term, weight] : terms) out.terms.push_back({std::string(term), weight});
  std::ranges::stable_sort(out.terms, [](const auto& a, const auto& b) { return std::abs(a.weight) > std::abs(b.weight); });
  return out;
}

std::vector<Alike> Predictor::most_like(std::string_view text, std::size_t count) {
  read(text);
  asked_.set(vector_);
  std::vector<Alike> out;
  for (const Near& near : classifier_.neighbours.most_like(asked_, count))
    out.push_back({classifier_.kept[near.example], classifier_.neighbours.label(near.example), static_cast<double>(near.cosine)});
  return out;
}

}  // namespace ckm::learn
