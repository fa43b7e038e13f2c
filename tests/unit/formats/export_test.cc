#include "formats/export.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/error.hh"
#include "collect.hh"
#include "model/ref.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

model::Ticket sample_ticket() {
  model::Ticket t;
  t.external_id = "7";
  t.subject = "Refund, please";
  t.status = "open";
  t.requester = {"Ann", "ann@example.org", "5"};
  t.assignee.name = "Bob";
  t.created_at = parse_time("2026-01-02T03:04:05Z");
  t.resolved_at = parse_time("2026-01-03T03:04:05Z");
  t.tags = {"a", "b, c"};
  t.messages = {{model::Role::kCustomer, "", t.created_at, "=1+2\n# not a heading", false},
                {model::Role::kAgent, "", t.resolved_at, "done", false},
                {model::Role::kAgent, "Eve", std::nullopt, "hush", true}};
  t.extra = Value::Object{{"n", 1}};
  t.raw = Value::Object{{"subject", "Refund,&nbsp;please"}};
  t.messages[1].raw = "done<br>";
  return t;
}

model::Article sample_article(model::Kind kind = model::Kind::kFaq) {
  model::Article a;
  a.kind = kind;
  a.uid = "00112233445566778899aabbccddeeff";
  a.external_id = "3";
  a.title = "退款?";
  a.body = "Write to *us*.";
  a.phrasings = {"退钱", "x|y"};
  a.category = "billing";
  a.tags = {"x,y"};
  if (kind == model::Kind::kCase) {
    a.story.situation = "broken";
    a.story.attempts = {{parse_time("2026-01-02"), "Bob", "reboot", "cheap", "failed"},
                        {std::nullopt, "", "replace", "", "worked"}};
    a.story.next_time = "replace";
    a.raw = Value::Object{{"phrasings.0", "退钱\x01"}, {"case.attempts.1.method", "replace&#x20;"}};
  }
  return a;
}

std::string exported(std::string_view format, bool tickets, const std::vector<model::Article>& articles,
                     ExportOptions options = {}) {
  std::string out;
  const auto exporter = find_export_format(format)->make([&](std::string_view text) { out += text; }, options);
  if (tickets) exporter->ticket({"ticket:desk/7", "desk"}, sample_ticket());
  for (const model::Article& article : articles)
    exporter->article({model::format_ref(article.kind, 1, "desk", "3"), "desk", article.category, "source"}, article);
  exporter->finish();
  return out;
}

}  // namespace

TEST_CASE("Export: JSON lines") {
  CHECK(exported("jsonl", false, {}) == "{\"schema\":\"ckm.export/1\"}\n");
  CHECK(exported("jsonl", true, {sample_article()}) ==
        "{\"schema\":\"ckm.export/1\"}\n"
        R"({"ref":"ticket:desk/7","kind":"ticket","source":"desk","id":"7","subject":"Refund, please","status":"open",)"
        R"("requester":{"name":"Ann","email":"ann@example.org","id":"5"},"assignee":{"name":"Bob"},)"
        R"("created_at":"2026-01-02T03:04:05Z","resolved_at":"2026-01-03T03:04:05Z","tags":["a","b, c"],"messages":[)"
        R"({"role":"customer","at":"2026-01-02T03:04:05Z","body":"=1+2\n# not a heading"},)"
        R"({"role":"agent","at":"2026-01-03T03:04:05Z","body":"done","raw":"done<br>"},)"
        R"({"role":"agent","author":"Eve","body":"hush","internal":true}],)"
        "\"extra\":{\"n\":1},\"raw\":{\"subject\":\"Refund,&nbsp;please\"}}\n"
        R"({"ref":"faq:desk/3","kind":"faq","source":"desk","uid":"00112233445566778899aabbccddeeff","id":"3","title":"退款?",)"
        R"("body":"Write to *us*.","category":"billing","confidence":"validated","audience":"internal","governance":"open",)"
        "\"phrasings\":[\"退钱\",\"x|y\"],\"tags\":[\"x,y\"],\"effective_category\":{\"path\":\"billing\",\"origin\":\"source\"}}"
        "\n");
}

TEST_CASE("Export: JSON lines are read back as they were, whatever the kind asked for") {
  CollectSink sink;
  read_into(sink, "jsonl", exported("jsonl", true, {sample_article(), sample_article(model::Kind::kCase)}),
            reading(model::Kind::kTicket));
  CHECK(sink.rejections.empty());
  REQUIRE(sink.tickets.size() == 1);
  CHECK(to_value(sink.tickets[0]) == to_value(sample_ticket()));
  CHECK(std::ranges::all_of(sink.origins, &model::Origin::exported));
  REQUIRE(sink.articles.size() == 2);
  CHECK(to_value(sink.articles[0]) == to_value(sample_article()));
  CHECK(to_value(sink.articles[1]) == to_value(sample_article(model::Kind::kCase)));
  CHECK_THROWS_AS(read_into(sink, "jsonl", "{\"schema\":\"ckm.export/2\"}\n", reading(model::Kind::kTicket)), Error);
  read_into(sink, "jsonl", "{\"schema\":\"ckm.export/1\"}\n{\"kind\":\"ticket\"}\n{\"kind\":\"label\",\"subject\":\"x\"}\n",
            reading(model::Kind::kTicket));
  REQUIRE(sink.rejections.size() == 2);
  CHECK(sink.rejections[0].reason == "neither subject nor body");
  CHECK(sink.rejections[1].reason == "no known kind");
  CHECK(sink.rejections[1].raw == "{\"kind\":\"label\",\"subject\":\"x\"}");
}

TEST_CASE("Export: CSV of tickets") {
  CHECK(exported("csv", true, {}) ==
        "ref,source,id,subject,body,answer,status,priority,queue,channel,type,category,effective_category,category_by,product,"
        "language,requester,requester_email,assignee,created_at,updated_at,resolved_at,tags,said,extra\n"
        "ticket:desk/7,desk,7,\"Refund, please\",\"'=1+2\n# not a heading\",done,open,,,,,,,,,,Ann,ann@example.org,Bob,"
        "2026-01-02T03:04:05Z,,2026-01-03T03:04:05Z,\"a;b, c\",,\"{\"\"n\"\":1}\"\n");
  CHECK(exported("csv", true, {}, {true}).find(",\"=1+2\n") != std::string::npos);
}

TEST_CASE("Export: CSV of articles") {
  CHECK(exported("csv", false, {sample_article()}) ==
        "ref,kind,source,id,title,body,phrasings,category,effective_category,category_by,tags,product,phase,language,confidence,"
        "audience,governance,valid_from,valid_to,review_by,created_at,updated_at,uid,extra\n"
        "faq:desk/3,faq,desk,3,退款?,Write to *us*.,\"退钱\nx|y\",billing,billing,source,"
        "\"x,y;\",,,,validated,internal,open,,,,,,00112233445566778899aabbccddeeff,\n");
  CHECK_THROWS_AS(exported("csv", true, {sample_article()}), Error);
}

TEST_CASE("Export: CSV guards against formulas") {
  const auto subject = [](std::string text) {
    std::string out;
    const auto exporter = find_export_format("csv")->make([&](std::string_view piece) { out += piece; }, {});
    model::Ticket t;
    t.subject = std::move(text);
    exporter->ticket({"r", "s"}, t);
    const std::size_t at = out.find("\nr,s,,") + 6;
    return out.substr(at, out.find(",,", at) - at);
  };
  CHECK(subject("=SUM(A1)") == "'=SUM(A1)");
  CHECK(subject("@x") == "'@x");
  CHECK(subject("+1 234") == "'+1 234");
  CHECK(subject("-x") == "'-x");
  CHECK(subject("\tx") == "'\tx");
  CHECK(subject("-5") == "-5");
  CHECK(subject("+1.5") == "+1.5");
  CHECK(subject("-") == "'-");
  CHECK(subject("a=b") == "a=b");
}

TEST_CASE("Export: CSV is imported again") {
  CollectSink sink;
  read_into(sink, "csv", exported("csv", true, {}, {true}), reading(model::Kind::kTicket));
  REQUIRE(sink.tickets.size() == 1);
  model::Ticket expected = sample_ticket();
  expected.requester.external_id.clear();
  expected.messages.pop_back();
  expected.messages.back().raw.clear();  // How texts came is no column.
  expected.raw = Value();
  CHECK(to_value(sink.tickets[0]) == to_value(expected));
  read_into(sink, "csv", exported("csv", false, {sample_article(), sample_article(model::Kind::kCase)}),
            reading(model::Kind::kFaq));
  REQUIRE(sink.articles.size() == 2);
  CHECK(to_value(sink.articles[0]) == to_value(sample_article()));
  CHECK(sink.articles[1].kind == model::Kind::kCase);
  CHECK(std::ranges::all_of(sink.origins, &model::Origin::exported));
}

TEST_CASE("Export: Markdown") {
  CHECK(
      exported("md", true, {sample_article(), sample_article(model::Kind::kCase)}) ==
      "## Refund, please\n\n"
      "ticket:desk/7 · open · 2026-01-02 · tags: a, b, c\n\n"
      "**customer** Ann · 2026-01-02T03:04:05Z\n\n> =1+2\n> # not a heading\n\n"
      "**agent** Bob · 2026-01-03T03:04:05Z\n\n> done\n\n"
      "**agent** Eve · internal\n\n> hush\n"
      "\n## 退款?\n\nfaq:desk/3 · billing · validated · internal · tags: x,y\n\n- 退钱\n- x|y\n\nWrite to *us*.\n"
      "\n## 退款?\n\ncase:desk/3 · billing · validated · internal · tags: x,y\n\n- 退钱\n- x|y\n\nWrite to *us*.\n"
      "\n### Situation\n\nbroken\n\n### Methods tried\n\n"
      "1. reboot · 2026-01-02 · Bob · why: cheap · outcome: failed\n1. replace · outcome: worked\n\n### Next time\n\nreplace\n");
}
