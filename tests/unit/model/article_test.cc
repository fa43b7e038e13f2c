#include "model/article.hh"

#include <doctest/doctest.h>

#include "base/json.hh"

using namespace ckm;
using namespace ckm::model;

TEST_CASE("Article: its JSON is what the chain of changes hashes") {
  Article a;
  a.title = "退款?";
  a.body = "Write to us.";
  a.tags = {"x"};
  CHECK(
      json::dump(to_value(a)) ==
      R"({"kind":"faq","title":"退款?","body":"Write to us.","confidence":"validated","audience":"internal","governance":"open","tags":["x"]})");
}

TEST_CASE("Article: everything survives the round trip") {
  Article a;
  a.kind = Kind::kCase;
  int n = 0;
  for (std::string* text : {&a.uid, &a.external_id, &a.title, &a.body, &a.language, &a.product, &a.phase, &a.category,
                            &a.confidence, &a.audience, &a.governance, &a.story.situation, &a.story.cause, &a.story.result,
                            &a.story.reaction, &a.story.reflection, &a.story.next_time}) {
    *text = std::string("文 ").append(std::to_string(++n));
  }
  a.story.attempts = {{5, "who", "method", "why", "failed"}, {}, {std::nullopt, "", "other", "", "worked"}};
  a.phrasings = {"p", "q\nr"};
  a.tags = {"t"};
  a.valid_from = 0;
  a.valid_to = 1;
  a.created_at = 2;
  a.updated_at = 3;
  a.extra = Value::Object{{"x", Value()}};
  const Article back = article_from_value(to_value(a));
  CHECK(to_value(back) == to_value(a));
  CHECK(back.kind == a.kind);
  CHECK(back.story == a.story);
  CHECK(back.phrasings == a.phrasings);
  CHECK(back.valid_to == a.valid_to);
  CHECK(back.extra == a.extra);
  CHECK(back.governance == a.governance);
}
