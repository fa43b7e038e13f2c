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
  t.extra = Value::Object{{"x", Number{"1.50"}}, {"x", Value::Array{}}};
  const Ticket back = ticket_from_value(to_value(t));
  CHECK(to_value(back) == to_value(t));
  CHECK(back.tags == t.tags);
  CHECK(back.messages == t.messages);
  CHECK(back.requester == t.requester);
  CHECK(back.assignee == t.assignee);
  CHECK(back.extra == t.extra);
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
