#include "formats/mapping.hh"

#include <doctest/doctest.h>

#include <map>

#include "base/error.hh"
#include "base/json.hh"
#include "collect.hh"
#include "formats/record.hh"

using namespace ckm;
using namespace ckm::formats;
using model::Kind;

namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

// One record of texts, mapped.
Collected map_texts(Kind kind, const Pairs& pairs) {
  CollectSink sink;
  Mapper mapper(kind);
  std::vector<Cell> cells;
  for (const auto& [name, text] : pairs) cells.push_back({name, nullptr, text});
  mapper.map(cells, {1, 0}, "raw", sink);
  return sink;
}

model::Ticket ticket(const Pairs& pairs) { return map_texts(Kind::kTicket, pairs).tickets.at(0); }
model::Article article(const Pairs& pairs, Kind kind = Kind::kFaq) { return map_texts(kind, pairs).articles.at(0); }

// One JSON object, mapped.
model::Ticket ticket(const char* text) {
  CollectSink sink;
  read_into(sink, "json", text, reading(Kind::kTicket));
  return sink.tickets.at(0);
}

std::string extra(const model::Ticket& t) { return json::dump(t.extra); }

}  // namespace

TEST_CASE("Mapping: names in many spellings") {
  const Mapper mapper(Kind::kTicket);
  for (const char* name :
       {"Subject", "SUBJECT ", "ticket-subject?", "标题", "主題", "標題", "留言主题", "Betreff", "Ｓｕｂｊｅｃｔ"}) {
    CAPTURE(name);
    CHECK((mapper.field(name) == Field::kSubject) == (std::string_view(name) != "ticket-subject?"));
  }
  const std::map<const char*, Field> names = {
      {"Ticket ID", Field::kExternalId},
      {"工單編號", Field::kExternalId},
      {"留言编号", Field::kExternalId},
      {"createdAt", Field::kCreatedAt},
      {"Created time", Field::kCreatedAt},
      {"創建時間", Field::kCreatedAt},
      {"留言时间", Field::kCreatedAt},
      {"留言详情", Field::kBody},
      {"內容", Field::kBody},
      {"答复意见", Field::kAnswer},
      {"回覆", Field::kAnswer},
      {"tag_1", Field::kTags},
      {"Tag 99", Field::kTags},
      {"tag_100", Field::kNone},
      {"tags2", Field::kTags},
      {"status_2", Field::kNone},
      {"colour", Field::kNone},
      {"", Field::kNone},
      {"customer_email", Field::kRequesterEmail},
      {"Solved at", Field::kResolvedAt},
      {"一级分类", Field::kCategory},
  };
  for (const auto& [name, field] : names) {
    CAPTURE(name);
    CHECK(mapper.field(name) == field);
  }
  CHECK(Mapper(Kind::kFaq).field("問題") == Field::kTitle);
  CHECK(Mapper(Kind::kFaq).field("ask") == Field::kTitle);
  CHECK(Mapper(Kind::kFaq).field("相似问") == Field::kPhrasings);
  CHECK(Mapper(Kind::kFaq).field("發生原因") == Field::kNone);
  CHECK(Mapper(Kind::kCase).field("發生原因") == Field::kCause);
  CHECK(Mapper(Kind::kCase).field("問題狀況") == Field::kSituation);
  CHECK(Mapper(Kind::kCase).field("顧客反應") == Field::kReaction);
}

TEST_CASE("Mapping: no name stands in two fields of a kind") {
  for (const Kind kind : {Kind::kTicket, Kind::kFaq}) {
    std::map<std::string, Field> seen;
    for (const AliasRow& row : aliases(kind)) {
      std::string_view rest = row.names;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        const std::string name = plain_name(rest.substr(0, end));
        CAPTURE(name);
        CHECK_FALSE(name.empty());
        const auto [at, added] = seen.try_emplace(name, row.field);
        CHECK(at->second == row.field);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }
}

TEST_CASE("Mapping: a ticket") {
  const model::Ticket t = ticket({{"Ticket ID", " 4711 "},
                                  {"标题", "\u3000退款\u3000"},
                                  {"描述", "\r\n\t 第一行\r\n第二行\r\n"},
                                  {"回复", "已退款"},
                                  {"客户", "李安"},
                                  {"邮箱", "an@example.org"},
                                  {"创建时间", "2026-03-05 10:00:00 +0800"},
                                  {"解决时间", "2026/3/6 10:00"},
                                  {"更新时间", "yesterday"},
                                  {"标签", "退款；物流、急"},
                                  {"business", "B2C"},
                                  {"empty", ""}});
  CHECK(t.external_id == "4711");
  CHECK(t.subject == "退款");
  CHECK(t.requester == model::Party{"李安", "an@example.org", ""});
  CHECK(t.tags == std::vector<std::string>{"退款", "物流、急"});
  REQUIRE(t.messages.size() == 2);
  CHECK(t.messages[0] == model::Message{model::Role::kCustomer, "", parse_time("2026-03-05T02:00:00Z"), "第一行\n第二行", false});
  CHECK(t.messages[1] == model::Message{model::Role::kAgent, "", parse_time("2026-03-06T10:00:00Z"), "已退款", false});
  CHECK_FALSE(t.updated_at);
  CHECK(extra(t) ==
        R"({"创建时间":"2026-03-05 10:00:00 +0800","解决时间":"2026/3/6 10:00","更新时间":"yesterday","business":"B2C"})");
}

TEST_CASE("Mapping: the better name wins, the other is kept") {
  CHECK(ticket({{"external_id", "x"}, {"id", "7"}, {"subject", "a"}}).external_id == "7");
  CHECK(extra(ticket({{"external_id", "x"}, {"id", "7"}, {"subject", "a"}})) == R"({"external_id":"x"})");
  CHECK(ticket({{"external_id", "x"}, {"id", ""}, {"subject", "a"}}).external_id == "x");
  CHECK(extra(ticket({{"subject", "a"}, {"subject", "b"}})) == R"({"subject":["b"]})");
  CHECK(extra(ticket({{"subject", "a"}, {"x", "1"}, {"x", "2"}})) == R"({"x":["1","2"]})");
  CHECK(ticket({{"tag_1", "a"}, {"subject", "x"}, {"tag_2", ""}, {"tag_3", "b"}, {"tags", "c,d"}}).tags ==
        std::vector<std::string>{"a", "b", "c", "d"});
}

TEST_CASE("Mapping: the semicolon of an entity separates no tags") {
  const auto tags = [&](const char* text) { return ticket({{"subject", "x"}, {"tags", text}}).tags; };
  CHECK(tags("A&amp;B") == std::vector<std::string>{"A&amp;B"});
  CHECK(tags("A&#38;B;C") == std::vector<std::string>{"A&#38;B", "C"});
  CHECK(tags("R&D;Sales") == std::vector<std::string>{"R&D", "Sales"});
  CHECK(tags("a&amp;b, c") == std::vector<std::string>{"a&amp;b", "c"});
}

TEST_CASE("Mapping: people") {
  CHECK(ticket({{"subject", "a"}, {"From", "Ann Lee <ann@example.org>"}}).requester ==
        model::Party{"Ann Lee", "ann@example.org", ""});
  CHECK(ticket({{"subject", "a"}, {"From", "ann@example.org"}}).requester == model::Party{"", "ann@example.org", ""});
  CHECK(ticket({{"subject", "a"}, {"From", "a < b"}}).requester.name == "a < b");
  const model::Ticket t = ticket(
      R"({"subject":"a","requester":{"id":5,"name":"Ann","phone":"1"},"assignee":{"login":"bob"},"requester_email":"e@x.org"})");
  CHECK(t.requester == model::Party{"Ann", "e@x.org", "5"});
  CHECK(t.assignee.name == "bob");
  CHECK(extra(t) == R"({"requester":{"phone":"1"},"assignee":{"login":"bob"}})");
}

TEST_CASE("Mapping: names in many languages") {
  const Mapper ticket(Kind::kTicket);
  for (const auto& [name, field] : {std::pair("チケット番号", Field::kExternalId),
                                    {"番号", Field::kExternalId},
                                    {"依頼者", Field::kRequester},
                                    {"主旨", Field::kSubject},
                                    {"優先順序", Field::kPriority},
                                    {"處理人員", Field::kAssignee},
                                    {"Besitzer", Field::kAssignee},
                                    {"Von", Field::kRequester},
                                    {"Date Opened", Field::kCreatedAt},
                                    {"Date Closed", Field::kResolvedAt}}) {
    CAPTURE(name);
    CHECK(ticket.field(name) == field);
  }
}

TEST_CASE("Mapping: JSON values") {
  const model::Ticket t =
      ticket(R"({"id":7,"title":"a","via":{"channel":"web","source":{}},"status":{"name":"open"},"tags":["x"," y ",3],
    "category":["billing"],"labels":[{"name":"z","color":"red"}],"created_at":1700000000,"priority":["a","b"],"flag":true,"list":[]})");
  CHECK(t.channel == "web");
  CHECK(t.status == "open");
  CHECK(t.category == "billing");
  CHECK(t.tags == std::vector<std::string>{"x", "y", "3", "z"});
  CHECK(t.created_at == 1700000000);
  CHECK(t.priority.empty());
  CHECK(
      extra(t) ==
      R"({"via":{"channel":"web","source":{}},"status":{"name":"open"},"labels":[{"name":"z","color":"red"}],"created_at":1700000000,"priority":["a","b"],"flag":true,"list":[]})");
}

TEST_CASE("Mapping: messages") {
  const model::Ticket t =
      ticket(R"({"subject":"a","description":"help","requester_id":1,"assignee_id":2,"created_at":"2026-01-01","comments":[
    {"id":9,"author_id":1,"body":"help","created_at":"2026-01-02"},{"author_id":2,"plain_body":"done","public":true},
    {"author":"x","body":"note","public":false},{"role":"system","text":"merged"},{"body":"thanks","role":"end-user"}]})");
  REQUIRE(t.messages.size() == 5);
  CHECK(t.messages[0] == model::Message{model::Role::kCustomer, "1", parse_time("2026-01-02"), "help", false, {}, "9"});
  CHECK(t.messages[1] == model::Message{model::Role::kAgent, "2", std::nullopt, "done", false});
  CHECK(t.messages[2] == model::Message{model::Role::kAgent, "x", std::nullopt, "note", true});
  CHECK(t.messages[3].role == model::Role::kSystem);
  CHECK(t.messages[4].role == model::Role::kCustomer);
  CHECK(extra(t) == "null");
  CHECK(ticket(R"({"subject":"a","comments":5})").extra == Value(Value::Object{{"comments", 5}}));
  // An element that is no message stays where it was.
  const model::Ticket odd = ticket(R"({"subject":"a","comments":[{"body":"x"},{"id":1},"y",null]})");
  REQUIRE(odd.messages.size() == 2);
  CHECK(odd.messages[1].body == "y");
  CHECK(json::dump(odd.extra) == R"({"comments":[{},{"id":1},{},null]})");
  CHECK(ticket(R"({"subject":"a","comments":[{"id":1}]})").messages.empty());
  CHECK(ticket({{"subject", "a"}, {"comments", R"([{"body":"x","role":"agent"}])"}}).messages.at(0).role == model::Role::kAgent);
  CHECK(extra(ticket({{"subject", "a"}, {"comments", "none"}})) == R"({"comments":"none"})");
}

TEST_CASE("Mapping: a FAQ") {
  const model::Article a = article({{"編號", "3"},
                                    {"問題", "怎麼退款"},
                                    {"答案", "  請聯絡我們  "},
                                    {"相似问", "退钱\n如何退款 | 退"},
                                    {"tags", "a|b"},
                                    {"phase", "After-sale"},
                                    {"audience", "Public"},
                                    {"confidence", "sure"},
                                    {"valid_from", "2026-01-01"}});
  CHECK(a.external_id == "3");
  CHECK(a.title == "怎麼退款");
  CHECK(a.body == "請聯絡我們");
  CHECK(a.phrasings == std::vector<std::string>{"退钱", "如何退款 | 退"});
  CHECK(a.tags == std::vector<std::string>{"a", "b"});
  CHECK(a.phase == "after-sale");
  CHECK(a.audience == "public");
  CHECK(a.confidence == "validated");
  CHECK(a.valid_from == parse_time("2026-01-01"));
  CHECK(a.extra == Value(Value::Object{{"confidence", "sure"}}));
  CHECK(article({{"question", "q"}, {"phrasings", "a|b"}}).phrasings == std::vector<std::string>{"a", "b"});
}

TEST_CASE("Mapping: a case") {
  const model::Article a = article({{"title", "t"},
                                    {"問題狀況", "s"},
                                    {"發生原因", "c"},
                                    {"處理方法", "重啟\n換線"},
                                    {"最後結果", "r"},
                                    {"顧客反應", "ok"},
                                    {"心得", "think"},
                                    {"next time", "call"}},
                                   Kind::kCase);
  CHECK(a.kind == Kind::kCase);
  CHECK(a.story.situation == "s");
  CHECK(a.story.cause == "c");
  REQUIRE(a.story.attempts.size() == 2);
  CHECK(a.story.attempts[1].method == "換線");
  CHECK(a.story.result == "r");
  CHECK(a.story.reaction == "ok");
  CHECK(a.story.reflection == "think");
  CHECK(a.story.next_time == "call");
}

TEST_CASE("Mapping: what is rejected") {
  CHECK(map_texts(Kind::kTicket, {{"id", "1"}}).rejections.at(0).reason == "neither subject nor body");
  CHECK(map_texts(Kind::kFaq, {{"answer", "1"}}).rejections.at(0).reason == "no question or title");
  const Collected sink = map_texts(Kind::kTicket, {{"subject", "a"}, {"x", "ab\xC3"}});
  CHECK(sink.rejections.at(0).reason == "not UTF-8 at byte 3 of column x");
  CHECK(sink.rejections.at(0).raw == "raw");
}

TEST_CASE("split_tags: at each of the separators, wherever they stand") {
  const auto split = [](std::string_view text) {
    std::vector<std::string> parts;
    split_tags(text, parts);
    return parts;
  };
  using Parts = std::vector<std::string>;
  CHECK(split("a；b;c, d；；e;") == Parts{"a", "b", "c, d", "e"});
  CHECK(split(",a，b、c,d、") == Parts{"a", "b", "c", "d"});
  CHECK(split("a｜b | c") == Parts{"a", "b", "c"});
  CHECK(split(" a ") == Parts{"a"});
  CHECK(split("").empty());
}
