// Training a classifier, in memory.
//
// Of what and how: features.hh, vocabulary.hh and linear.hh. Each text is left out once (five folds, folds.hh): on what is
// predicted then, confidence is calibrated and the threshold of "none of these" set, the 5 % quantile of the familiarity of those
// that are right. So the figures of confidence and of what is refused are those of the texts that they were set by, and a little
// too good of others. Of a text with several labels (added once for each, with the same id) any is right, and where none was said
// the first of them counts as the true one. All labels count, those of one text too, which is always predicted wrongly when it is
// left out.
//
// The same texts, labels and ids with the same seed give the same classifier, whatever their order.
//
// Bounds: of the texts (training_set.hh) as many are used, drawn evenly, as have 2^24 features together, and 2^26 divided by the
// labels. Where there are more than 2^20 different features, or 2^26 divided by the labels, they are hashed into so many. Memory,
// at most: 0.5 GB here and 0.8 GB in a child for each core; it takes some minutes then, and 5 s and 0.2 GB in all for 10,000
// short questions of 77 labels.
#pragma once

#include <cstddef>
#include <functional>

#include "learn/classifier.hh"
#include "learn/training_set.hh"

namespace ckm::learn {

struct TrainingBounds {
  std::size_t features = std::size_t{1} << 20U;     // Different ones.
  std::size_t occurrences = std::size_t{1} << 24U;  // Features of all texts together.
  std::size_t products = std::size_t{1} << 26U;     // Labels times features, and labels times texts.
};

inline constexpr std::size_t kMostLabels = 4096;

// `progress` is told how many of how many pieces of work are done. Throws Error{kInput} where there are fewer than two labels or
// more than kMostLabels, and what in_children() throws. Uses child processes: no other thread may be at work.
Classifier train(TrainingSet set, const std::function<void(std::size_t, std::size_t)>& progress = {},
                 const TrainingBounds& bounds = {});

}  // namespace ckm::learn
