#include "learn/train.hh"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "base/bytes.hh"
#include "base/children.hh"
#include "base/error.hh"
#include "learn/evaluation.hh"
#include "learn/features.hh"
#include "learn/folds.hh"
#include "learn/predictor.hh"

namespace ckm::learn {
namespace {

constexpr std::uint32_t kFolds = 5;
constexpr double kRefused = 0.05;    // Of those that are predicted rightly.
constexpr std::size_t kFewest = 20;  // So many must be, else nothing is refused.
constexpr double kWanted = 0.95;

struct Row {
  std::string id;
  std::uint32_t label = 0;
  std::uint32_t fold = 0;
  std::vector<Feature> features;
  std::uint64_t drawn = 0;
};

// A text that was left out.
struct Verdict {
  std::uint32_t truth = 0;
  Evidence evidence;
  double familiarity = 0;
};

class Trainer {
 public:
  Trainer(TrainingSet set, const TrainingBounds& bounds) : bounds_(bounds) {
    out_.seed = set.seed();
    out_.fingerprint = set.fingerprint();
    out_.figures.given = set.given();
    TrainingSet::Drawn drawn = set.take();
    out_.labels = std::move(drawn.labels);
    if (out_.labels.size() < 2)
      throw Error(Exit::kInput,
                  out_.labels.empty() ? "there is nothing to learn from"
                                      : fmt::format("all {} texts have one label: {}", drawn.texts.size(), out_.labels.front()),
                  "label some by hand first, with at least two labels");
    if (out_.labels.size() > kMostLabels)
      throw Error(Exit::kInput, fmt::format("there are {} labels, and {} can be told apart", out_.labels.size(), kMostLabels),
                  "choose a field with fewer values");
    read(std::move(drawn.texts));
    split();
  }

  Classifier train(const std::function<void(std::size_t, std::size_t)>& progress) {
    out_.vocabulary = count(kFolds);
    out_.neighbours = Neighbours(examples(out_.vocabulary, kFolds), out_.vocabulary.size(), out_.labels.size());
    for (const std::uint32_t row : out_.neighbours.kept()) out_.kept.push_back(rows_[row].id);
    const std::size_t pieces = folds_ + 1;
    const auto ended = [&](std::size_t done) {
      if (progress) progress(done, pieces);
    };
    // The largest piece first.
    const std::vector<std::string> results = in_children(
        pieces, [&](std::size_t piece) { return piece == 0 ? fit() : judge(static_cast<std::uint32_t>(piece - 1)); }, ended);
    BytesIn model(results[0]);
    out_.linear = LinearModel::read(model);
    std::vector<Verdict> verdicts;
    for (std::size_t piece = 1; piece < pieces; ++piece) read_verdicts(results[piece], verdicts);
    learn_from(verdicts);
    return std::move(out_);
  }

 private:
  void read(std::vector<TrainingText> texts) {
    UsualLanguage usual;
    for (const TrainingText& text : texts) usual.add(text.text);
    out_.usual = usual.get();
    FeatureReader reader(out_.usual);
    Vocabulary::Counter counter;
    const std::size_t most = std::max(out_.labels.size(), bounds_.products / out_.labels.size());
    std::size_t occurrences = 0;
    for (TrainingText& text : texts) {
      // At least one of each label.
      if (rows_.size() >= out_.labels.size() && (occurrences > bounds_.occurrences || rows_.size() == most)) break;
      const std::vector<Feature>& features = reader.read(text.text);
      occurrences += features.size();
      counter.add(features);
      rows_.push_back({std::move(text.id), text.label, 0, features, 0});
      text.text = {};
    }
    out_.figures.used = rows_.size();
    const std::size_t room = std::min({bounds_.features, bounds_.products / out_.labels.size(), Neighbours::kMostFeatures});
    if (counter.size() <= room) return;
    out_.id_bits = static_cast<int>(std::bit_width(room)) - 1;
    for (Row& row : rows_) cut_ids(row.features, out_.id_bits);
  }

  void split() {
    std::vector<Dealt> texts;
    for (Row& row : rows_) {
      row.drawn = drawn_of(row.features, out_.seed);
      texts.push_back({row.label, row.drawn});
    }
    const std::vector<std::uint32_t> dealt = deal(texts, kFolds);
    for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i].fold = dealt[i];
    for (const Row& row : rows_) labels_of_[{row.id, row.drawn}].push_back(row.label);
    for (auto& [text, labels] : labels_of_) {
      std::ranges::sort(labels);
      labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
      several_ = several_ || labels.size() > 1;
    }
    // Where what is left has fewer than two labels there is nothing to judge by.
    folds_ = kFolds;
    for (std::uint32_t f = 0; f < kFolds; ++f) {
      std::vector<bool> has(out_.labels.size());
      for (const Row& row : rows_) has[row.label] = has[row.label] || row.fold != f;
      if (std::ranges::count(has, true) < 2) folds_ = 0;
    }
  }

  // All but one fold; kFolds for all.
  [[nodiscard]] Vocabulary count(std::uint32_t left_out) const {
    Vocabulary::Counter counter;
    for (const Row& row : rows_) {
      if (row.fold != left_out && stands(row)) counter.add(row.features);
    }
    return counter.build();
  }

  [[nodiscard]] std::vector<Example> examples(const Vocabulary& vocabulary, std::uint32_t left_out) const {
    std::vector<Example> out;
    for (const Row& row : rows_) {
      if (row.fold != left_out) out.push_back({vocabulary.vector(row.features), row.label});
    }
    return out;
  }

  // Where a text has several labels it stands once.
  [[nodiscard]] LinearModel fit(const Vocabulary& vocabulary, std::uint32_t left_out, std::uint64_t seed) const {
    if (!several_) return LinearModel::train(examples(vocabulary, left_out), vocabulary.size(), out_.labels.size(), seed);
    std::vector<Several> texts;
    for (const Row& row : rows_) {
      if (row.fold != left_out && stands(row)) texts.push_back({vocabulary.vector(row.features), labels_of(row)});
    }
    return LinearModel::train_each(texts, vocabulary.size(), out_.labels.size(), seed);
  }

  [[nodiscard]] std::string fit() const {
    BytesOut out;
    fit(out_.vocabulary, kFolds, out_.seed).write(out);
    return out.take();
  }

  [[nodiscard]] std::string judge(std::uint32_t fold) const {
    const Vocabulary vocabulary = count(fold);
    const std::vector<Example> rest = examples(vocabulary, fold);
    const LinearModel model = fit(vocabulary, fold, out_.seed + fold + 1);
    const Neighbours neighbours(rest, vocabulary.size(), out_.labels.size());
    Neighbours::Asked asked(neighbours);
    std::vector<float> scores;
    BytesOut out;
    for (const Row& row : rows_) {
      // A text of several labels is judged once, and any of them is right.
      if (row.fold != fold || !stands(row)) continue;
      const std::vector<std::uint32_t>& truths = labels_of(row);
      const SparseVector vector = vocabulary.vector(row.features);
      model.score(vector, scores);
      asked.set(vector);
      const Best best = best_of(scores);
      out.put(std::ranges::find(truths, best.label) == truths.end() ? row.label : best.label, 4);
      out.put(best.label, 4);
      out.put_double(best.gap);
      out.put_double(best.crowd);
      out.put_double(
          familiarity_of(best.gap, static_cast<double>(neighbours.nearest(asked, best.label)), vocabulary.unknown(row.features)));
    }
    return out.take();
  }

  static void read_verdicts(std::string_view bytes, std::vector<Verdict>& into) {
    for (BytesIn in(bytes); !in.ended() && !in.damaged();) {
      Verdict one;
      one.truth = in.get32();
      one.evidence.label = in.get32();
      one.evidence.gap = in.get_double();
      one.evidence.crowd = in.get_double();
      one.evidence.right = one.evidence.label == one.truth;
      one.familiarity = in.get_double();
      into.push_back(one);
    }
  }

  void learn_from(const std::vector<Verdict>& verdicts) {
    std::vector<Evidence> evidence;
    std::vector<double> familiar;
    for (const Verdict& one : verdicts) {
      evidence.push_back(one.evidence);
      if (one.evidence.right) familiar.push_back(one.familiarity);
    }
    out_.calibration = calibrate(evidence, out_.labels.size());
    std::ranges::sort(familiar);
    out_.least_familiarity = familiar.size() < kFewest
                                 ? static_cast<double>(LinearModel::kNever)
                                 : familiar[static_cast<std::size_t>(kRefused * static_cast<double>(familiar.size()))];
    std::vector<Judged> judged;
    for (const Verdict& one : verdicts)
      judged.push_back({one.truth, one.evidence.label, out_.calibration.probability(one.evidence)});
    const Evaluation evaluation = evaluate(judged, out_.labels.size());
    const Coverage coverage = coverage_at(judged, kWanted);
    TrainingFigures& figures = out_.figures;
    figures.folds = folds_;
    figures.judged = evaluation.count;
    figures.right = evaluation.right;
    figures.accuracy = evaluation.accuracy;
    figures.macro_f1 = evaluation.macro_f1;
    figures.calibration_error = evaluation.calibration_error;
    figures.covered = coverage.covered;
    figures.least_probability = coverage.least;
    const auto refused =
        std::ranges::count_if(verdicts, [&](const Verdict& v) { return v.familiarity < out_.least_familiarity; });
    figures.refused = verdicts.empty() ? 0 : static_cast<double>(refused) / static_cast<double>(verdicts.size());
  }

  // Of the text's rows this is the one that stands for it.
  [[nodiscard]] bool stands(const Row& row) const { return row.label == labels_of(row).front(); }
  // Ascending.
  [[nodiscard]] const std::vector<std::uint32_t>& labels_of(const Row& row) const { return labels_of_.at({row.id, row.drawn}); }

  TrainingBounds bounds_;
  Classifier out_;
  std::vector<Row> rows_;
  std::map<std::pair<std::string_view, std::uint64_t>, std::vector<std::uint32_t>> labels_of_;  // Of each text.
  bool several_ = false;                                                                        // A text has more than one.
  std::uint32_t folds_ = 0;                                                                     // kFolds, or none.
};

}  // namespace

Classifier train(TrainingSet set, const std::function<void(std::size_t, std::size_t)>& progress, const TrainingBounds& bounds) {
  return Trainer(std::move(set), bounds).train(progress);
}

}  // namespace ckm::learn
