// How sure a classifier may be: the probability that it is right, by how it came to its label.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ckm::learn {

struct Evidence {
  std::uint32_t label = 0;  // The one predicted.
  double gap = 0;           // Its score less the second best.
  double crowd = 0;         // ln Σ e^(6 · (score − best score)) over all labels: 0 where no other comes near.
  bool right = false;
};

// P(right) = 1 / (1 + e^-(slope · gap + crowd · crowd + offset + offset of the label)). The defaults are what four public sets
// agree on.
struct Calibration {
  double slope = 6;
  double crowd = 0;
  double offset = -0.7;
  std::vector<double> of_label;  // Below 0 for one that is predicted wrongly more often than others.
  [[nodiscard]] double probability(const Evidence& evidence) const;
};

// Fits all to predictions of texts that were not trained on (Platt 1999), by Newton's method. The defaults are the means of
// normal priors, so that a few examples hardly move them; a label with few has nearly no offset of its own.
Calibration calibrate(std::span<const Evidence> evidence, std::size_t labels);

}  // namespace ckm::learn
