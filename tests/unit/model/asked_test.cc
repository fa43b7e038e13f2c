#include "model/asked.hh"

#include <doctest/doctest.h>

using namespace ckm::model;

TEST_CASE("asked: of a ticket what the customer wrote, and neither notes nor answers") {
  Ticket ticket;
  CHECK(asked(ticket).empty());
  const auto say = [&](Role role, std::string body, bool internal = false) {
    ticket.messages.emplace_back();
    ticket.messages.back().role = role;
    ticket.messages.back().body = std::move(body);
    ticket.messages.back().internal = internal;
  };
  say(Role::kCustomer, "first");
  say(Role::kAgent, "answer");
  say(Role::kCustomer, "");
  say(Role::kCustomer, "note", true);
  say(Role::kSystem, "closed");
  say(Role::kCustomer, "last\nline");
  CHECK(asked(ticket) == "first\nlast\nline");
  ticket.subject = "subject";
  CHECK(asked(ticket) == "subject\nfirst\nlast\nline");
}

TEST_CASE("asked: of an article what its kind asks with") {
  Article article;
  article.title = "title";
  article.body = "body";
  article.phrasings = {"one", "", "two"};
  article.story.situation = "situation";
  article.kind = Kind::kFaq;
  CHECK(asked(article) == "title\none\ntwo");
  article.kind = Kind::kCase;
  CHECK(asked(article) == "title\nsituation");
  article.kind = Kind::kDocument;
  CHECK(asked(article) == "title");
  CHECK(asked("", {"", "a", ""}) == "a");
}
