#include "store/runs.hh"

#include <doctest/doctest.h>

#include "store/articles.hh"
#include "store/labels.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

TEST_CASE("undo_run: everything is as it was") {
  Random random(1);
  for (int round = 0; round < 8; ++round) {
    TempStore store;
    std::vector<model::Ticket> tickets;
    std::vector<model::Article> faqs;
    for (int i = 0; i < 25; ++i) tickets.push_back(random_ticket(random, "t" + std::to_string(i)));
    for (int i = 0; i < 15; ++i) faqs.push_back(random_faq(random, "f" + std::to_string(i)));
    import_all(*store, "s", tickets);
    import_all(*store, "s", faqs);
    const std::string before = dump_truth(store.db());
    const auto tickets_before = tickets;
    // Some stay, some change, some are new; another customer and category may come with each.
    for (int i = 0; i < 40; ++i) {
      const std::string id = "t" + std::to_string(below(random, 40));
      model::Ticket ticket = random_ticket(random, id);
      if (below(random, 3) == 0) ticket.requester = {"New", "new" + std::to_string(i) + "@x.org", "id" + std::to_string(i)};
      if (below(random, 3) == 0) ticket.category = "fresh/" + std::to_string(below(random, 5));
      if (below(random, 3) == 0) ticket.assignee = {"Fresh agent", "", ""};
      tickets.push_back(ticket);
    }
    for (int i = 0; i < 15; ++i) {
      faqs.push_back(random_faq(random, "f" + std::to_string(below(random, 25))));
      if (below(random, 2) == 0) faqs.back().category = "fresh/faq";
    }
    std::int64_t ticket_run = 0;
    std::int64_t faq_run = 0;
    import_all(*store, "s", tickets, &ticket_run);
    const std::string between = dump_truth(store.db());
    CHECK(between != before);
    const Counts brought = import_all(*store, "s", faqs, &faq_run);
    const Counts undone = undo_run(*store, faq_run, kAuthor);
    CHECK(undone.added == brought.added);
    CHECK(dump_truth(store.db()) == between);
    undo_run(*store, ticket_run, kAuthor);
    REQUIRE(dump_truth(store.db()) == before);
    CHECK(store.db().text("PRAGMA foreign_key_check") == std::nullopt);
    const Counts again = import_all(*store, "s", tickets_before);
    CHECK(again.unchanged == 25);
    CHECK(exit_of([&] { undo_run(*store, ticket_run, kAuthor); }) == Exit::kConflict);
  }
}

TEST_CASE("undo_run: edits, their base, and names that were filled in are as they were") {
  Random random(7);
  for (int round = 0; round < 12; ++round) {
    TempStore store;
    std::vector<model::Article> faqs;
    for (int i = 0; i < 12; ++i) faqs.push_back(random_faq(random, "f" + std::to_string(i)));
    model::Ticket ticket = random_ticket(random, "t");
    ticket.requester = {"", "", "c1"};
    ticket.assignee = {"", "zoe@x.org", "a1"};
    import_all(*store, "s", faqs);
    import_all<model::Ticket>(*store, "s", {ticket});
    const auto edit = [&] {
      for (std::int64_t id = 1; id <= 12; ++id) {
        model::Article article = read_article(*store, id)->article;
        if (below(random, 3) == 0) article.body = random_text(random, 3);
        if (below(random, 3) == 0) article.product = random_text(random, 1);
        if (below(random, 3) == 0) update_article(*store, id, article, 0);
      }
    };
    const auto change = [&] {
      for (auto& faq : faqs) {
        if (below(random, 3) == 0) faq.body = random_text(random, 3);
        if (below(random, 3) == 0) faq.product = random_text(random, 1);
        if (below(random, 4) == 0) faq.tags.push_back("more");
      }
    };
    edit();
    std::vector<std::string> states = {dump_truth(store.db())};
    std::vector<std::int64_t> runs;
    for (int step = 0; step < 3; ++step) {
      change();
      std::int64_t run = 0;
      // Twice, each record in its own state: the second must not hide what was before the first.
      std::vector<model::Article> all = faqs;
      change();
      all.insert(all.end(), faqs.begin(), faqs.end());
      import_all(*store, "s", all, &run);
      runs.push_back(run);
      states.push_back(dump_truth(store.db()));
      ticket.requester.name = step > 0 ? "Ann" : "";
      ticket.requester.email = step > 1 ? "ann@x.org" : "";
      ticket.assignee.name = step > 0 ? "Zoe" : "";
      model::Ticket other = random_ticket(random, "other" + std::to_string(step));
      other.requester = ticket.requester;
      other.assignee = ticket.assignee;
      ticket.subject += "!";
      import_all<model::Ticket>(*store, "s", {other, ticket}, &run);
      runs.push_back(run);
      states.push_back(dump_truth(store.db()));
    }
    while (!runs.empty()) {
      REQUIRE(dump_truth(store.db()) == states.back());
      states.pop_back();
      undo_run(*store, runs.back(), kAuthor);
      runs.pop_back();
    }
    REQUIRE(dump_truth(store.db()) == states.back());
  }
}

TEST_CASE("undo_run: a name stays that a later import says too") {
  TempStore store;
  Random random(8);
  model::Ticket ticket = random_ticket(random, "1");
  ticket.requester = {"", "", "c1"};
  import_all<model::Ticket>(*store, "s", {ticket});
  ticket.requester.name = "Ann";
  ticket.external_id = "2";
  std::int64_t run = 0;
  import_all<model::Ticket>(*store, "s", {ticket}, &run);
  ticket.external_id = "3";
  import_all<model::Ticket>(*store, "s", {ticket});
  undo_run(*store, run, kAuthor);
  CHECK(store.db().text("SELECT name FROM customer") == "Ann");
}

TEST_CASE("undo_run: refused where something later depends on it") {
  TempStore store;
  Random random(2);
  std::int64_t first = 0;
  std::int64_t second = 0;
  auto ticket = random_ticket(random, "1");
  import_all<model::Ticket>(*store, "s", {ticket}, &first);
  ticket.subject = "changed";
  import_all<model::Ticket>(*store, "s", {ticket}, &second);
  const std::string before = dump_truth(store.db());
  CHECK(exit_of([&] { undo_run(*store, first, kAuthor); }) == Exit::kConflict);
  CHECK(dump_truth(store.db()) == before);
  CHECK(exit_of([&] { undo_run(*store, 99, kAuthor); }) == Exit::kNotFound);
  CHECK(exit_of([&] { undo_run(*store, second, kAuthor); }) == Exit::kDone);
  label_category(*store, {model::Kind::kTicket, 1}, "billing", "me");
  CHECK(exit_of([&] { undo_run(*store, first, kAuthor); }) == Exit::kConflict);
  label_category(*store, {model::Kind::kTicket, 1}, "", "me");
  CHECK(exit_of([&] { undo_run(*store, first, kAuthor); }) == Exit::kDone);
  CHECK(store.db().integer("SELECT count(*) FROM ticket") == 0);
  CHECK(read_runs(*store).front().state == "undone");
}

TEST_CASE("undo_run: an article that was changed, removed or used since") {
  TempStore store;
  Random random(3);
  std::int64_t run = 0;
  import_all<model::Article>(*store, "s", {random_faq(random, "1"), random_faq(random, "2")}, &run);
  SUBCASE("used") {
    store.db().exec("INSERT INTO use (article_id, at, actor) VALUES (1, 0, 'me')");
    CHECK(exit_of([&] { undo_run(*store, run, kAuthor); }) == Exit::kConflict);
  }
  SUBCASE("linked") {
    store.db().exec(
        "INSERT INTO link (from_kind, from_id, relation, to_kind, to_id, at, actor) VALUES (2, 1, 'related', 2, 2, 0, 'me')");
    CHECK(exit_of([&] { undo_run(*store, run, kAuthor); }) == Exit::kConflict);
  }
  SUBCASE("labelled") {
    label_category(*store, {model::Kind::kFaq, 1}, "billing", "me");
    CHECK(exit_of([&] { undo_run(*store, run, kAuthor); }) == Exit::kConflict);
  }
  SUBCASE("changed") {
    auto changed = random_faq(random, "1");
    import_all<model::Article>(*store, "s", {changed});
    CHECK(exit_of([&] { undo_run(*store, run, kAuthor); }) == Exit::kConflict);
  }
  SUBCASE("removed") {
    remove_article(*store, 1);
    CHECK(undo_run(*store, run, kAuthor).added == 1);
    CHECK(store.db().integer("SELECT count(*) FROM article") == 0);
  }
}

TEST_CASE("undo_run: a run that was killed") {
  TempStore store;
  Random random(4);
  std::int64_t id = 0;
  const std::string before = dump_truth(store.db());
  {
    Transaction transaction(store.db());
    ImportRun run(*store, {"s", model::Kind::kTicket, "test", "input"}, kAuthor, false);
    for (int i = 0; i < 10; ++i) run.put(random_ticket(random, std::to_string(i)));
    run.checkpoint();
    id = run.id();
    transaction.commit();
  }
  CHECK(exit_of([&] { undo_run(*store, id, kAuthor); }) == Exit::kConflict);  // Its process, this one, still lives.
  kill_runs(store.db());
  CHECK(undo_run(*store, id, kAuthor).added == 10);
  CHECK(dump_truth(store.db()) == before);
  for (const Change& change : read_changes(*store, 0)) CHECK_FALSE(change.digest.empty());
}

// A path's blanks, or another name of a known customer.
TEST_CASE("undo_run: what the store tidied is known again by the next import") {
  TempStore store;
  Random random(5);
  std::vector<model::Ticket> tickets = {random_ticket(random, "1"), random_ticket(random, "2")};
  tickets[0].requester = {"Ann", "a@x.org", ""};
  tickets[1].requester = {"Ann B.", "A@x.org", ""};
  tickets[1].category = " billing / refund/ ";
  import_all(*store, "s", tickets);
  auto changed = tickets;
  for (auto& ticket : changed) ticket.subject += "!";
  std::int64_t run = 0;
  import_all(*store, "s", changed, &run);
  undo_run(*store, run, kAuthor);
  CHECK(import_all(*store, "s", tickets).unchanged == 2);
}
