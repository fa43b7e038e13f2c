#include "model/audience.hh"

#include <doctest/doctest.h>

#include "base/json.hh"

namespace ckm::model {
namespace {

constexpr Time kThen = 1'770'000'000;

Article shown() {
  Article article;
  article.kind = Kind::kCase;
  article.uid = "0123456789abcdef0123456789abcdef";
  article.external_id = "docs/internal/path.md";
  article.title = "T";
  article.audience = "public";
  return article;
}

std::string told(const Article& article) { return article.external_id + json::dump(to_value(article)); }

}  // namespace

TEST_CASE("why_hidden: who sees an article, by audience, state and time") {
  Article article = shown();
  CHECK(why_hidden(article, Audience::kPublic, kThen).empty());
  CHECK(why_hidden(article, Audience::kPartner, kThen).empty());
  article.audience = "partner";
  CHECK(why_hidden(article, Audience::kPublic, kThen).size() == 1);
  CHECK(why_hidden(article, Audience::kPartner, kThen).empty());
  article.audience = "internal";
  CHECK(why_hidden(article, Audience::kPartner, kThen).size() == 1);
  article = shown();
  for (const char* confidence : {"wip", "not-validated", "archived"}) {
    article.confidence = confidence;
    CHECK(why_hidden(article, Audience::kPartner, kThen).size() == 1);
    CHECK(why_hidden(article, Audience::kInternal, kThen).empty());
  }
  article = shown();
  article.valid_from = kThen + 1;
  CHECK(why_hidden(article, Audience::kPublic, kThen).size() == 1);
  CHECK(why_hidden(article, Audience::kPublic, kThen + 1).empty());
  article.valid_from.reset();
  article.valid_to = kThen;
  CHECK(why_hidden(article, Audience::kPublic, kThen).size() == 1);
  CHECK(why_hidden(article, Audience::kPublic, kThen - 1).empty());
  article = shown();
  article.story.result = "It works again. [ticket:desk/7#3] (internal)";
  CHECK(why_hidden(article, Audience::kPublic, kThen).size() == 1);
}

TEST_CASE("as_published: nothing that only the team sees, and all else") {
  Article article = shown();
  CHECK(withheld(article).empty());
  Article same = article;
  same.external_id = article.uid;
  CHECK(told(as_published(article)) == told(same));
  article.body = "B <!-- SECRET -->";
  article.phrasings = {"P"};
  article.tags = {"tag"};
  article.story.situation = "S [ticket:desk/SECRET#2]";
  article.story.attempts = {{kThen, "SECRET", "M", "W", "failed"}, {{}, "SECRET", "[ticket:desk/SECRET#3]", "", "worked"}};
  article.story.reaction = "SECRET";
  article.story.reflection = "SECRET";
  article.story.context = {{"SECRET", "SECRET"}};
  article.extra = Value::Object{{"SECRET", "SECRET"}};
  article.raw = Value::Object{{"body", "SECRET"}};
  article.review_by = kThen;
  CHECK(withheld(article).size() == 8);
  const Article published = as_published(article);
  CHECK(withheld(published).empty());
  CHECK(json::dump(to_value(published)).find("SECRET") == std::string::npos);
  CHECK(published.body == "B ");
  CHECK(published.phrasings == article.phrasings);
  CHECK(published.tags == article.tags);
  CHECK(published.story.situation == "S");
  REQUIRE(published.story.attempts.size() == 1);
  CHECK(published.story.attempts[0] == Attempt{kThen, "", "M", "W", "failed"});
  CHECK(told(as_published(published)) == told(published));
}

}  // namespace ckm::model
