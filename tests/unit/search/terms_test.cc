#include "search/terms.hh"

#include <doctest/doctest.h>

#include "../store/temp_store.hh"
#include "search/indexer.hh"
#include "store/runs.hh"

using ckm::store::TempStore;

namespace ckm::search {
namespace {

void add_faq(store::Store& store, const std::string& source, int count, const std::string& question, const std::string& answer) {
  store::Transaction transaction(store.db());
  store::ImportRun run(store, {source, model::Kind::kFaq, "test", source}, store::kAuthor, false);
  for (int i = 0; i < count; ++i) {
    model::Article article;
    article.kind = model::Kind::kFaq;
    article.external_id = std::to_string(i);
    article.title = question;
    if (i % 3 == 0) article.title += " printer";
    article.body = answer;
    run.put(std::move(article));
  }
  run.finish();
  Indexer indexer(store, {});
  while (indexer.step(INT64_MAX) > 0) {
  }
  transaction.commit();
}

// How much the words of a question tell.
std::vector<double> weights(store::Store& store, std::string_view question) {
  Corpus corpus(store, model::Kind::kFaq);
  Stemmers stemmers;
  std::vector<double> out;
  for (const Unit& unit : units_of(question, corpus, stemmers)) out.push_back(unit.idf);
  return out;
}

}  // namespace

TEST_CASE("Corpus: what a store has in another language changes neither weights nor lengths") {
  TempStore store;
  add_faq(*store, "english", 60, "How do I change the settings", "You go to the settings and change what is in them");
  const std::vector<double> english = weights(*store, "the printer");
  REQUIRE(english.size() == 2);
  CHECK(english[1] > 3 * english[0]);
  const double length = store::read_lengths(*store, model::Kind::kFaq)->answer;
  CHECK(length == 11);

  // Titles alone, and many: an answer of English is no longer than before.
  add_faq(*store, "chinese", 900, "退款为什么还没有到", "");
  CHECK(weights(*store, "the printer")[0] == english[0]);
  CHECK(store::read_lengths(*store, model::Kind::kFaq)->answer == length);
  // Here "printer" stands beside Chinese; so many more may have it, and have it.
  CHECK(weights(*store, "the printer")[1] == doctest::Approx(english[1]).epsilon(0.5));

  const std::vector<double> chinese = weights(*store, "退");
  TempStore other;
  add_faq(*other, "chinese", 900, "退款为什么还没有到", "");
  CHECK(weights(*other, "退") == chinese);
}

TEST_CASE("Indexer: the first documents that have a field give its average, whenever they come") {
  TempStore store;
  add_faq(*store, "titles", 90, "退款为什么还没有到", "");
  CHECK(store::read_lengths(*store, model::Kind::kFaq)->answer == 0);
  add_faq(*store, "answers", 9, "wifi", "Turn it off and on again");
  CHECK(store::read_lengths(*store, model::Kind::kFaq)->answer == 6);
}

}  // namespace ckm::search
