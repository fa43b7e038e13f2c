// How good predictions are, against what is true.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ckm::learn {

// Labels are numbers below a count that the caller knows; those that no model knows may be among them.
struct Judged {
  std::uint32_t truth = 0;
  std::uint32_t said = 0;
  double probability = 0;  // That it is right, as the model says.
  [[nodiscard]] bool right() const { return truth == said; }
};

struct ClassFigures {
  std::uint32_t label = 0;
  std::size_t support = 0;  // How many are of it,
  std::size_t said = 0;     // how many are said to be,
  std::size_t right = 0;    // and how many of these are.
  double precision = 0;     // 0 where nothing is said to be of it,
  double recall = 0;        // 0 where nothing is,
  double f1 = 0;            // and 0 where none is right.
};

struct Confusion {
  std::uint32_t truth = 0;
  std::uint32_t said = 0;
  std::size_t count = 0;
};

struct Evaluation {
  std::size_t count = 0;
  std::size_t right = 0;
  double accuracy = 0;
  double macro_f1 = 0;                // The mean over the labels that are true or said of anything.
  double calibration_error = 0;       // See calibration_error().
  std::vector<ClassFigures> classes;  // One a label, in their order.
  std::vector<Confusion> confusions;  // The most frequent first, then by truth and what was said.
};

// Figures are 0 where nothing is judged.
Evaluation evaluate(std::span<const Judged> judged, std::size_t labels);

// Expected calibration error (Guo et al., ICML 2017): the mean distance of the probability and the share that is right, over 15
// equally wide groups by probability, each weighing what is in it.
double calibration_error(std::span<const Judged> judged);

struct Coverage {
  double least = 0;      // Answering from this probability on
  double covered = 0;    // answers this share,
  double precision = 0;  // of which this share is right; 0 where nothing is answered.
};

Coverage coverage_from(std::span<const Judged> judged, double least);
// The one that answers most of those with at least this precision; {above 1, 0, 0} where there is none.
Coverage coverage_at(std::span<const Judged> judged, double precision);

}  // namespace ckm::learn
