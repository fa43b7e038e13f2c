// Measures the classifier (learn/train.hh) with its defaults.
//   bench_classify FOLDER   FOLDER holds banking77/, smp2017/ and tickets_zh_xlsx/labelled_495.xlsx
// Prints Markdown tables: how it does on each set's test texts (five folds where there are none), how long it takes, and how well
// it knows what it does not know: of BANKING77's 77 intents 20 are left out of training, and all of the test is asked.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>

#include "labelled.hh"
#include "learn/classifier.hh"
#include "learn/evaluation.hh"
#include "learn/predictor.hh"
#include "learn/train.hh"
#include "measure.hh"

namespace {

using namespace ckm;
using tools::Labelled;
using Rows = std::vector<Labelled>;

constexpr std::size_t kLeftOut = 20;
constexpr int kDraws = 5;

double cpu_seconds() {
  double sum = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    getrusage(who, &used);
    for (const timeval& time : {used.ru_utime, used.ru_stime})
      sum += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  }
  return sum;
}

learn::Classifier train_on(const Rows& rows, std::uint64_t seed = 1) {
  learn::TrainingSet set(seed);
  for (std::size_t i = 0; i < rows.size(); ++i) set.add(std::to_string(i), rows[i].text, rows[i].label);
  return learn::train(std::move(set));
}

struct Result {
  std::vector<learn::Judged> judged;
  std::set<std::string> labels;
  double seconds = 0, cpu = 0;    // Of training.
  double asked = 0, ask_cpu = 0;  // Of predictions.
  std::size_t bytes = 0;
  learn::TrainingFigures figures;
};

// Adds to what is there.
void measure(const Rows& training, const Rows& test, Result& into) {
  const auto start = std::chrono::steady_clock::now();
  const double before = cpu_seconds();
  const std::string bytes = learn::encode(train_on(training));
  into.seconds += tools::seconds_since(start);
  into.cpu += cpu_seconds() - before;
  into.bytes = bytes.size();
  const learn::Classifier classifier = learn::decode(bytes);
  into.figures = classifier.figures;
  std::map<std::string, std::uint32_t> numbers;  // A label that only the test has is wrong whatever is said.
  for (const std::string& label : classifier.labels) numbers.emplace(label, static_cast<std::uint32_t>(numbers.size()));
  for (const Labelled& row : test) numbers.emplace(row.label, static_cast<std::uint32_t>(numbers.size()));
  for (const auto& [label, number] : numbers) into.labels.insert(label);
  learn::Predictor predictor(classifier);
  const auto asked = std::chrono::steady_clock::now();
  const double before_asking = cpu_seconds();
  std::vector<learn::Prediction> said;
  for (const Labelled& row : test) said.push_back(predictor.predict(row.text));
  into.ask_cpu += cpu_seconds() - before_asking;
  into.asked += tools::seconds_since(asked);
  for (std::size_t i = 0; i < test.size(); ++i)
    into.judged.push_back({numbers[test[i].label], said[i].label, said[i].probability});
}

void report(std::string_view name, const Result& result, int trainings = 1) {
  const learn::Evaluation e = learn::evaluate(result.judged, result.labels.size());
  const auto n = static_cast<double>(result.judged.size());
  fmt::print("| {} | {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.1f} ({:.1f}) | {:.0f} ({:.0f}) | {:.1f} |\n", name,
             e.count, e.accuracy, e.macro_f1, e.calibration_error, learn::coverage_at(result.judged, 0.95).covered,
             learn::coverage_at(result.judged, 0.98).covered, result.seconds / trainings, result.cpu / trainings,
             n / result.asked, n / result.ask_cpu, static_cast<double>(result.bytes) / 1e6);
  std::fflush(stdout);
}

void measure_folds(std::string_view name, const Rows& rows) {
  constexpr std::size_t kFolds = 5;
  Result result;
  for (int draw = 0; draw < kDraws; ++draw) {
    Rows shuffled = rows;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(static_cast<std::uint64_t>(draw) + 1));
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
      Rows training, test;
      for (std::size_t i = 0; i < shuffled.size(); ++i) (i % kFolds == fold ? test : training).push_back(shuffled[i]);
      measure(training, test, result);
    }
  }
  report(name, result, kDraws * static_cast<int>(kFolds));
}

// 20 intents left out.
void measure_unknown(const Rows& training, const Rows& test) {
  fmt::print("\n| {} intents left out, draw | refused at 90 % coverage | coverage, refused by default | refused by gap alone |\n",
             kLeftOut);
  fmt::print("| --- | --- | --- | --- |\n");
  std::set<std::string> all;
  for (const Labelled& row : training) all.insert(row.label);
  double sums[4] = {};
  for (int draw = 1; draw <= kDraws; ++draw) {
    std::vector<std::string> labels(all.begin(), all.end());
    std::shuffle(labels.begin(), labels.end(), std::mt19937_64(static_cast<std::uint64_t>(draw)));
    const std::set<std::string> out(labels.begin(), labels.begin() + kLeftOut);
    Rows rest;
    std::ranges::copy_if(training, std::back_inserter(rest), [&](const Labelled& row) { return !out.contains(row.label); });
    const learn::Classifier classifier = train_on(rest);
    learn::Predictor predictor(classifier);
    std::vector<double> familiar[2], gaps[2];  // Of what is left out, and of the rest.
    double known[2] = {};
    for (const Labelled& row : test) {
      const std::size_t is_known = out.contains(row.label) ? 0 : 1;
      const learn::Prediction said = predictor.predict(row.text);
      known[is_known] += said.known ? 1 : 0;
      gaps[is_known].push_back(said.gap);
      familiar[is_known].push_back(predictor.familiarity(row.text));
    }
    const auto refused = [](std::vector<double> unknown, std::vector<double> rest_of) {
      std::ranges::sort(rest_of);
      const double least = rest_of[rest_of.size() / 10];
      return static_cast<double>(std::ranges::count_if(unknown, [&](double u) { return u < least; })) /
             static_cast<double>(unknown.size());
    };
    const double row[4] = {refused(familiar[0], familiar[1]), known[1] / static_cast<double>(familiar[1].size()),
                           1 - known[0] / static_cast<double>(familiar[0].size()), refused(gaps[0], gaps[1])};
    for (int i = 0; i < 4; ++i) sums[i] += row[i] / kDraws;
    fmt::print("| {} | {:.3f} | {:.3f}, {:.3f} | {:.3f} |\n", draw, row[0], row[1], row[2], row[3]);
  }
  fmt::print("| mean | {:.3f} | {:.3f}, {:.3f} | {:.3f} |\n", sums[0], sums[1], sums[2], sums[3]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: bench_classify FOLDER\n");
    return 2;
  }
  const std::filesystem::path data = argv[1];
  fmt::print(
      "| set | texts judged | accuracy | macro-F1 | calibration error | answered at precision .95 | .98 "
      "| training, s (CPU s) | predictions/s (per CPU s) | MB |\n");
  fmt::print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  const Rows training = tools::read_labelled(data / "banking77/train.csv", "text", "category");
  const Rows test = tools::read_labelled(data / "banking77/test.csv", "text", "category");
  Result banking;
  measure(training, test, banking);
  report("BANKING77", banking);
  Rows smp = tools::read_labelled(data / "smp2017/train.tsv", "text", "label");
  const Rows smp_test = tools::read_labelled(data / "smp2017/test.tsv", "text", "label");
  Result first;
  measure(smp, smp_test, first);
  report("SMP2017, train", first);
  std::ranges::copy(tools::read_labelled(data / "smp2017/develop.tsv", "text", "label"), std::back_inserter(smp));
  Result both;
  measure(smp, smp_test, both);
  report("SMP2017, train and develop", both);
  measure_folds("labelled_495, five folds",
                tools::read_labelled(data / "tickets_zh_xlsx/labelled_495.xlsx", "留言主题 留言详情", "一级分类"));
  measure_unknown(training, test);
  return 0;
}
