#include "store/topics.hh"

#include <doctest/doctest.h>

#include "store/customer_texts.hh"
#include "store/tickets.hh"
#include "store/topic_volumes.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

model::Ticket ticket_of(std::string id, Time created, std::vector<model::Role> roles) {
  model::Ticket ticket;
  ticket.external_id = std::move(id);
  ticket.subject = "About " + ticket.external_id;
  ticket.created_at = created;
  for (const model::Role role : roles) {
    model::Message message;
    message.role = role;
    message.body = role == model::Role::kCustomer ? "asked" : "answered";
    ticket.messages.push_back(message);
  }
  return ticket;
}

// Four tickets, numbered from 1: made on days 1, 9, 10 and 10; the second one is answered.
void fill(Store& store) {
  using enum model::Role;
  import_all<model::Ticket>(store, "desk",
                            {ticket_of("a", kDay, {kCustomer}), ticket_of("b", 9 * kDay, {kCustomer, kAgent, kCustomer}),
                             ticket_of("c", 10 * kDay, {}), ticket_of("d", 10 * kDay, {kCustomer})});
}

FoundTopic found(std::string name, std::vector<TopicMember> members) {
  FoundTopic one;
  one.topic.name = std::move(name);
  one.topic.terms = {"x", "公积金"};
  one.topic.resolution = 4;
  one.topic.tickets = static_cast<std::int64_t>(members.size());
  one.members = std::move(members);
  return one;
}

}  // namespace

TEST_CASE("topics: what is written is read") {
  TempStore store;
  fill(*store);
  CHECK(!find_topic_run(*store, "", ""));
  TopicRun run{.chosen = "status:open", .field = "queue", .tickets = 4, .drawn = 3, .placed = 3, .last_ticket = 3};
  std::vector<FoundTopic> all = {found("small", {{4, 0.5}}), found("large", {{2, 0.9}, {1, 0.8}, {99, 0.1}})};
  all[1].topic.value = "post";
  {
    Transaction transaction(store->db());
    write_topics(*store, run, all, {});
    transaction.commit();
  }
  CHECK(all[0].topic.id == 1);
  CHECK(!find_topic_run(*store, "", "queue"));
  CHECK(find_topic_run(*store, "status:open", "queue")->drawn == 3);
  CHECK(find_topic_run(*store, "status:open", "queue")->last_ticket == 3);
  CHECK(tickets_behind(*store, run.id) == 1);  // Ticket 4, though it is in a topic; nothing is said of 3, which is in none.
  const std::vector<Topic> topics = read_topics(*store, run.id);
  REQUIRE(topics.size() == 2);
  CHECK(topics[0].name == "large");
  CHECK(topics[0].value == "post");
  CHECK(topics[0].terms == std::vector<std::string>{"x", "公积金"});
  CHECK(!topics[0].before);
  CHECK(topics[0].first_at == run.made_at);
  // 99 is no ticket.
  const std::vector<TopicMember> members = read_topic_members(*store, 2, 10);
  REQUIRE(members.size() == 2);
  CHECK(members[0].ticket == 2);
  CHECK(members[1].likeness == 0.8);
  CHECK(read_topic_members(*store, 2, 1).size() == 1);
  CHECK(newest_of_topics(*store, run.id, 20 * kDay) == 10 * kDay);
  CHECK(newest_of_topics(*store, run.id, 9 * kDay) == 9 * kDay);
  const std::vector<TopicFigures> figures = read_topic_figures(*store, run.id, 10 * kDay, 5 * kDay);
  REQUIRE(figures.size() == 2);
  CHECK(figures[0].unanswered == 1);
  CHECK(figures[0].last == 1);
  CHECK(figures[1].topic == 2);
  CHECK(figures[1].tickets == 2);
  CHECK(figures[1].unanswered == 1);
  CHECK(figures[1].dated == 2);
  CHECK(figures[1].last == 1);
  CHECK(figures[1].previous == 1);
  // A ticket that is removed is in no topic.
  remove_ticket(*store, 2);
  CHECK(read_topic_members(*store, 2, 10).size() == 1);
}

TEST_CASE("topics: those that are gone stay for a year, numbers are never given again") {
  TempStore store;
  fill(*store);
  set_now(1000 * kDay);
  TopicRun run;
  std::vector<FoundTopic> first = {found("one", {{1, 1}, {2, 1}}), found("two", {{3, 1}})};
  write_topics(*store, run, first, {});
  set_now(1001 * kDay);
  std::vector<FoundTopic> second = {found("three", {{1, 1}}), first[1]};
  second[1].topic.before = 1;
  const std::int64_t run_id = run.id;
  write_topics(*store, run, second, std::vector{first[0].topic});
  CHECK(run.id == run_id);
  CHECK(second[0].topic.id == 3);
  set_other_topic(*store, 1, 3);
  std::vector<Topic> topics = read_topics(*store, run.id);
  REQUIRE(topics.size() == 3);
  CHECK(topics[2].name == "one");  // What is gone stands last.
  CHECK(topics[2].gone_at == 1001 * kDay);
  CHECK(topics[2].other == 3);
  CHECK(read_topic_members(*store, 1, 10).empty());
  CHECK(topics[0].before == 1);
  CHECK(topics[0].first_at == 1000 * kDay);
  std::size_t members = 0;
  for_each_topic_member(*store, run.id, [&](std::int64_t, std::int64_t) { ++members; });
  CHECK(members == 2);
  set_now(1400 * kDay);
  write_topics(*store, run, second, {});
  CHECK(!find_topic(*store, 1));
  CHECK(find_topic(*store, 3)->name == "three");
}

TEST_CASE("customer texts: subjects and what customers say") {
  TempStore store;
  fill(*store);
  std::vector<std::string> all;
  for_each_customer_text(*store, [&](CustomerText& text) {
    all.push_back(text.ref + " " + text.subject);
    for (const std::string& message : text.messages) all.back() += "/" + message;
    return text.id < 3;
  });
  CHECK(all ==
        std::vector<std::string>{"ticket:desk/a About a/asked", "ticket:desk/b About b/asked/asked", "ticket:desk/c About c"});
}
