#include "store/targets.hh"

#include <doctest/doctest.h>

#include <map>

#include "model/asked.hh"
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

TEST_CASE("targets: what a record says itself is what is said of it in a store, and it asks the same there") {
  TempStore store;
  model::Ticket ticket = plain_ticket("1", "Late");
  ticket.category = " a / b ";
  ticket.queue = "q";
  ticket.priority = "high";
  ticket.language = "en";
  ticket.product = "p";
  ticket.tags = {"x", "y"};
  ticket.messages.emplace_back();
  ticket.messages.back().body = "Where is it?";
  model::Article faq;
  faq.external_id = "f";
  faq.title = "Where is my parcel?";
  faq.phrasings = {"parcel late"};
  faq.category = "c";
  faq.language = "de";
  faq.product = "r";
  faq.phase = "sale";
  faq.tags = {"z"};
  import_all(*store, "s", std::vector<model::Ticket>{ticket, plain_ticket("2", "Says nothing")});
  import_all(*store, "s", std::vector<model::Article>{faq});
  const std::map<std::string_view, std::vector<std::string>> of_ticket = {
      {"category", {"a/b"}}, {"queue", {"q"}},   {"priority", {"high"}}, {"language", {"en"}},
      {"tag", {"x", "y"}},   {"product", {"p"}}, {"phase", {}}};
  const std::map<std::string_view, std::vector<std::string>> of_faq = {{"category", {"c"}},  {"queue", {}},  {"priority", {}},
                                                                       {"language", {"de"}}, {"tag", {"z"}}, {"product", {"r"}},
                                                                       {"phase", {"sale"}}};
  for (const Target& target : targets()) {
    CAPTURE(target.field);
    CHECK(own_values(ticket, target) == of_ticket.at(target.field));
    CHECK(said_values(*store, {model::Kind::kTicket, 1}, target) == of_ticket.at(target.field));
    CHECK(own_values(plain_ticket("2", "Says nothing"), target).empty());
    CHECK(said_values(*store, {model::Kind::kTicket, 2}, target).empty());
    CHECK(own_values(faq, target) == of_faq.at(target.field));
    CHECK(said_values(*store, {model::Kind::kFaq, 1}, target) == of_faq.at(target.field));
  }
  CHECK(asked_text(*store, {model::Kind::kTicket, 1}) == model::asked(ticket));
  CHECK(asked_text(*store, {model::Kind::kFaq, 1}) == model::asked(faq));
}

TEST_CASE("targets: a value takes the place of the one that was, and a tag stands beside the others, once") {
  for (const Target& target : targets()) {
    CAPTURE(target.field);
    model::Article article;
    article.tags = {"old"};
    article.language = article.product = article.phase = "old";
    give_value(article, target, "new");
    give_value(article, target, "new");
    if (target.list) {
      CHECK(article.tags == std::vector<std::string>{"old", "new"});
    } else {
      CHECK(article.tags == std::vector<std::string>{"old"});
      if (target.of_article.one == nullptr) CHECK(own_values(article, target).empty());
      else CHECK(own_values(article, target) == std::vector<std::string>{"new"});
    }
    const auto changed = [&](std::string_view field, const std::string& value) {
      return (value == "new") == (target.field == field);
    };
    CHECK(changed("language", article.language));
    CHECK(changed("product", article.product));
    CHECK(changed("phase", article.phase));
  }
}
