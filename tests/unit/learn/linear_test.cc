#include "learn/linear.hh"

#include <doctest/doctest.h>
#include <linear.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::learn;

namespace {

constexpr std::size_t kFeatures = 60;
constexpr std::uint32_t kLabels = 6;  // The last of which has no example.

std::vector<Example> draw(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Example> all;
  for (std::size_t i = 0; i < count; ++i) {
    Example example;
    example.label = static_cast<std::uint32_t>(random() % (kLabels - 1));
    double squares = 0;
    for (std::uint32_t f = 0; f < kFeatures; ++f) {
      if (random() % 10 >= (f % (kLabels - 1) == example.label ? 4U : 1U)) continue;
      example.vector.emplace_back(f, 0.1F + static_cast<float>(random() % 100) / 100);
      squares += static_cast<double>(example.vector.back().second) * static_cast<double>(example.vector.back().second);
    }
    for (auto& [feature, weight] : example.vector) weight /= static_cast<float>(std::sqrt(squares));
    all.push_back(std::move(example));
  }
  return all;
}

std::vector<feature_node> nodes_of(const SparseVector& vector) {
  std::vector<feature_node> nodes;
  for (const auto& [f, w] : vector) nodes.push_back({static_cast<int>(f) + 1, static_cast<double>(w)});
  nodes.push_back({static_cast<int>(kFeatures) + 1, 1});
  nodes.push_back({-1, 0});
  return nodes;
}

// What LIBLINEAR's own prediction says of each class, by its number: one number of two classes, for the first example's.
std::vector<std::vector<double>> theirs(const std::vector<Example>& examples, const std::vector<Example>& asked, unsigned seed,
                                        int solver = MCSVM_CS) {
  std::vector<std::vector<feature_node>> rows;
  std::vector<feature_node*> pointers;
  std::vector<double> targets;
  for (const Example& example : examples) rows.push_back(nodes_of(example.vector));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    pointers.push_back(rows[i].data());
    targets.push_back(examples[i].label);
  }
  problem what{static_cast<int>(rows.size()), static_cast<int>(kFeatures) + 1, targets.data(), pointers.data(), 1};
  parameter how{};
  how.solver_type = solver;
  how.eps = 0.1;
  how.C = 1;
  set_print_string_function([](const char*) {});
  std::srand(seed);
  model* trained = train(&what, &how);
  std::vector<std::vector<double>> out;
  for (const Example& one : asked) {
    std::vector<feature_node> nodes = nodes_of(one.vector);
    std::vector<double> values(static_cast<std::size_t>(trained->nr_class));
    predict_values(trained, nodes.data(), values.data());
    std::vector<double> scores(kLabels, LinearModel::kNever);
    for (int c = 0; c < trained->nr_class; ++c)
      scores[static_cast<std::size_t>(trained->label[c])] = solver == MCSVM_CS ? values[static_cast<std::size_t>(c)]
                                                            : c == 0           ? values[0]
                                                                               : -values[0];
    out.push_back(scores);
  }
  free_and_destroy_model(&trained);
  return out;
}

std::string bytes_of(const LinearModel& model) {
  BytesOut out;
  model.write(out);
  return out.take();
}

}  // namespace

TEST_CASE("linear: scores as LIBLINEAR's own prediction does") {
  for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(10)); ++seed) {
    const std::vector<Example> examples = draw(120, seed);
    const std::vector<Example> asked = draw(60, seed + 100);
    const LinearModel model = LinearModel::train(examples, kFeatures, kLabels, seed);
    const auto expected = theirs(examples, asked, seed);
    CHECK(model.labels() == kLabels);
    CHECK(model.features() == kFeatures);
    std::vector<float> scores;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      model.score(asked[i].vector, scores);
      REQUIRE(scores.size() == kLabels);
      for (std::size_t c = 0; c + 1 < kLabels; ++c) CHECK(std::abs(static_cast<double>(scores[c]) - expected[i][c]) < 1e-3);
      CHECK(scores[kLabels - 1] < -1000);
      // The weights add up to it.
      double sum = static_cast<double>(model.bias(2));
      for (const auto& [feature, value] : asked[i].vector) {
        for (const auto& [label, weight] : model.weights(feature)) sum += label == 2 ? static_cast<double>(weight * value) : 0;
      }
      CHECK(sum == doctest::Approx(static_cast<double>(scores[2])).epsilon(1e-4));
    }
  }
}

TEST_CASE("linear: of several labels each is learned apart, as LIBLINEAR does of two classes") {
  for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(5)); ++seed) {
    std::mt19937 random(seed);
    const std::vector<Example> drawn = draw(120, seed);
    const std::vector<Example> asked = draw(40, seed + 100);
    constexpr std::uint32_t kAll = kLabels - 2;  // A label that all have; the last one nobody has.
    std::vector<Several> examples;
    for (const Example& one : drawn) {
      std::vector<std::uint32_t> labels = {kAll};
      if (one.label != kAll) labels.push_back(one.label);
      if (one.label != 0 && random() % 3 == 0) labels.push_back(0);
      examples.push_back({one.vector, labels});
    }
    const LinearModel model = LinearModel::train_each(examples, kFeatures, kLabels, seed);
    CHECK(model.labels() == kLabels);
    CHECK(model.features() == kFeatures);
    std::vector<float> scores;
    for (std::uint32_t label = 0; label < kAll; ++label) {
      std::vector<Example> two = drawn;
      for (std::size_t i = 0; i < two.size(); ++i) two[i].label = std::ranges::count(examples[i].labels, label) > 0 ? 1 : 0;
      const auto expected = theirs(two, asked, seed + label, L2R_L2LOSS_SVC_DUAL);
      for (std::size_t i = 0; i < asked.size(); ++i) {
        model.score(asked[i].vector, scores);
        CHECK(std::abs(static_cast<double>(scores[label]) - (1 + expected[i][1]) / 2) < 1e-3);
      }
    }
    CHECK(scores[kAll] == 1);
    CHECK(scores[kLabels - 1] < -1000);
    CHECK(bytes_of(LinearModel::train_each(examples, kFeatures, kLabels, seed)) == bytes_of(model));
  }
}

TEST_CASE("linear: the same seed gives the same bytes, which bring it back") {
  const std::vector<Example> examples = draw(150, 9);
  const std::string first = bytes_of(LinearModel::train(examples, kFeatures, kLabels, 3));
  std::rand();
  CHECK(bytes_of(LinearModel::train(examples, kFeatures, kLabels, 3)) == first);
  BytesIn in(first);
  const LinearModel again = LinearModel::read(in);
  CHECK(in.ended());
  CHECK_FALSE(in.damaged());
  CHECK(bytes_of(again) == first);
  for (std::size_t size = 0; size < first.size(); ++size) {
    BytesIn cut(std::string_view(first).substr(0, size));
    LinearModel::read(cut);
    CHECK(cut.damaged());
  }
}

TEST_CASE("linear: a label of no such number is damage") {
  BytesOut out;
  out.put_float(1);
  out.put(2, 4);  // Two labels.
  out.put_float(0);
  out.put_float(0);
  out.put(1, 4);  // One feature with one weight,
  out.put(1, 2);
  out.put(2, 2);  // for label 2.
  out.put(5, 2);
  const std::string bytes = out.take();
  BytesIn in(bytes);
  LinearModel::read(in);
  CHECK(in.damaged());
}
