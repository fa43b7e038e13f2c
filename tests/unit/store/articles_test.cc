#include "store/articles.hh"

#include <doctest/doctest.h>

#include "base/json.hh"
#include "store/items.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

model::Article a_case(Random& random) {
  model::Article a = random_faq(random, "c1");
  a.kind = model::Kind::kCase;
  a.uid = "0123456789abcdef0123456789abcdef";
  a.category = "billing/refund";
  a.valid_from = 10;
  a.valid_to = 20;
  a.story = {"situation",
             "cause",
             {{5, "who", "first method", "why", "failed"}, {std::nullopt, "", "second", "", "worked"}},
             "result",
             "reaction",
             "reflection",
             "next time",
             {{"channel", "phone"}, {"tier", "gold"}}};
  return a;
}

}  // namespace

TEST_CASE("articles: written, read, rewritten, removed") {
  TempStore store;
  Random random(1);
  const auto source = store->source_id("s");
  model::Article a = a_case(random);
  const auto id = insert_article(*store, source, a, 0);
  auto stored = read_article(*store, id);
  REQUIRE(stored);
  CHECK(json::dump(model::to_value(stored->article)) == json::dump(model::to_value(a)));
  CHECK(stored->article.story == a.story);
  CHECK(stored->ref == "case:s/c1");
  CHECK(stored->source == "s");
  CHECK(stored->hash == article_hash(a));
  CHECK(stored->imported.empty());
  CHECK(find_article_by_uid(*store, a.uid) == id);
  CHECK(find_article_by_uid(*store, "no") == 0);
  const auto text = read_search_text(*store, {model::Kind::kCase, id});
  for (const char* part : {"situation", "cause", "first method", "why", "second", "result", "next time"})
    CHECK(text->answer.find(part) != std::string::npos);

  a.story.attempts.pop_back();
  a.phrasings = {"only this"};
  a.extra = Value();
  update_article(*store, id, a, 3);
  stored = read_article(*store, id);
  CHECK(json::dump(model::to_value(stored->article)) == json::dump(model::to_value(a)));
  CHECK(stored->imported == stored->hash);
  CHECK(read_search_text(*store, {model::Kind::kCase, id})->question == a.title + std::string(kPartBorder) + "only this");

  remove_article(*store, id);
  CHECK_FALSE(read_article(*store, id));
  for (const char* table : {"article", "phrasing", "case_story", "attempt"})
    CHECK(store.db().integer(fmt::format("SELECT count(*) FROM {}", table)) == 0);
}

TEST_CASE("articles: random FAQ come back") {
  TempStore store;
  Random random(2);
  for (int i = 0; i < 100; ++i) {
    model::Article a = random_faq(random, std::to_string(i));
    a.uid = article_uid(a.kind, "s", a.external_id);
    const auto id = insert_article(*store, store->source_id("s"), a, 1);
    REQUIRE(json::dump(model::to_value(read_article(*store, id)->article)) == json::dump(model::to_value(a)));
  }
}

TEST_CASE("article_hash: content counts, names do not") {
  Random random(3);
  model::Article a = random_faq(random, "1");
  model::Article b = a;
  b.uid = "other";
  b.external_id = "2";
  CHECK(article_hash(a) == article_hash(b));
  CHECK(article_hash(a).size() == 16);
  b.body += ".";
  CHECK(article_hash(a) != article_hash(b));
  CHECK(article_uid(model::Kind::kFaq, "s", "1") == article_uid(model::Kind::kFaq, "s", "1"));
  CHECK(article_uid(model::Kind::kFaq, "s", "1") != article_uid(model::Kind::kCase, "s", "1"));
  CHECK(article_uid(model::Kind::kFaq, "s", "1").size() == 32);
}
