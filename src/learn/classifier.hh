// A classifier: what was learned of texts with labels, as plain data. train.hh makes it, predictor.hh uses it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hh"
#include "learn/calibration.hh"
#include "learn/linear.hh"
#include "learn/neighbours.hh"
#include "learn/vocabulary.hh"
#include "text/language.hh"

namespace ckm::learn {

// How it does on texts that were left out of training, each once.
struct TrainingFigures {
  std::uint64_t given = 0;   // Texts that were there,
  std::uint64_t used = 0;    // and that were learned from (drawn evenly where they were too many).
  std::uint32_t folds = 0;   // 0: too few texts to leave any out; what follows is 0 then.
  std::uint64_t judged = 0;  // Texts left out and predicted,
  std::uint64_t right = 0;   // rightly.
  double accuracy = 0;
  double macro_f1 = 0;
  double calibration_error = 0;  // Of what was calibrated on the same texts, so a little too good.
  double covered = 0;            // The share that can be answered with precision 0.95,
  double least_probability = 0;  // from which probability on.
  double refused = 0;            // The share that is said to be none of the labels.
};

// Threads: any number may read.
struct Classifier {
  // Of the bytes and of how texts are read: a classifier of another version must be trained again.
  static constexpr std::uint32_t kVersion = 1;

  std::vector<std::string> labels;  // Ascending; predictions are numbers of these.
  text::Language usual = text::Language::kNone;
  int id_bits = kIdBits;
  Vocabulary vocabulary;
  LinearModel linear;
  Calibration calibration;
  double least_familiarity = 0;  // What is less familiar is none of the labels (predictor.hh).
  Neighbours neighbours;
  std::vector<std::string> kept;  // The ids of the neighbours' examples, as the caller named them.
  std::uint64_t seed = 0;
  ContentHash fingerprint{};  // Of the training data, whatever its order.
  TrainingFigures figures;
};

// Takes the examples of which gone(id) is true out of the neighbours, with their ids. What they weighed in the rest stays until
// it is learned anew. Returns how many there were.
std::size_t forget_examples(Classifier& classifier, const std::function<bool(const std::string& id)>& gone);

// The same classifier gives the same bytes, on all machines.
std::string encode(const Classifier& classifier);
// Throws Error{kDamaged} for bytes that are not what encode() gave, and for those of another version.
Classifier decode(std::string_view bytes);

}  // namespace ckm::learn
