#include "search/same_question.hh"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "text/question_sense.hh"
#include "world.hh"

namespace ckm::search {
namespace {

std::int64_t add(store::Store& store, const std::string& id, const std::string& question, std::vector<std::string> phrasings = {},
                 const std::string& confidence = "validated", model::Kind kind = model::Kind::kFaq) {
  model::Article article;
  article.kind = kind;
  article.external_id = id;
  article.uid = store::article_uid(kind, "s", id);
  article.title = question;
  article.phrasings = std::move(phrasings);
  article.body = "Text.";
  article.confidence = confidence;
  return store::insert_article(store, store.source_id("s"), article, 0);
}

std::set<std::int64_t> same_as(SameQuestions& questions, std::int64_t id) {
  std::set<std::int64_t> out;
  CHECK(questions.for_each({model::Kind::kFaq, id},
                           [&](const store::Item& other, std::string_view, std::string_view) { out.insert(other.id); }));
  return out;
}

}  // namespace

TEST_CASE("SameQuestions: titles and authors' phrasings of validated FAQ and documents") {
  TempStore temp;
  store::Transaction transaction(temp.db());
  const auto a = add(*temp, "a", "How long does a refund take?");
  const auto b = add(*temp, "b", "How long do the refunds take");
  const auto c = add(*temp, "c", "When is my money back?", {"how long does the refund take"});
  const auto d = add(*temp, "d", "How long does a delivery take?");
  add(*temp, "e", "How long does a refund take?", {}, "not-validated");
  const auto f = add(*temp, "f", "How long does a refund take?", {}, "validated", model::Kind::kDocument);
  add(*temp, "g", "How long does a refund take?", {}, "validated", model::Kind::kCase);
  const auto h = add(*temp, "h", "怎么申请退款？");
  const auto i = add(*temp, "i", "如何申请退款");
  const auto k = add(*temp, "k", "Wie lange dauert eine Erstattung?");
  const auto l = add(*temp, "l", "Wie lange dauert die Erstattung?");
  SameQuestions questions(*temp);
  CHECK(same_as(questions, a) == std::set{b, c, f});
  CHECK(same_as(questions, c) == std::set{a, b, f});
  CHECK(same_as(questions, d).empty());
  CHECK(same_as(questions, h) == std::set{i});
  CHECK(same_as(questions, k) == std::set{l});
  CHECK(same_as(questions, 4711).empty());
  transaction.commit();
}

TEST_CASE("SameQuestions: what is left out of many is told") {
  TempStore temp;
  store::Transaction transaction(temp.db());
  const auto first = add(*temp, "0", "How long?");
  for (std::size_t i = 1; i <= SameQuestions::kMost + 1; ++i) add(*temp, std::to_string(i), "How long?");
  transaction.commit();
  SameQuestions questions(*temp);
  std::size_t met = 0;
  CHECK_FALSE(questions.for_each({model::Kind::kFaq, first}, [&](const auto&, auto, auto) { ++met; }));
  CHECK(met == SameQuestions::kMost);
}

TEST_CASE("SameQuestions: the join finds what comparing all with all finds") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    TempStore temp;
    store::Transaction transaction(temp.db());
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 80; ++i) {
      std::vector<std::string> phrasings;
      if (below(random, 3) == 0) phrasings.push_back(random_words(random, 6));
      ids.push_back(add(*temp, std::to_string(i), "w " + random_words(random, 6), std::move(phrasings)));
    }
    transaction.commit();
    SameQuestions questions(*temp);
    std::map<std::int64_t, std::set<std::int64_t>> expected;
    std::size_t pairs = 0;
    for (std::size_t one = 0; one < questions.size(); ++one) {
      for (std::size_t other = 0; other < questions.size(); ++other) {
        const auto left = questions.item(one).id, right = questions.item(other).id;
        const bool opposites =
            questions.text(one) != questions.text(other) && text::ask_opposites(questions.text(one), questions.text(other));
        if (left == right || questions.likeness(one, other) < kSameQuestion || opposites) continue;
        expected[left].insert(right);
        ++pairs;
      }
    }
    CHECK(pairs > 0);
    for (const auto id : ids) CHECK(same_as(questions, id) == expected[id]);
  }
}

}  // namespace ckm::search
