#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "base/hash.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"
#include "cli/card.hh"
#include "cli/classify.hh"
#include "cli/judging.hh"
#include "cli/labelled_input.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "cli/text_table.hh"
#include "learn/evaluation.hh"
#include "learn/features.hh"
#include "learn/folds.hh"
#include "learn/predictor.hh"
#include "learn/train.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kMost = 50'000;  // Texts that folds are made of.
constexpr std::size_t kMostConfusions = 20;
constexpr std::size_t kBins = 10;  // Of the calibration table.
constexpr std::array kConfidences = {0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98};

struct Options {
  std::string field;
  std::string where;
  std::string test;
  std::int64_t folds = 0;
};

struct Row {
  std::string ref;
  std::string text;
  std::vector<std::string> labels;
};

// What was said of texts whose labels are known.
class Results {
 public:
  void add(const std::vector<std::string>& truth, const std::vector<std::string>& names, const learn::Prediction& said) {
    const std::string& label = names[said.label];
    for (const std::string& one : truth) number(one);
    // Of several labels any is right; else the first by name is taken for it, as in a training.
    const bool right = std::ranges::find(truth, label) != truth.end();
    judged_.push_back({number(right ? label : std::ranges::min(truth)), number(label), said.probability});
    if (!said.known) ++refused_;
  }
  [[nodiscard]] const std::vector<learn::Judged>& judged() const { return judged_; }
  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }
  [[nodiscard]] std::int64_t refused() const { return refused_; }

 private:
  std::uint32_t number(const std::string& label) {
    const auto [known, added] = numbers_.try_emplace(label, static_cast<std::uint32_t>(labels_.size()));
    if (added) labels_.push_back(label);
    return known->second;
  }
  std::vector<learn::Judged> judged_;
  std::vector<std::string> labels_;
  std::map<std::string, std::uint32_t> numbers_;
  std::int64_t refused_ = 0;
};

// Which of the folds each text is in: split as a training splits them.
std::vector<std::uint32_t> folds_of(const std::vector<Row>& rows, std::uint32_t folds, std::uint64_t seed) {
  std::map<std::string_view, std::uint32_t> labels;
  learn::UsualLanguage usual;
  for (const Row& row : rows) {
    for (const std::string& label : row.labels) {
      labels.emplace(label, 0);
      usual.add(row.text);
    }
  }
  std::uint32_t number = 0;
  for (auto& [label, of] : labels) of = number++;
  learn::FeatureReader reader(usual.get());
  std::vector<learn::Dealt> texts;
  for (const Row& row : rows) {
    const std::uint64_t drawn = learn::drawn_of(reader.read(row.text), seed);
    for (const std::string& label : row.labels) texts.push_back({labels.at(label), drawn});
  }
  const std::vector<std::uint32_t> dealt = learn::deal(texts, folds);
  std::vector<std::uint32_t> out;
  std::size_t next = 0;
  for (const Row& row : rows) {
    out.push_back(dealt[next]);
    next += row.labels.size();
  }
  return out;
}

// Those with the least digests of their names, where there are too many.
std::vector<Row> read_rows(Context& context, const store::Target& target, const std::string& where) {
  std::vector<std::pair<ContentHash, Row>> rows;
  const auto thin = [&] {
    if (rows.size() <= kMost) return;
    std::ranges::nth_element(rows, rows.begin() + kMost, {}, [](const auto& row) { return row.first; });
    rows.resize(kMost);
  };
  std::size_t given = 0;
  const store::Snapshot snapshot(context.store().db());
  for_each_labelled(
      context, target, where, [&](const store::Item& item, const std::string& text, const std::vector<std::string>& labels) {
        const std::string ref = store::item_ref(context.store(), item);
        rows.push_back({content_hash(ref), {ref, std::string(utf8::head(text, learn::FeatureReader::kMostRead)), labels}});
        ++given;
        if (rows.size() > 2 * kMost) thin();
      });
  thin();
  if (given > kMost) context.say(fmt::format("measured on {} of {} texts, drawn evenly", kMost, given));
  std::ranges::sort(rows, {}, [](const auto& row) { return row.second.ref; });
  std::vector<Row> out;
  for (auto& [hash, row] : rows) out.push_back(std::move(row));
  return out;
}

void judge_folds(Context& context, const store::Target& target, const Options& options, Results& results) {
  const auto folds = static_cast<std::size_t>(options.folds == 0 ? 5 : options.folds);
  const std::vector<Row> rows = read_rows(context, target, options.where);
  if (rows.size() < folds) {
    throw Error(
        Exit::kNotFound,
        fmt::format("of {} anybody says the {}, too few for {} folds", counted(static_cast<std::int64_t>(rows.size()), "text"),
                    target.field, folds),
        fmt::format("say it of more with: ckm set REF {}=…; or test with a file: ckm classify eval --test FILE", target.field));
  }
  const std::uint64_t seed = context.seed.value_or(1);
  const std::vector<std::uint32_t> fold_of = folds_of(rows, static_cast<std::uint32_t>(folds), seed);
  ProgressLine progress("measuring", "steps", !context.quiet);
  for (std::size_t fold = 0; fold < folds; ++fold) {
    learn::TrainingSet set(seed);
    std::set<std::string> known;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (fold_of[i] == fold) continue;
      for (const std::string& label : rows[i].labels) {
        set.add(rows[i].ref, rows[i].text, label);
        known.insert(label);
      }
    }
    if (known.size() < 2) {
      throw Error(Exit::kNotFound, fmt::format("without one of {} parts the texts have fewer than two labels", folds),
                  fmt::format("say the {0} of more: ckm set REF {0}=…; or test with a file: ckm classify eval --test FILE",
                              target.field));
    }
    const learn::Classifier classifier = learn::train(std::move(set), [&](std::size_t done, std::size_t all) {
      progress.show(static_cast<std::int64_t>(fold * all + done), fold * all + done, folds * all);
    });
    learn::Predictor predictor(classifier);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (fold_of[i] == fold) results.add(rows[i].labels, classifier.labels, predictor.predict(rows[i].text));
    }
    stop_if_interrupted();
  }
}

std::int64_t judge_file(Context& context, const store::Target& target, const std::string& path, Results& results) {
  const auto trained = need_classifier(context.store(), target);
  learn::Predictor predictor(trained->classifier);
  const std::int64_t rejected =
      for_each_labelled_of(context, path, target, [&](const std::string& text, const std::vector<std::string>& labels) {
        std::vector<std::string> truth;
        for (const std::string& label : labels) truth.push_back(name_now(context.store(), target, label));
        results.add(truth, trained->names, predictor.predict(text));
      });
  if (results.judged().empty()) {
    throw Error(Exit::kInput, fmt::format("{}: no ticket and no FAQ in it says the {}", input_name(path), target.field),
                "see what is read of it with: ckm import --print records FILE; name what is in its labels with --field");
  }
  return rejected;
}

std::string fixed(double value, int digits = 3) { return fmt::format("{:.{}f}", value, digits); }

void tell_classes(const learn::Evaluation& e, const std::vector<std::string>& labels, Card& card, Value& value) {
  std::vector<learn::ClassFigures> classes = e.classes;
  std::erase_if(classes, [](const learn::ClassFigures& c) { return c.support + c.said == 0; });
  std::ranges::sort(classes, {}, [&](const learn::ClassFigures& c) { return labels[c.label]; });
  std::vector<std::vector<std::string>> rows = {{"label", "texts", "said", "right", "precision", "recall", "F1"}};
  Value all = Value::Array{};
  for (const learn::ClassFigures& c : classes) {
    Value one = Value::Object{};
    one.set("label", labels[c.label]).set("texts", c.support).set("said", c.said).set("right", c.right);
    one.set("precision", Value::decimal(c.precision, 4)).set("recall", Value::decimal(c.recall, 4));
    all.push(one.set("f1", Value::decimal(c.f1, 4)));
    rows.push_back({utf8::one_line(labels[c.label]), fmt::format("{}", c.support), fmt::format("{}", c.said),
                    fmt::format("{}", c.right), fixed(c.precision), fixed(c.recall), fixed(c.f1)});
  }
  value.set("classes", std::move(all));
  card.section("-- by label", text_table(rows));
}

void tell_confusions(const learn::Evaluation& e, const std::vector<std::string>& labels, Card& card, Value& value) {
  std::vector<std::vector<std::string>> rows = {{"texts", "of", "said to be"}};
  Value all = Value::Array{};
  for (std::size_t i = 0; i < std::min(e.confusions.size(), kMostConfusions); ++i) {
    const learn::Confusion& c = e.confusions[i];
    Value one = Value::Object{};
    all.push(one.set("label", labels[c.truth]).set("said", labels[c.said]).set("texts", c.count));
    rows.push_back({fmt::format("{}", c.count), utf8::one_line(labels[c.truth]), utf8::one_line(labels[c.said])});
  }
  value.set("confusions", std::move(all));
  if (rows.size() > 1) card.section("-- taken for one another most often", text_table(rows));
}

void tell_calibration(const std::vector<learn::Judged>& judged, Card& card, Value& value) {
  struct Bin {
    std::size_t texts = 0;
    std::size_t right = 0;
    double sum = 0;
  };
  std::array<Bin, kBins> bins;
  for (const learn::Judged& one : judged) {
    Bin& bin = bins[std::min(static_cast<std::size_t>(one.probability * kBins), kBins - 1)];
    ++bin.texts;
    bin.right += one.right() ? 1 : 0;
    bin.sum += one.probability;
  }
  std::vector<std::vector<std::string>> rows = {{"confidence", "texts", "mean", "right"}};
  Value all = Value::Array{};
  for (std::size_t i = 0; i < kBins; ++i) {
    const Bin& bin = bins[i];
    if (bin.texts == 0) continue;
    const double n = static_cast<double>(bin.texts), from = static_cast<double>(i) / kBins;
    const double to = static_cast<double>(i + 1) / kBins;
    Value one = Value::Object{};
    one.set("from", Value::decimal(from, 1)).set("to", Value::decimal(to, 1)).set("texts", bin.texts);
    all.push(one.set("confidence", Value::decimal(bin.sum / n, 4))
                 .set("right", Value::decimal(static_cast<double>(bin.right) / n, 4)));
    rows.push_back({fmt::format("{:.1f} to {:.1f}", from, to), fmt::format("{}", bin.texts), fixed(bin.sum / n),
                    fixed(static_cast<double>(bin.right) / n)});
  }
  value.set("calibration", std::move(all));
  card.section("-- confidence, and how many are right", text_table(rows));
}

void tell_coverage(const std::vector<learn::Judged>& judged, Card& card, Value& value) {
  std::vector<std::vector<std::string>> rows = {{"least", "answered", "right"}};
  Value all = Value::Array{};
  const auto add = [&](const learn::Coverage& c) {
    if (c.covered == 0) return;
    Value one = Value::Object{};
    one.set("least", Value::decimal(c.least, 4)).set("covered", Value::decimal(c.covered, 4));
    all.push(one.set("precision", Value::decimal(c.precision, 4)));
    rows.push_back({fixed(c.least, 2), fixed(c.covered), fixed(c.precision)});
  };
  for (const double least : kConfidences) add(learn::coverage_from(judged, least));
  value.set("coverage", std::move(all));
  card.section("-- answered from this confidence on", text_table(rows));
}

Exit evaluate(Context& context, const Options& options) {
  const store::Target& target = need_target(options.field);
  if (!options.test.empty() && !options.where.empty())
    throw Error(Exit::kUsage, "--where chooses of the store, and --test has its own texts", "leave one of them out");
  Results results;
  std::int64_t rejected = 0;
  if (options.test.empty()) judge_folds(context, target, options, results);
  else rejected = judge_file(context, target, options.test, results);
  const learn::Evaluation e = learn::evaluate(results.judged(), results.labels().size());
  const learn::Coverage wanted = learn::coverage_at(results.judged(), 0.95);
  const double refused = static_cast<double>(results.refused()) / static_cast<double>(e.count);
  Card card;
  Value value = Value::Object{};
  value.set("field", target.field).set("test", options.test);
  value.set("texts", e.count).set("right", e.right).set("labels", results.labels().size());
  value.set("accuracy", Value::decimal(e.accuracy, 4)).set("macro_f1", Value::decimal(e.macro_f1, 4));
  value.set("calibration_error", Value::decimal(e.calibration_error, 4)).set("refused", Value::decimal(refused, 4));
  value.set("covered", Value::decimal(wanted.covered, 4));
  card.heading(std::string(target.field),
               options.test.empty()
                   ? fmt::format("{} in {} folds", counted(static_cast<std::int64_t>(e.count), "text"),
                                 options.folds == 0 ? 5 : options.folds)
                   : fmt::format("{} of {}", counted(static_cast<std::int64_t>(e.count), "text"), input_name(options.test)));
  card.fact("accuracy", fmt::format("{:.3f}: {} of {}", e.accuracy, e.right, e.count));
  card.fact("macro F1", fixed(e.macro_f1));
  card.fact("confidence", fmt::format("off by {:.3f} on average", e.calibration_error));
  card.fact("95 % right", surely_answered(wanted.covered, wanted.least));
  card.fact("refused", fmt::format("{:.1f} % as none of the labels", 100 * refused));
  tell_classes(e, results.labels(), card, value);
  tell_confusions(e, results.labels(), card, value);
  tell_calibration(results.judged(), card, value);
  tell_coverage(results.judged(), card, value);
  print_object(context, "classify-eval", value, card.text());
  return rejected > 0 ? Exit::kInput : Exit::kDone;
}

}  // namespace

Run declare_classify_eval(Args& args) {
  const auto options = std::make_shared<Options>();
  add_field(args, options->field);
  args.add({.name = "--test",
            .into = &options->test,
            .value = "FILE",
            .summary = "what the store's classifier says of the labelled texts of this file",
            .filled = true});
  args.add({.name = "--folds",
            .into = &options->folds,
            .summary = "leave out each of so many parts in turn, and learn from the rest (5)",
            .least = 2,
            .excludes = "--test"});
  args.add({.name = "--where", .into = &options->where, .value = "QUERY", .summary = "only what a query lets through"});
  return {[] { return Access::kRead; }, [options](Context& context) { return evaluate(context, *options); }};
}

}  // namespace ckm::cli
