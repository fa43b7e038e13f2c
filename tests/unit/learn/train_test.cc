#include "learn/train.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "base/error.hh"
#include "base/hash.hh"
#include "learn/predictor.hh"

using namespace ckm;
using namespace ckm::learn;

namespace {

struct Text {
  std::string id, text, label;
};

// Questions of four topics, in two languages: words of the topic among words of all.
std::vector<Text> questions(std::size_t of_each, unsigned seed) {
  const std::vector<std::vector<std::string>> words = {{"refund", "money", "退款", "return"},
                                                       {"card", "pin", "blocked", "银行卡"},
                                                       {"delivery", "parcel", "late", "快递"},
                                                       {"login", "password", "account", "密码"}};
  const std::vector<std::string> common = {"my", "the", "how", "please", "help", "我", "的", "when", "is", "not"};
  const char* const labels[] = {"refund", "card", "delivery", "account/login"};
  std::mt19937 random(seed);
  std::vector<Text> out;
  for (std::size_t i = 0; i < of_each; ++i) {
    for (std::size_t topic = 0; topic < words.size(); ++topic) {
      std::string text;
      for (int k = 0; k < 6; ++k) text += (k % 3 == 1 ? words[topic][random() % 4] : common[random() % common.size()]) + " ";
      out.push_back({"t" + std::to_string(out.size()), text, labels[topic]});
    }
  }
  return out;
}

Classifier train_on(const std::vector<Text>& texts, std::uint64_t seed = 1, const TrainingBounds& bounds = {},
                    std::size_t most = TrainingSet::kMost) {
  TrainingSet set(seed, most);
  for (const Text& text : texts) set.add(text.id, text.text, text.label);
  return train(std::move(set), {}, bounds);
}

Exit refusal(const std::vector<Text>& texts) {
  try {
    train_on(texts);
  } catch (const Error& error) {
    CHECK_FALSE(error.hint().empty());
    return error.code();
  }
  return Exit::kDone;
}

}  // namespace

TEST_CASE("train: learns, judges itself by what it left out, and says so") {
  std::size_t told = 0;
  TrainingSet set(5);
  const std::vector<Text> texts = questions(30, 1);
  for (const Text& text : texts) set.add(text.id, text.text, text.label);
  const Classifier c = train(std::move(set), [&](std::size_t done, std::size_t of) {
    CHECK(done == ++told);
    CHECK(of == 6);
  });
  CHECK(told == 6);
  CHECK(c.labels == std::vector<std::string>{"account/login", "card", "delivery", "refund"});
  CHECK(c.figures.given == 120);
  CHECK(c.figures.used == 120);
  CHECK(c.figures.folds == 5);
  CHECK(c.figures.judged == 120);
  CHECK(c.figures.accuracy == doctest::Approx(static_cast<double>(c.figures.right) / 120));
  CHECK(c.figures.accuracy > 0.9);
  CHECK(c.kept.size() == 120);
  Predictor predictor(c);
  std::size_t right = 0, known = 0;
  for (const Text& text : questions(20, 2)) {
    const Prediction said = predictor.predict(text.text);
    right += c.labels[said.label] == text.label ? 1 : 0;
    known += said.known ? 1 : 0;
    CHECK(said.known == (predictor.familiarity(text.text) >= c.least_familiarity));
    CHECK(said.second != said.label);
    CHECK(said.gap >= 0);
    CHECK(said.probability > 0);
    CHECK(said.probability < 1);
    const std::vector<float> scores = predictor.scores(text.text);
    CHECK(*std::ranges::max_element(scores) == scores[said.label]);
    CHECK(static_cast<double>(scores[said.label] - scores[said.second]) == doctest::Approx(said.gap));
  }
  CHECK(right >= 76);
  CHECK(known >= 68);
  for (const std::string_view strange : {"", "?!", "zzz qqq xxx", "天气"}) CHECK_FALSE(predictor.predict(strange).known);
}

TEST_CASE("train: the same bytes in whatever order, others with another seed or other data") {
  std::vector<Text> texts = questions(12, 3);
  texts.push_back({"alone", "a label that has one text only", "single"});
  const std::string first = encode(train_on(texts));
  std::mt19937 random(1);
  std::shuffle(texts.begin(), texts.end(), random);
  CHECK(encode(train_on(texts)) == first);
  CHECK(encode(train_on(texts, 2)) != first);
  const Classifier c = decode(first);
  const auto fingerprint = [&](const std::vector<Text>& of) { return train_on(of).fingerprint; };
  CHECK(fingerprint(texts) == c.fingerprint);
  for (const int change : {0, 1, 2, 3}) {
    std::vector<Text> other = texts;
    if (change == 0) other[0].id += "x";
    if (change == 1) other[0].text += "x";
    if (change == 2) other[0].label = other[0].label == "card" ? "refund" : "card";
    if (change == 3) other.pop_back();
    CHECK(fingerprint(other) != c.fingerprint);
  }
}

TEST_CASE("train: few texts, equal texts, labels of one text") {
  Classifier two = train_on({{"1", "refund please", "a"}, {"2", "lost card", "b"}});
  CHECK(two.figures.judged == 0);
  CHECK(two.figures.folds == 0);
  Predictor predictor(two);
  CHECK(predictor.predict("my card is lost").label == 1);
  CHECK(predictor.predict("refund").label == 0);
  CHECK(predictor.predict("refund").known);  // Too few to refuse any.
  CHECK_FALSE(predictor.predict("").known);
  // Equal texts are never both learned from and judged: what only they could tell stays unknown.
  std::vector<Text> equal;
  std::mt19937 random(2);
  for (int i = 0; i < 40; ++i) {
    std::string text;
    for (int k = 0; k < 3; ++k) text += std::to_string(random()) + " ";
    for (int k = 0; k < 6; ++k) equal.push_back({std::to_string(i) + "/" + std::to_string(k), text, i % 2 == 0 ? "a" : "b"});
  }
  const Classifier same = train_on(equal);
  CHECK(same.figures.judged == 240);
  CHECK(same.figures.accuracy < 0.8);
  CHECK(Predictor(same).predict(equal[0].text).label == 0);
  std::vector<Text> texts = questions(15, 4);
  texts.push_back({"x", "unique words of a rare matter", "rare"});
  const Classifier c = train_on(texts);
  Predictor rare(c);
  CHECK(c.labels[rare.predict("unique words of a rare matter").label] == "rare");
  const Classifier empty_texts = train_on({{"1", "", "a"}, {"2", "", "b"}, {"3", "word", "b"}});
  CHECK(Predictor(empty_texts).predict("word").label == 1);
  CHECK(train_on({{"1", "", "a"}, {"2", "", "b"}}).vocabulary.size() == 0);
}

TEST_CASE("train: of several labels of a text any is right, and the likeliest is said") {
  // Each text has the tag of its topic, most "all", and one in eight one that nothing tells.
  TrainingSet set(1);
  const std::vector<Text> texts = questions(30, 11);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    set.add(texts[i].id, texts[i].text, texts[i].label);
    if (i % 4 != 1) set.add(texts[i].id, texts[i].text, "all");
    if (i % 8 == 0) set.add(texts[i].id, texts[i].text, "seldom");
  }
  const Classifier c = train(std::move(set));
  CHECK(c.labels.size() == 6);
  CHECK(c.figures.judged == texts.size());  // Each once.
  CHECK(c.figures.accuracy > 0.9);
  Predictor predictor(c);
  const auto score_of = [&](const std::vector<float>& scores, std::string_view label) {
    return scores[static_cast<std::size_t>(std::ranges::find(c.labels, label) - c.labels.begin())];
  };
  std::size_t seldom = 0;
  const std::vector<Text> asked = questions(20, 12);
  for (const Text& text : asked) {
    const std::vector<float> scores = predictor.scores(text.text);
    // Of the topics it is its own.
    for (const Text& other : asked)
      CHECK((other.label == text.label || score_of(scores, other.label) < score_of(scores, text.label)));
    seldom += c.labels[predictor.predict(text.text).label] == "seldom" ? 1 : 0;
  }
  CHECK(seldom == 0);
}

TEST_CASE("train: too few or too many labels are refused with a hint") {
  CHECK(refusal({}) == Exit::kInput);
  CHECK(refusal({{"1", "a", "x"}, {"2", "b", "x"}}) == Exit::kInput);
  std::vector<Text> many;
  for (std::size_t i = 0; i <= kMostLabels; ++i) many.push_back({std::to_string(i), "text", std::to_string(i)});
  CHECK(refusal(many) == Exit::kInput);
}

TEST_CASE("train: bounds are kept, evenly by label") {
  const std::vector<Text> texts = questions(40, 5);
  TrainingBounds bounds;
  bounds.features = 64;
  const Classifier hashed = train_on(texts, 1, bounds);
  CHECK(hashed.id_bits == 6);
  CHECK(hashed.vocabulary.size() <= 64);
  CHECK(hashed.figures.accuracy > 0.6);  // A quarter would be chance.
  Predictor predictor(decode(encode(hashed)));
  bounds = {};
  bounds.occurrences = 1000;
  const Classifier fewer = train_on(texts, 1, bounds);
  CHECK(fewer.figures.given == 160);
  CHECK(fewer.figures.used < 60);
  std::vector<std::size_t> counts(4);
  for (std::uint32_t i = 0; i < fewer.kept.size(); ++i) ++counts[fewer.neighbours.label(i)];
  CHECK(*std::ranges::max_element(counts) - *std::ranges::min_element(counts) <= 1);
  const Classifier drawn = train_on(texts, 1, {}, 50);
  CHECK(drawn.figures.given == 160);
  CHECK(drawn.figures.used <= 50);
  std::vector<Text> shuffled = texts;
  std::ranges::reverse(shuffled);
  CHECK(encode(train_on(shuffled, 1, {}, 50)) == encode(drawn));
}

TEST_CASE("TrainingSet: a rare label is kept whole, others are cut to one height") {
  TrainingSet set(1, 100);
  for (int i = 0; i < 1000; ++i) set.add("a" + std::to_string(i), "text", "often");
  for (int i = 0; i < 500; ++i) set.add("b" + std::to_string(i), "text", "half");
  for (int i = 0; i < 7; ++i) set.add("c" + std::to_string(i), "text", "rare");
  CHECK(set.given() == 1507);
  const TrainingSet::Drawn drawn = set.take();
  CHECK(drawn.labels == std::vector<std::string>{"half", "often", "rare"});
  std::vector<std::size_t> counts(3);
  for (const TrainingText& text : drawn.texts) ++counts[text.label];
  CHECK(counts == std::vector<std::size_t>{46, 46, 7});
  for (std::uint32_t i = 0; i < 21; ++i) CHECK(drawn.texts[i].label == i % 3);
}

TEST_CASE("encode: brings all back; every cut, every flipped byte is refused") {
  const Classifier c = train_on(questions(8, 6));
  const std::string bytes = encode(c);
  const Classifier again = decode(bytes);
  CHECK(encode(again) == bytes);
  CHECK(again.kept == c.kept);
  Predictor one(c), other(again);
  for (const Text& text : questions(5, 7)) {
    CHECK(one.scores(text.text) == other.scores(text.text));
    CHECK(one.predict(text.text).probability == other.predict(text.text).probability);
    CHECK(one.predict(text.text).known == other.predict(text.text).known);
  }
  const auto damaged = [](std::string_view what) {
    try {
      decode(what);
    } catch (const Error& error) {
      return error.code() == Exit::kDamaged && !error.hint().empty();
    }
    return false;
  };
  std::size_t passed = 0;
  for (std::size_t size = 0; size < bytes.size(); size += size < 2000 ? 1 : 199)
    passed += damaged(std::string_view(bytes).substr(0, size)) ? 0 : 1;
  for (std::size_t at = 0; at < bytes.size(); at += at < 2000 ? 1 : 211) {
    std::string wrong = bytes;
    wrong[at] = static_cast<char>(wrong[at] ^ 0x10);
    passed += damaged(wrong) ? 0 : 1;
  }
  CHECK(passed == 0);
  CHECK(damaged(bytes + "x"));
  // Sealed anew, cut within: what the parts themselves find.
  for (std::size_t size = 20; size + 16 < bytes.size(); size += 37) {
    std::string cut = bytes.substr(0, size);
    cut += bytes_of(content_hash(cut));
    passed += damaged(cut) ? 0 : 1;
  }
  CHECK(passed == 0);
}

TEST_CASE("explain: its terms add up to the lead, and the telling word leads") {
  const Classifier c = train_on(questions(25, 8));
  Predictor predictor(c);
  for (const Text& text : questions(4, 9)) {
    for (std::uint32_t label = 0; label < c.labels.size(); ++label) {
      const Explanation e = predictor.explain(text.text, label);
      CHECK(e.label == label);
      CHECK(e.other != label);
      double sum = e.bias;
      for (const Explanation::Term& term : e.terms) sum += term.weight;
      CHECK(sum == doctest::Approx(e.lead).epsilon(1e-3));
      const std::vector<float> scores = predictor.scores(text.text);
      CHECK(static_cast<double>(scores[e.label] - scores[e.other]) == doctest::Approx(e.lead));
      for (std::uint32_t other = 0; other < c.labels.size(); ++other) CHECK((other == label || scores[other] <= scores[e.other]));
      CHECK(std::ranges::is_sorted(e.terms, std::ranges::greater(), [](const auto& t) { return std::abs(t.weight); }));
    }
  }
  const auto leads = [&](std::string_view text, std::string_view label) {
    const auto number = static_cast<std::uint32_t>(std::ranges::find(c.labels, label) - c.labels.begin());
    const Explanation e = predictor.explain(text, number);
    return e.terms.empty() ? std::string() : e.terms[0].text;
  };
  CHECK(leads("please help with the parcel", "delivery") == "parcel");
  CHECK(leads("我 的 密码", "account/login").starts_with("密"));
  CHECK(predictor.explain("", 0).terms.empty());
}

TEST_CASE("most_like: the training examples themselves") {
  const std::vector<Text> texts = questions(10, 10);
  const Classifier c = train_on(texts);
  Predictor predictor(c);
  for (std::size_t i = 0; i < texts.size(); i += 7) {
    const std::vector<Alike> like = predictor.most_like(texts[i].text, 3);
    REQUIRE(like.size() == 3);
    CHECK(like[0].cosine == doctest::Approx(1).epsilon(0.01));
    const auto found = std::ranges::find(texts, like[0].id, &Text::id);
    REQUIRE(found != texts.end());
    CHECK(c.labels[like[0].label] == found->label);
    if (found->text != texts[i].text) CHECK(like[1].cosine == doctest::Approx(like[0].cosine).epsilon(0.01));
  }
  CHECK(predictor.most_like("", 3).empty());
}
