#include "learn/vocabulary.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ckm;
using namespace ckm::learn;

namespace {

Vocabulary vocabulary_of(const std::vector<std::string>& texts) {
  FeatureReader reader(text::Language::kEnglish);
  Vocabulary::Counter counter;
  for (const std::string& text : texts) counter.add(reader.read(text));
  return counter.build();
}

double length(const SparseVector& vector) { return std::sqrt(dot(vector, vector)); }

}  // namespace

TEST_CASE("vocabulary: weights by hand") {
  // Features of ids 1, 2 (words) and one piece, in three texts.
  const std::uint64_t piece = std::uint64_t{1} << 63U | 5U;
  Vocabulary::Counter counter;
  counter.add({{1, 2, Group::kWords, true}, {2, 1, Group::kWords, false}, {piece, 1, Group::kPieces, false}});
  counter.add({{1, 1, Group::kWords, true}});
  counter.add({});
  const Vocabulary v = counter.build();
  REQUIRE(v.size() == 3);
  CHECK(v.find(1) == 0);
  CHECK(v.find(2) == 1);
  CHECK(v.find(piece) == 2);
  CHECK(v.find(3) == Vocabulary::kNone);
  const double one = std::pow(4, 0.75) * (std::log(4.0 / 3) + 1);
  const double two = std::log(4.0 / 2) + 1;
  const double words = std::sqrt(one * one + two * two);
  const SparseVector vector = v.vector({{1, 4, Group::kWords, true},
                                        {2, 1, Group::kWords, false},
                                        {3, 9, Group::kWords, true},
                                        {piece, 7, Group::kPieces, false}});
  REQUIRE(vector.size() == 3);
  CHECK(vector[0].second == doctest::Approx(one / words / std::sqrt(2)));
  CHECK(vector[1].second == doctest::Approx(two / words / std::sqrt(2)));
  CHECK(vector[2].second == doctest::Approx(1 / std::sqrt(2)));
  // Of one group alone.
  CHECK(v.vector({{2, 3, Group::kWords, false}})[0].second == doctest::Approx(1));
  CHECK(v.vector({{3, 3, Group::kWords, false}}).empty());
  const double idf_1 = std::log(4.0 / 3) + 1;
  const double idf_unknown = std::log(4.0) + 1;
  CHECK(v.unknown({{1, 1, Group::kWords, true}, {2, 1, Group::kWords, false}, {3, 1, Group::kWords, true}}) ==
        doctest::Approx(idf_unknown / (idf_1 + idf_unknown)));
  CHECK(v.unknown({}) == 1);
}

TEST_CASE("vocabulary: vectors are of length 1, or empty") {
  const Vocabulary v = vocabulary_of({"my card has not arrived", "I lost my card", "refund please", "我要退款", "12"});
  FeatureReader reader(text::Language::kEnglish);
  for (const std::string_view text : {"card", "my refund has arrived", "退款", "a 退", "card card card 12", "c"}) {
    const SparseVector vector = v.vector(reader.read(text));
    if (!vector.empty()) CHECK(length(vector) == doctest::Approx(1));
    CHECK(std::ranges::is_sorted(vector));
  }
  CHECK(v.vector(reader.read("zzzz")).empty());
  CHECK(v.vector(reader.read("")).empty());
  CHECK(dot(v.vector(reader.read("my card")), v.vector(reader.read("退款"))) == 0);
}

TEST_CASE("vocabulary: the order of texts does not matter, and bytes bring it back") {
  std::mt19937 random(4);
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (int k = 0; k < 6; ++k) text += "word" + std::to_string(random() % 400) + " ";
    texts.push_back(text);
  }
  const auto bytes = [](const Vocabulary& v) {
    BytesOut out;
    v.write(out);
    return out.take();
  };
  const std::string first = bytes(vocabulary_of(texts));
  std::shuffle(texts.begin(), texts.end(), random);
  CHECK(bytes(vocabulary_of(texts)) == first);
  BytesIn in(first);
  const Vocabulary again = Vocabulary::read(in);
  CHECK_FALSE(in.damaged());
  CHECK(in.ended());
  CHECK(bytes(again) == first);
  FeatureReader reader(text::Language::kEnglish);
  CHECK(again.vector(reader.read(texts[0])) == vocabulary_of(texts).vector(reader.read(texts[0])));
  for (std::size_t size = 0; size < first.size(); size += 97) {
    BytesIn cut(std::string_view(first).substr(0, size));
    Vocabulary::read(cut);
    CHECK(cut.damaged());
  }
  std::string twice = first;
  twice.replace(8 + 8, 8, twice.substr(8, 8));  // The second id is the first.
  BytesIn wrong(twice);
  Vocabulary::read(wrong);
  CHECK(wrong.damaged());
}

TEST_CASE("vocabulary: rare features left out, counters added up, pairs of words for less") {
  const auto word = [](std::uint64_t id, bool single) { return Feature{id, 1, Group::kWords, single}; };
  Vocabulary::Counter one;
  one.add({word(1, true), word(2, true), word(3, false)});
  one.add({word(1, true)});
  Vocabulary::Counter other;
  other.add({word(2, true), word(4, true)});
  other.add({word(3, false)});
  one.merge(other);
  const Vocabulary v = one.build(2);
  CHECK(v.size() == 3);
  CHECK(v.find(4) == Vocabulary::kNone);
  const SparseVector whole = v.vector({word(1, true), word(3, false), word(4, true)});
  const SparseVector half = v.vector({word(1, true), word(3, false), word(4, true)}, 0.5F);
  CHECK(whole[0].second == doctest::Approx(std::sqrt(0.5)));  // Each is in two of four texts.
  CHECK(whole[1].second == doctest::Approx(std::sqrt(0.5)));
  CHECK(half[0].second == doctest::Approx(2 / std::sqrt(5)));
  CHECK(half[1].second == doctest::Approx(1 / std::sqrt(5)));
}
