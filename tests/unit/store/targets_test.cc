#include "store/targets.hh"

#include <doctest/doctest.h>

#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

TEST_CASE("targets: of tickets, of articles, of both") {
  CHECK(find_target("colour") == nullptr);
  CHECK(target_fields().size() == 7);
  CHECK(find_target("queue")->has(model::Kind::kTicket));
  CHECK_FALSE(find_target("queue")->has(model::Kind::kFaq));
  CHECK(find_target("phase")->has(model::Kind::kTicket));
  CHECK(find_target("category")->has(model::Kind::kCase));
}

TEST_CASE("targets: what is asked is the subject and what the customer said, for everybody to see") {
  TempStore store;
  model::Ticket ticket = plain_ticket("1", "Late");
  const auto say = [&](model::Role role, std::string body, bool internal) {
    ticket.messages.emplace_back();
    ticket.messages.back().role = role;
    ticket.messages.back().body = std::move(body);
    ticket.messages.back().internal = internal;
  };
  say(model::Role::kCustomer, "Where is it?", false);
  say(model::Role::kAgent, "On its way.", false);
  say(model::Role::kCustomer, "A note", true);
  say(model::Role::kCustomer, "Still not here.", false);
  import_all(*store, "s", std::vector<model::Ticket>{ticket});
  CHECK(asked_text(*store, {model::Kind::kTicket, 1}) == "Late\nWhere is it?\nStill not here.");
  model::Article faq;
  faq.external_id = "f";
  faq.title = "Where is my parcel?";
  faq.body = "Look.";
  faq.phrasings = {"parcel late"};
  import_all(*store, "h", std::vector<model::Article>{faq});
  CHECK(asked_text(*store, {model::Kind::kFaq, 1}) == "Where is my parcel?\nparcel late");
  CHECK(asked_text(*store, {model::Kind::kTicket, 9}).empty());
}
