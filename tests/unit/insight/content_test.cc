#include "insight/content.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "insight/references.hh"

namespace ckm::insight {
namespace {

model::Article faq(std::string question, std::string answer) {
  model::Article article;
  article.title = std::move(question);
  article.body = std::move(answer);
  return article;
}

std::vector<std::string> found(const model::Article& article, ContentLimits limits = {}) {
  std::vector<std::string> out;
  check_content(article, limits, [&](const Finding& one) { out.push_back(one.rule + " " + to_text(one.place)); });
  return out;
}

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("check_content: lengths are columns, and of words") {
  CHECK(found(faq("退款", "七天")).empty());
  CHECK(found(faq("退", "七天")) == Found{"question title"});
  CHECK(found(faq("。。。。？", "七天")) == Found{"question title"});
  CHECK(found(faq("１２３４ 56", "七天")) == Found{"question title"});
  CHECK(found(faq(std::string(201, 'a'), "Yes, it is.")) == Found{"question title"});
  CHECK(found(faq(std::string(200, 'a'), "Yes, it is.")).empty());
  CHECK(found(faq("Why not?", "No")) == Found{"length body"});
  CHECK(found(faq("Why not?", " \n-- ")) == Found{"answer body", "length body"});
  CHECK(found(faq("Why not?", "WHY NOT?")) == Found{"answer body"});
  CHECK(found(faq("Why not?", "long " + std::string(19'996, 'x'))) == Found{"length body"});
}

TEST_CASE("check_content: placeholders are words of their own, at their places") {
  ContentLimits limits;
  limits.placeholders = {"tbd", "???", "待定"};
  CHECK(found(faq("Why not?", "One.\nTwo: TBD."), limits) == Found{"placeholder body:2:6"});
  CHECK(found(faq("Why not?", "OTBDs and tbd_x are names."), limits).empty());
  CHECK(found(faq("Why not?", "atbd, tbd"), limits) == Found{"placeholder body:1:7"});
  CHECK(found(faq("Why not????", "价格待定。"), limits) == Found{"placeholder title:1:8", "placeholder body:1:3"});
}

TEST_CASE("check_content: states and rules") {
  model::Article article = faq("", "");
  article.confidence = "archived";
  CHECK(found(article).empty());
  article.confidence = "wip";
  CHECK(found(article) == Found{"question title"});
  article.audience = "partner";
  article.valid_from = 10;
  article.valid_to = 10;
  CHECK(found(article) == Found{"question title", "dates valid_to", "audience audience"});
  ContentLimits limits;
  limits.off = {"dates", "question"};
  CHECK(found(article, limits) == Found{"audience audience"});
  model::Article story = faq("It rained", "");
  story.kind = model::Kind::kCase;
  CHECK(found(story) == Found{"story case.situation", "story case.cause", "story case.attempts", "story case.result"});
}

TEST_CASE("mentions_in: references, where a text has some") {
  const auto mentioned = [](std::string text) {
    std::vector<std::string> out;
    for (const Mention& one : mentions_in(faq("Why not?", std::move(text)))) out.push_back(one.text + " " + to_text(one.place));
    return out;
  };
  CHECK(mentioned("See faq:12, (doc:help/a-b.c); 见 case:3。ticket:desk/7#3 and faq:1@2!") ==
        Found{"faq:12 body:1:5", "doc:help/a-b.c body:1:14", "case:3 body:1:33", "ticket:desk/7 body:1:40", "faq:1 body:1:60"});
  CHECK(mentioned("[x](faq:7) `case:8` faq:9/") == Found{"faq:7 body:1:5", "case:8 body:1:13"});
  CHECK(mentioned("myfaq:1 https://a.example/faq:2 faq: 3 faq:x case:-1 person:4 faq:0 a.doc:5").empty());
  CHECK(mentioned("一\n二 faq:5") == Found{"faq:5 body:2:3"});
}

}  // namespace ckm::insight
