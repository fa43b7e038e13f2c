// Labels of texts, by a classifier: which, how sure, whether any, and why.
//
// Familiarity is 0.7 · the gap between the two best scores + the greatest cosine to a training example of the best label
// − 0.5 · the share of unknown words (by their weight). A text that is less familiar than nearly all that the classifier got
// right when they were left out of training is none of the labels; so is a text without anything that the classifier knows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "learn/classifier.hh"
#include "learn/features.hh"

namespace ckm::learn {

struct Prediction {
  std::uint32_t label = 0;   // The best, whether or not it is known.
  std::uint32_t second = 0;  // The best of the others.
  double gap = 0;            // By how much it is ahead.
  double probability = 0;    // That the label is right, if any is.
  bool known = false;        // False: probably none of the labels.
};

struct Explanation {
  struct Term {
    std::string text;   // A word or adjacent words, folded; "^" and "$" are the ends of the text.
    double weight = 0;  // Above 0: for the label; below 0: for the other.
  };
  std::uint32_t label = 0;
  std::uint32_t other = 0;  // What it was held against: the best of the other labels.
  double lead = 0;          // The label's score less the other's: the bias and all terms together.
  double bias = 0;          // What the label has of it whatever the text says.
  std::vector<Term> terms;  // The weightiest first, then by their text; what pieces of a word weigh counts to the word.
};

struct Alike {
  std::string_view id;  // As the caller of the training named it. Lives as long as the classifier.
  std::uint32_t label = 0;
  double cosine = 0;
};

// Threads: belongs to one; make one for each. The classifier must outlive it.
class Predictor {
 public:
  explicit Predictor(const Classifier& classifier);

  Prediction predict(std::string_view text);
  // The score of each label, in their order; valid until the next call.
  const std::vector<float>& scores(std::string_view text);
  double familiarity(std::string_view text);
  // Why this label, or why not: a label below labels.size().
  Explanation explain(std::string_view text, std::uint32_t label);
  // The kept training examples that are most like it, the nearest first.
  std::vector<Alike> most_like(std::string_view text, std::size_t count);

 private:
  const std::vector<Feature>& read(std::string_view text);
  double nearest(std::uint32_t label);

  const Classifier& classifier_;
  FeatureReader reader_;
  SparseVector vector_;  // Of the text read last.
  std::vector<float> scores_;
  Neighbours::Asked asked_;
};

// Also for training: the two best of at least two scores, and familiarity of its parts.
struct Best {
  std::uint32_t label = 0;
  std::uint32_t second = 0;
  double gap = 0;
  double crowd = 0;  // calibration.hh
};
Best best_of(const std::vector<float>& scores);
double familiarity_of(double gap, double nearest, double unknown);

}  // namespace ckm::learn
