#include "model/ticket.hh"

#include <doctest/doctest.h>

#include "base/json.hh"

using namespace ckm;
using namespace ckm::model;

TEST_CASE("Ticket: an empty one") {
  CHECK(json::dump(to_value(Ticket())) == "{}");
  CHECK(to_value(ticket_from_value(Value())) == to_value(Ticket()));
}

TEST_CASE("Ticket: everything survives the round trip") {
  Ticket t;
  int n = 0;
  for (std::string* text : {&t.external_id, &t.subject, &t.status, &t.priority, &t.queue, &t.channel, &t.type, &t.language,
                            &t.product, &t.category, &t.requester.name, &t.requester.email, &t.requester.external_id,
                            &t.assignee.name, &t.assignee.email, &t.assignee.external_id}) {
    *text = std::string("文 ").append(std::to_string(++n));
  }
  t.created_at = 0;
  t.updated_at = parse_time("9999-12-31T23:59:59Z");
  t.resolved_at = parse_time("2026-01-02");
  t.tags = {"a", "", "b\n"};
  t.messages = {{Role::kCustomer, "", std::nullopt, "", false},
                {Role::kAgent, "x", 5, "a\r\nb ", true},
                {Role::kSystem, "", 6, "c", false}};
  t.messages[1].raw = "a&nbsp;b";
  t.extra = Value::Object{{"x", Number{"1.50"}}, {"x", Value::Array{}}};
  t.raw = Value::Object{{"subject", "s&amp;"}};
  const Ticket back = ticket_from_value(to_value(t));
  CHECK(to_value(back) == to_value(t));
  CHECK(back.tags == t.tags);
  CHECK(back.messages == t.messages);
  CHECK(back.requester == t.requester);
  CHECK(back.assignee == t.assignee);
  CHECK(back.extra == t.extra);
  CHECK(back.raw == t.raw);
  CHECK(back.category == t.category);
  CHECK(back.created_at == t.created_at);
  CHECK(back.updated_at == t.updated_at);
  CHECK(back.resolved_at == t.resolved_at);
  // Through its text, too.
  CHECK(to_value(ticket_from_value(json::parse(json::dump(to_value(t)), "t"))) == to_value(t));
}

TEST_CASE("Ticket: the names of roles") {
  for (const Role role : {Role::kCustomer, Role::kAgent, Role::kSystem}) CHECK(role_from_name(role_name(role)) == role);
  CHECK(role_name(Role::kAgent) == "agent");
  CHECK_FALSE(role_from_name("Agent"));
}

TEST_CASE("Ticket: as it came") {
  Ticket t;
  t.subject = "Late";
  t.messages = {{Role::kCustomer, "", std::nullopt, "one", false}, {Role::kAgent, "", std::nullopt, "two", false}};
  CHECK(count_raw(t) == 0);
  CHECK(to_value(as_it_came(t)) == to_value(t));
  t.raw = Value::Object{{"subject", "Late&nbsp;"}};
  t.messages[1].raw = "two<br>";
  CHECK(count_raw(t) == 2);
  const Ticket came = as_it_came(t);
  CHECK(came.subject == "Late&nbsp;");
  CHECK(came.messages[0].body == "one");
  CHECK(came.messages[1].body == "two<br>");
  CHECK(count_raw(came) == 0);
  CHECK(json::dump(ticket_from_value(json::parse(R"({"raw":{"subject":[]}})", "t")).raw) == "null");
}

TEST_CASE("text_of: the body, then a line for each file") {
  Message message;
  CHECK(text_of(message).empty());
  message.body = "Here it is.";
  CHECK(text_of(message) == "Here it is.");
  Value mailed = Value::Object{{"name", "a\nb.pdf"}, {"type", "application/pdf"}};
  Value desk = Value::Object{{"file_name", "c.png"}, {"content_type", "image/png"}, {"size", 12}};
  message.extra.set("attachments", Value(Value::Array{std::move(mailed), std::move(desk)}));
  CHECK(text_of(message) == "Here it is.\n\n[attached: a b.pdf, application/pdf]\n[attached: c.png, image/png, 12 bytes]");
  message.body.clear();
  CHECK(text_of(message).starts_with("[attached: a b.pdf"));
  Message other;
  other.extra.set("attachments", "none");
  CHECK(text_of(other).empty());
}

TEST_CASE("keep_message: one is left") {
  Ticket ticket;
  for (const char* const body : {"one", "two", "three"}) ticket.messages.emplace_back().body = body;
  keep_message(ticket, 2);
  REQUIRE(ticket.messages.size() == 1);
  CHECK(ticket.messages[0].body == "two");
}
