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
  a.raw = Value::Object{{"title", "t&amp;"}, {"phrasings.1", "q\r\nr"}, {"case.cause", "c"}, {"case.attempts.2.method", "m"}};
  const Article back = article_from_value(to_value(a));
  CHECK(to_value(back) == to_value(a));
  CHECK(back.kind == a.kind);
  CHECK(back.story == a.story);
  CHECK(back.phrasings == a.phrasings);
  CHECK(back.valid_to == a.valid_to);
  CHECK(back.extra == a.extra);
  CHECK(back.raw == a.raw);
  CHECK(back.governance == a.governance);
}

TEST_CASE("Article: its texts by name, and as they came") {
  Article a;
  a.kind = Kind::kCase;
  a.title = "title";
  a.phrasings = {"p", "q"};
  a.story.situation = "situation";
  a.story.attempts = {{std::nullopt, "", "first", "", "failed"}, {std::nullopt, "who", "second", "", ""}};
  std::string names;
  for_each_text(a, [&](const std::string& name, const std::string& text) {
    if (!text.empty()) names += name + " ";
  });
  CHECK(names ==
        "title phrasings.0 phrasings.1 case.situation case.attempts.0.method case.attempts.1.who case.attempts.1.method ");
  CHECK(count_raw(a) == 0);
  CHECK(to_value(as_it_came(a)) == to_value(a));
  a.raw = Value::Object{{"phrasings.1", "q&amp;"}, {"case.attempts.1.method", "second<br>"}};
  CHECK(count_raw(a) == 2);
  const Article came = as_it_came(a);
  CHECK(came.raw.is_null());
  CHECK(came.title == "title");
  CHECK(came.phrasings == std::vector<std::string>{"p", "q&amp;"});
  CHECK(came.story.attempts[1].method == "second<br>");
  CHECK(came.story.attempts[0].method == "first");
}

TEST_CASE("Article: raw takes texts that it has a place for") {
  const Article a = article_from_value(json::parse(
      R"({"kind":"faq","title":"t","phrasings":["p"],"raw":{"case.cause":"c","phrasings.1":"x","phrasings.0":"r","title":5}})",
      "a"));
  CHECK(json::dump(a.raw) == R"({"phrasings.0":"r"})");
}
