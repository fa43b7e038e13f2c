#include <doctest/doctest.h>

#include "store/articles.hh"
#include "store/runs.hh"
#include "store/tickets.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

void check_counts(const Counts& counts, std::int64_t added, std::int64_t changed, std::int64_t unchanged) {
  CHECK(counts.added == added);
  CHECK(counts.changed == changed);
  CHECK(counts.unchanged == unchanged);
}

}  // namespace

TEST_CASE("ImportRun: again is unchanged") {
  TempStore store;
  Random random(1);
  const auto tickets = random_tickets(random, 60);
  const auto faqs = random_faqs(random, 40);
  check_counts(import_all(*store, "s", tickets), 60, 0, 0);
  check_counts(import_all(*store, "s", faqs), 40, 0, 0);
  const std::string before = dump_truth(store.db());
  take_queue(*store);
  check_counts(import_all(*store, "s", tickets), 0, 0, 60);
  check_counts(import_all(*store, "s", faqs), 0, 0, 40);
  CHECK(dump_truth(store.db()) == before);
  CHECK(queue_length(*store) == 0);
  // A run that changes nothing is no changeset.
  CHECK(read_changes(*store, 0).size() == 2);
  // Another source is another identity.
  check_counts(import_all(*store, "other", tickets), 60, 0, 0);
}

TEST_CASE("ImportRun: every field that changes makes a changed row") {
  TempStore store;
  Random random(2);
  const model::Ticket base = random_ticket(random, "1");
  import_all<model::Ticket>(*store, "s", {base});
  using Change = void (*)(model::Ticket&);
  const Change changes[] = {
      [](auto& t) { t.subject += "x"; },
      [](auto& t) { t.status += "x"; },
      [](auto& t) { t.priority += "x"; },
      [](auto& t) { t.queue += "x"; },
      [](auto& t) { t.channel += "x"; },
      [](auto& t) { t.type += "x"; },
      [](auto& t) { t.language += "x"; },
      [](auto& t) { t.product += "x"; },
      [](auto& t) { t.category += "x"; },
      [](auto& t) { t.requester.email += "x"; },
      [](auto& t) { t.assignee.external_id += "x"; },
      [](auto& t) { t.created_at = t.created_at.value_or(0) + 1; },
      [](auto& t) { t.updated_at = t.updated_at.value_or(0) + 1; },
      [](auto& t) { t.resolved_at = t.resolved_at.value_or(0) + 1; },
      [](auto& t) { t.tags.push_back("x"); },
      [](auto& t) {
        t.messages.push_back({model::Role::kAgent, "a", std::nullopt, "b", false});
      },
      [](auto& t) { t.messages.back().internal = true; },
      [](auto& t) {
        t.extra = Value::Object{{"other", "x"}};
      },
  };
  model::Ticket now = base;
  for (const Change change : changes) {
    change(now);
    check_counts(import_all<model::Ticket>(*store, "s", {now}), 0, 1, 0);
    const auto stored = read_ticket(*store, 1);
    REQUIRE(stored);
    CHECK(stored->ticket.subject == now.subject);
    CHECK(stored->ticket.messages == now.messages);
    CHECK(stored->ticket.extra == now.extra);
    CHECK(stored->ticket.tags == now.tags);
    CHECK(stored->ticket.category == now.category);
    CHECK(stored->ticket.requester == now.requester);
    check_counts(import_all<model::Ticket>(*store, "s", {now}), 0, 0, 1);
  }
}

TEST_CASE("ImportRun: without an identifier the content and its nth occurrence are it") {
  TempStore store;
  model::Ticket a;
  a.subject = "same";
  model::Ticket b;
  b.subject = "other";
  check_counts(import_all<model::Ticket>(*store, "s", {a, b, a, a}), 4, 0, 0);
  check_counts(import_all<model::Ticket>(*store, "s", {a, a, b}), 0, 0, 3);
  check_counts(import_all<model::Ticket>(*store, "s", {a, a, a, a}), 1, 0, 3);
  CHECK(store.db().integer("SELECT count(*) FROM ticket WHERE subject = 'same'") == 4);
}

TEST_CASE("ImportRun: a dry run writes nothing and counts the same") {
  TempStore store;
  Random random(3);
  auto tickets = random_tickets(random, 30);
  import_all(*store, "s", tickets);
  for (int i = 0; i < 10; ++i) tickets[static_cast<std::size_t>(i)].subject += "!";
  tickets.push_back(tickets.front());
  for (int i = 0; i < 5; ++i) tickets.push_back(random_ticket(random, "new" + std::to_string(i)));
  const std::string before = dump_truth(store.db());
  Counts dry;
  {
    Transaction transaction(store.db());
    ImportRun run(*store, {"s", model::Kind::kTicket, "test", "input"}, kAuthor, true);
    for (const auto& ticket : tickets) run.put(model::Ticket(ticket));
    dry = run.counts();
  }
  CHECK(dump_truth(store.db()) == before);
  CHECK(read_runs(*store).size() == 1);
  const Counts real = import_all(*store, "s", tickets);
  check_counts(real, dry.added, dry.changed, dry.unchanged);
}

TEST_CASE("ImportRun: an edit made here stays, and is named") {
  TempStore store;
  Random random(4);
  model::Article faq = random_faq(random, "1");
  import_all<model::Article>(*store, "s", {faq});
  const auto id = store.db().integer("SELECT id FROM article");
  model::Article edited = read_article(*store, id)->article;
  edited.body = "edited here";
  update_article(*store, id, edited, 0);
  faq.body = "changed there";
  Transaction transaction(store.db());
  ImportRun run(*store, {"s", model::Kind::kFaq, "test", "input"}, kAuthor, false);
  CHECK(run.put(model::Article(faq)) == ImportRun::Outcome::kKept);
  CHECK(run.kept() == std::vector<std::string>{"faq:s/1"});
  CHECK(run.put(model::Article(faq)) == ImportRun::Outcome::kUnchanged);
  run.finish();
  CHECK(read_article(*store, id)->article.body == "edited here");
}

TEST_CASE("ImportRun: an unfinished run is continued") {
  TempStore store;
  Random random(5);
  const auto tickets = random_tickets(random, 50);
  const RunKey key{"s", model::Kind::kTicket, "test", "input"};
  std::int64_t first = 0;
  {
    Transaction transaction(store.db());
    ImportRun run(*store, key, kAuthor, false);
    for (int i = 0; i < 20; ++i) run.put(model::Ticket(tickets[static_cast<std::size_t>(i)]));
    run.checkpoint();
    first = run.id();
    transaction.commit();
  }
  CHECK(read_runs(*store).front().state == "running");
  CHECK(read_changes(*store, 0).front().digest.empty());
  {
    // Its process, this one, still lives: it is left to it.
    Transaction rolled_back(store.db());
    CHECK_FALSE(ImportRun(*store, key, kAuthor, false).resumed());
  }
  kill_runs(store.db());
  Transaction transaction(store.db());
  ImportRun other(*store, {"s", model::Kind::kTicket, "test", "elsewhere"}, kAuthor, false);
  CHECK_FALSE(other.resumed());
  ImportRun run(*store, key, kAuthor, false);
  CHECK(run.resumed());
  CHECK(run.id() == first);
  for (const auto& ticket : tickets) run.put(model::Ticket(ticket));
  run.finish();
  check_counts(run.counts(), 50, 0, 0);
  transaction.commit();
  CHECK(store.db().integer("SELECT count(*) FROM ticket") == 50);
  CHECK(store.db().integer("SELECT count(*) FROM ticket WHERE added_run = ?1", first) == 50);
  const auto runs = read_runs(*store);
  CHECK(runs.back().state == "done");
  CHECK(runs.back().counts.added == 50);
  CHECK(runs.back().actor == "tester");
}
