#include "formats/redactor.hh"

#include <doctest/doctest.h>

#include "base/json.hh"
#include "formats/redacting.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

const text::PersonalFinder kFinder;

model::Ticket sample() {
  model::Ticket t;
  t.external_id = "T-7";
  t.subject = "王小明的订单";
  t.requester = {"王小明", "wang@example.cn", "C-5", "O-1"};
  t.assignee = {"Anna Lee", "anna@example.org", "A-1"};
  t.messages = {
      {model::Role::kCustomer, "", std::nullopt, "我是王小明，电话138 0013 8000"},
      {model::Role::kAgent, "anna@example.org", std::nullopt, "Hi 王小明, Anna here, call +8613800138000 or 010-87654321"},
      {model::Role::kAgent, "Bob Stone", std::nullopt, "asked ANNA LEE, wrote to wang@example.cn; Annabel"}};
  return t;
}

// Puts the canary into every string of the tree; names of members stay.
void poison(Value& value, const std::string& canary) {
  if (value.object() != nullptr) {
    for (auto& [name, member] : *value.object()) {
      if (name != "kind" && name != "role" && !name.ends_with("_at") && name != "at") poison(member, canary);
    }
  } else if (value.array() != nullptr) {
    for (Value& element : *value.array()) poison(element, canary);
  } else if (value.string() != nullptr || value.integer() != nullptr) {
    value = Value(canary);
  }
}

struct Keeper final : Exporter {
  void ticket(const Identity& identity, const model::Ticket& ticket) override { keep(identity, to_value(ticket)); }
  void article(const Identity& identity, const model::Article& article) override { keep(identity, to_value(article)); }
  void finish() override {}
  void keep(const Identity& i, const Value& value) {
    kept += i.ref + "|" + i.source + "|" + i.category + "|" + i.category_actor + "|";
    for (const model::PersonValue& v : i.values) kept += v.value + v.actor;
    kept += json::dump(value);
  }
  std::string kept;
};

}  // namespace

TEST_CASE("the same person and the same value have the same token in a ticket") {
  model::Ticket t = sample();
  std::vector<std::string> told;
  Redactor(kFinder, [&](const Redacted& r) { told.push_back(r.field + " " + r.token + " " + r.found); }).redact(t);
  CHECK(t.external_id == "T-7");
  CHECK(t.subject == "[customer-1]的订单");
  CHECK(t.requester == model::Party{"[customer-1]", "[email-1]", "", ""});
  CHECK(t.assignee == model::Party{"[agent-1]", "[email-2]", "", ""});
  CHECK(t.messages[0].body == "我是[customer-1]，电话[phone-1]");
  CHECK(t.messages[1].author == "[agent-1]");
  CHECK(t.messages[1].body == "Hi [customer-1], [agent-1] here, call [phone-1] or [phone-2]");
  CHECK(t.messages[2].author == "[agent-2]");
  CHECK(t.messages[2].body == "asked [agent-1], wrote to [email-1]; Annabel");
  CHECK(told.front() == "requester.name [customer-1] 王小明");
  CHECK(std::find(told.begin(), told.end(), "message 1 [phone-1] 138 0013 8000") != told.end());
  // What was redacted has nothing more in it, and another ticket counts from 1 again.
  const Value once = to_value(t);
  Redactor(kFinder).redact(t.messages[1].body, "body");
  CHECK(to_value(t) == once);
  model::Ticket other = sample();
  other.requester.email = "someone@example.net";
  Redactor(kFinder).redact(other);
  CHECK(other.requester.email == "[email-1]");
}

TEST_CASE("what was redacted stays as it is, and what is new counts on") {
  model::Ticket t = sample();
  Redactor(kFinder).redact(t);
  const Value once = to_value(t);
  Redactor(kFinder).redact(t);
  CHECK(to_value(t) == once);
  t.messages.push_back({model::Role::kAgent, "Eve Adams", std::nullopt, "call 13900139000, [x-1] [a] [-1] [phone-0] [phone-9x]"});
  Redactor(kFinder).redact(t);
  CHECK(t.messages.back().author == "[agent-3]");
  CHECK(t.messages.back().body == "call [phone-3], [x-1] [a] [-1] [phone-0] [phone-9x]");
}

TEST_CASE("names of nobody, short names and names in other words stay") {
  model::Ticket t;
  t.requester.name = "Al";
  t.assignee.name = "客服";
  t.messages = {{model::Role::kAgent, "Support Team", std::nullopt, "Al, 客服 and the support team: also"},
                {model::Role::kCustomer, "", std::nullopt, "ok"}};
  Redactor(kFinder).redact(t);
  CHECK(t.messages[0].body == "Al, 客服 and the [agent-2]: also");
  CHECK(t.requester.name == "[customer-1]");
}

TEST_CASE("extra columns: strings, numbers, lists and names of members") {
  model::Ticket t;
  t.extra = Value::Object{
      {"电话", 23456789}, {"n", 7}, {"phones", Value::Array{"13800138000", true}}, {"a@b.cn", Value::Object{{"x", "A@B.cn"}}}};
  Redactor(kFinder).redact(t);
  CHECK(json::dump(t.extra) == R"({"电话":"[phone-1]","n":7,"phones":["[phone-2]",true],"[email-1]":{"x":"[email-1]"}})");
}

TEST_CASE("nothing of a canary in any string of a ticket or an article is left") {
  const Identity identity{"ticket:desk/CANARY", "desk"};
  for (const std::string canary : {"canary77@example.org", "13912345678"}) {
    model::Ticket t = sample();
    t.internal_id = t.status = t.priority = t.queue = t.channel = t.type = t.language = t.product = t.category = "x";
    t.tags = {"x", "y"};
    for (model::Message& m : t.messages) m.raw = m.external_id = "x", m.extra = Value::Object{{"a", Value::Array{"x"}}};
    t.extra = Value::Object{{"a", "x"}, {"b", Value::Object{{"c", "x"}}}};
    t.raw = Value::Object{{"subject", "x"}};
    Value value = to_value(t);
    poison(value, canary);
    t = model::ticket_from_value(value);
    REQUIRE(t.messages[1].raw == canary);
    t.requester.name = t.assignee.organisation = canary;
    Identity about{"ticket:desk/" + canary, canary, canary, "person", canary};
    about.values = {{"tag", canary, canary}};
    Keeper keeper;
    RedactingExporter(keeper, kFinder).ticket(about, t);
    INFO(keeper.kept);
    CHECK(keeper.kept.find(canary) == std::string::npos);
    CHECK(keeper.kept.find("id-") != std::string::npos);

    for (const model::Kind kind : {model::Kind::kFaq, model::Kind::kCase}) {
      model::Article a;
      a.kind = kind;
      a.uid = a.external_id = a.title = a.body = a.language = a.product = a.phase = a.category = "x";
      a.phrasings = a.tags = {"x", "y"};
      a.story = {"x", "x", {{std::nullopt, "x", "x", "x", "x"}}, "x", "x", "x", "x", {{"tier", "x"}}};
      a.extra = Value::Object{{"a", "x"}};
      a.raw = Value::Object{{"title", "x"}};
      Value said = to_value(a);
      poison(said, canary);
      a = model::article_from_value(said);
      a.kind = kind;
      Keeper articles;
      RedactingExporter(articles, kFinder).article(about, a);
      INFO(articles.kept);
      CHECK(articles.kept.find(canary) == std::string::npos);
    }
  }
}

TEST_CASE("an import leaves nobody behind, keeps identifiers apart and refuses what is about somebody") {
  model::Ticket t = sample();
  t.external_id = "wang@example.cn";
  model::Origin origin;
  origin.label = model::PersonLabel{"billing", "anna", std::nullopt};
  origin.part.emplace().related = {"anna@example.org", "m-1"};
  redact_for_import(t, origin, kFinder);
  CHECK(t.requester.empty());
  CHECK(t.assignee.empty());
  CHECK(t.messages[1].author == "[agent-1]");
  CHECK(t.external_id.starts_with("id-"));
  CHECK(t.external_id == Redactor(kFinder).identifier("wang@example.cn"));
  CHECK(t.external_id != Redactor(kFinder).identifier("li@example.cn"));
  CHECK(origin.label->actor.empty());
  CHECK(origin.part->related[0].starts_with("id-"));
  CHECK(origin.part->related[1] == "m-1");
  model::Entry link = model::Link{"wang@example.cn", "related", "T-2", std::nullopt, "anna", ""};
  CHECK(redact_for_import(link, origin, kFinder));
  CHECK(std::get<model::Link>(link).from == t.external_id);
  CHECK(std::get<model::Link>(link).actor.empty());
  model::Entry person = model::Person{"1", "Anna", "", "", {}, {}};
  CHECK_FALSE(redact_for_import(person, origin, kFinder));
}
