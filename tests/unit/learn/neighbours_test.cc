#include "learn/neighbours.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ckm;
using namespace ckm::learn;

namespace {

constexpr std::size_t kFeatures = 200;
constexpr std::size_t kLabels = 5;

std::vector<Example> draw(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Example> all;
  for (std::size_t i = 0; i < count; ++i) {
    Example example;
    example.label = static_cast<std::uint32_t>(random() % kLabels);
    double squares = 0;
    for (std::uint32_t f = 0; f < kFeatures; ++f) {
      if (random() % 15 != 0) continue;
      example.vector.emplace_back(f, 0.1F + static_cast<float>(random() % 100) / 100);
      squares += static_cast<double>(example.vector.back().second) * static_cast<double>(example.vector.back().second);
    }
    for (auto& [feature, weight] : example.vector) weight /= static_cast<float>(std::sqrt(squares));
    all.push_back(std::move(example));
  }
  return all;
}

std::string bytes_of(const Neighbours& neighbours) {
  BytesOut out;
  neighbours.write(out);
  return out.take();
}

}  // namespace

TEST_CASE("neighbours: against each cosine by itself") {
  const std::vector<Example> examples = draw(300, 1);
  const Neighbours neighbours(examples, kFeatures, kLabels);
  REQUIRE(neighbours.size() == 300);
  Neighbours::Asked asked(neighbours);
  std::vector<Example> questions = draw(40, 2);
  questions.push_back({});           // Shares nothing.
  questions.push_back(examples[7]);  // Is one of them.
  for (const Example& question : questions) {
    asked.set(question.vector);
    std::vector<std::pair<double, std::uint32_t>> all;
    std::vector<double> of_label(kLabels);
    for (std::uint32_t i = 0; i < examples.size(); ++i) {
      const double cosine = dot(question.vector, examples[i].vector);
      of_label[examples[i].label] = std::max(of_label[examples[i].label], cosine);
      all.emplace_back(-cosine, i);
    }
    std::ranges::sort(all);
    for (std::uint32_t label = 0; label < kLabels; ++label)
      CHECK(std::abs(static_cast<double>(neighbours.nearest(asked, label)) - of_label[label]) < 0.002);
    const std::vector<Near> near = neighbours.most_like(asked, 5);
    if (question.vector.empty()) {
      CHECK(near.empty());
      continue;
    }
    REQUIRE(near.size() == 5);
    for (std::size_t i = 0; i < near.size(); ++i) {
      CHECK(std::abs(static_cast<double>(near[i].cosine) + all[i].first) < 0.002);
      CHECK(std::abs(dot(question.vector, examples[near[i].example].vector) + all[i].first) < 0.004);
      CHECK(neighbours.label(near[i].example) == examples[near[i].example].label);
      if (i > 0) CHECK(near[i - 1].cosine >= near[i].cosine);
    }
  }
  asked.set(examples[7].vector);
  CHECK(neighbours.most_like(asked, 1)[0].example == 7);
  CHECK(neighbours.most_like(asked, 0).empty());
}

TEST_CASE("neighbours: the first of each label are kept") {
  std::vector<Example> examples;
  for (std::uint32_t i = 0; i < Neighbours::kMostOfLabel + 50; ++i) examples.push_back({{{i % 100, 1.0F}}, 0});
  examples.push_back({{{3, 1.0F}}, 1});
  const Neighbours neighbours(examples, 100, 3);
  CHECK(neighbours.size() == Neighbours::kMostOfLabel + 1);
  CHECK(neighbours.kept().back() == examples.size() - 1);
  CHECK(neighbours.label(static_cast<std::uint32_t>(neighbours.size() - 1)) == 1);
  Neighbours::Asked asked(neighbours);
  asked.set({{3, 1.0F}});
  CHECK(neighbours.nearest(asked, 1) == doctest::Approx(1));
  CHECK(neighbours.nearest(asked, 2) == 0);  // It has none.
}

TEST_CASE("neighbours: bytes bring them back, damage is seen") {
  const Neighbours neighbours(draw(60, 3), kFeatures, kLabels);
  const std::string bytes = bytes_of(neighbours);
  BytesIn in(bytes);
  const Neighbours again = Neighbours::read(in);
  CHECK(in.ended());
  CHECK_FALSE(in.damaged());
  CHECK(bytes_of(again) == bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    BytesIn cut(std::string_view(bytes).substr(0, size));
    Neighbours::read(cut);
    CHECK(cut.damaged());
  }
  for (const std::size_t at : {std::size_t{0}, std::size_t{4}}) {  // Fewer features, fewer labels than there are.
    std::string wrong = bytes;
    wrong[at] = 1;
    BytesIn read(wrong);
    Neighbours::read(read);
    CHECK(read.damaged());
  }
}

TEST_CASE("neighbours: what is taken out is like what never was in") {
  const std::vector<Example> examples = draw(120, 5);
  Neighbours neighbours(examples, kFeatures, kLabels);
  std::vector<bool> kept;
  std::vector<Example> rest;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    kept.push_back(i % 3 != 0 && examples[i].label != 2);
    if (kept.back()) rest.push_back(examples[i]);
  }
  neighbours.keep_only(kept);
  CHECK(neighbours.size() == rest.size());
  CHECK(bytes_of(neighbours) == bytes_of(Neighbours(rest, kFeatures, kLabels)));
  Neighbours::Asked asked(neighbours);
  asked.set(examples[1].vector);
  CHECK(neighbours.nearest(asked, 2) == 0);
}
