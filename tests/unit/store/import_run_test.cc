#include <doctest/doctest.h>

#include <utility>

#include "base/json.hh"
#include "store/articles.hh"
#include "store/labels.hh"
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
      [](auto& t) {
        t.raw = Value::Object{{"subject", "x&nbsp;"}};
      },
      [](auto& t) { t.messages.back().raw += "x"; },
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
    CHECK(stored->ticket.raw == now.raw);
    CHECK(stored->ticket.tags == now.tags);
    CHECK(stored->ticket.category == now.category);
    CHECK(stored->ticket.requester == now.requester);
    check_counts(import_all<model::Ticket>(*store, "s", {now}), 0, 0, 1);
  }
}

TEST_CASE("ImportRun: what another process adds to its source between two batches is there") {
  TempStore store;
  Store other = Store::open(store.folder().file("test.ckm"), Access::kWrite);
  Random random(3);
  const model::Ticket first = random_ticket(random, "1");
  const model::Ticket second = random_ticket(random, "2");
  ImportRun run(*store, {"s", model::Kind::kTicket, "test", "input"}, kAuthor, false);
  {
    Transaction batch(store.db());
    run.put(model::Ticket(first));
    run.checkpoint();
    batch.commit();
  }
  import_all<model::Ticket>(other, "s", {second});
  Transaction batch(store.db());
  run.look_again();
  CHECK(run.put(model::Ticket(second)) == ImportRun::Outcome::kUnchanged);
  run.finish();
  batch.commit();
  CHECK(store.db().integer("SELECT count(*) FROM ticket") == 2);
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
  store.db().exec("PRAGMA query_only = ON");
  ImportRun run(*store, {"s", model::Kind::kTicket, "test", "input"}, kAuthor, true);
  for (const auto& ticket : tickets) run.put(model::Ticket(ticket));
  const Counts dry = run.counts();
  ImportRun fresh(*store, {"new", model::Kind::kTicket, "test", "input"}, kAuthor, true);
  for (const auto& ticket : tickets) fresh.put(model::Ticket(ticket), {"newer", model::PersonLabel{"a/b", "me", {}}});
  CHECK(fresh.counts().added == 35);
  store.db().exec("PRAGMA query_only = OFF");
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
  CHECK(run.kept() == std::vector<ImportRun::Kept>{{"faq:s/1", {"body"}}});
  CHECK(run.put(model::Article(faq)) == ImportRun::Outcome::kUnchanged);
  run.finish();
  CHECK(read_article(*store, id)->article.body == "edited here");
}

TEST_CASE("ImportRun: fields follow the source where they were not edited here") {
  TempStore store;
  model::Article faq;
  faq.external_id = "1";
  faq.title = "Why?";
  faq.body = "Because.";
  faq.product = "A";
  faq.tags = {"t"};
  import_all<model::Article>(*store, "s", {faq});
  const auto id = store.db().integer("SELECT id FROM article");
  const auto now = [&] { return read_article(*store, id)->article; };
  const auto import = [&](const model::Article& article, std::vector<ImportRun::Kept> conflicts) {
    Transaction transaction(store.db());
    ImportRun run(*store, {"s", model::Kind::kFaq, "test", "input"}, kAuthor, false);
    const auto outcome = run.put(model::Article(article));
    run.finish();
    transaction.commit();
    CHECK(run.kept() == conflicts);
    return outcome;
  };
  model::Article edited = now();
  edited.product = "B";
  update_article(*store, id, edited, 0);
  // The source changes another field, adds one and takes one away.
  faq.body = "Therefore.";
  faq.language = "en";
  faq.tags.clear();
  CHECK(import(faq, {}) == ImportRun::Outcome::kChanged);
  CHECK(now().body == "Therefore.");
  CHECK(now().language == "en");
  CHECK(now().tags.empty());
  CHECK(now().product == "B");
  CHECK(import(faq, {}) == ImportRun::Outcome::kUnchanged);
  // Both changed the product: the edit stays, and the rest follows.
  faq.product = "C";
  faq.title = "Why so?";
  CHECK(import(faq, {{"faq:s/1", {"product"}}}) == ImportRun::Outcome::kChanged);
  CHECK(now().title == "Why so?");
  CHECK(now().product == "B");
  // A conflict is told once.
  CHECK(import(faq, {}) == ImportRun::Outcome::kUnchanged);
  // The source catches up: nothing is edited any more.
  faq.product = "B";
  CHECK(import(faq, {}) == ImportRun::Outcome::kUnchanged);
  CHECK(store.db().integer("SELECT base IS NULL AND imported = hash FROM article") == 1);
  faq.product = "D";
  CHECK(import(faq, {}) == ImportRun::Outcome::kChanged);
  CHECK(now().product == "D");
  // An edit that is taken back is none.
  edited = now();
  edited.body = "Other.";
  update_article(*store, id, edited, 0);
  edited.body = "Therefore.";
  update_article(*store, id, edited, 0);
  CHECK(store.db().integer("SELECT base IS NULL FROM article") == 1);
}

TEST_CASE("ImportRun: the parts of a case are fields of their own") {
  TempStore store;
  model::Article story;
  story.kind = model::Kind::kCase;
  story.external_id = "1";
  story.title = "Lost parcel";
  story.story.cause = "storm";
  story.story.result = "refund";
  story.story.attempts = {{std::nullopt, "Ann", "called", "", "failed"}};
  import_all<model::Article>(*store, "s", {story});
  const auto id = store.db().integer("SELECT id FROM article");
  model::Article edited = read_article(*store, id)->article;
  edited.story.cause = "wrong label";
  update_article(*store, id, edited, 0);
  story.story.result = "sent again";
  story.story.attempts.push_back({std::nullopt, "Bob", "wrote", "", "worked"});
  import_all<model::Article>(*store, "s", {story});
  edited.story.result = story.story.result;
  edited.story.attempts = story.story.attempts;
  CHECK(read_article(*store, id)->article.story == edited.story);
}

TEST_CASE("ImportRun: records that name their own source") {
  TempStore store;
  model::Article faq;
  faq.external_id = "1";
  faq.title = "Why?";
  faq.uid = "0123456789abcdef0123456789abcdef";
  model::Ticket ticket;
  ticket.subject = "same";
  const model::Origin desk{"desk", model::PersonLabel{"billing/refund", "zoe", 17}};
  std::int64_t first = 0;
  const auto import = [&](std::string_view source, const model::Origin& origin) {
    Transaction transaction(store.db());
    ImportRun run(*store, {std::string(source), model::Kind::kTicket, "test", "input"}, kAuthor, false);
    run.put(model::Article(faq), origin);
    run.put(model::Ticket(ticket), origin);
    run.put(model::Ticket(ticket), {"shop", {}});
    run.finish();
    transaction.commit();
    first = run.id();
    return run.counts();
  };
  const std::string before = dump_truth(store.db());
  check_counts(import("csv", desk), 3, 0, 0);
  CHECK(store.db().text("SELECT group_concat(name) FROM (SELECT s.name FROM ticket t JOIN source s ON s.id = source_id ORDER BY "
                        "t.id)") == "desk,shop");
  // Its repeats are counted for each source alone.
  CHECK(store.db().integer("SELECT count(*) FROM ticket WHERE external_id LIKE '%.2'") == 0);
  CHECK(store.db().text("SELECT uid FROM article") == faq.uid);
  CHECK(store.db().text("SELECT group_concat(c.path || l.actor || l.at) FROM label l JOIN category c ON c.id = category_id") ==
        "billing/refundzoe17,billing/refundzoe17");
  check_counts(import("csv", desk), 0, 0, 3);
  SUBCASE("the run that brought its labels can be undone") {
    CHECK(undo_run(*store, first, kAuthor).added == 0);
    CHECK(undo_run(*store, 1, kAuthor).added == 3);
    CHECK(dump_truth(store.db()) == before);
  }
  SUBCASE("the uid tells it where the source is another") {
    faq.title = "Why not?";
    check_counts(import("csv", {"moved", {}}), 1, 1, 1);  // The ticket has no uid of its own.
    CHECK(store.db().text("SELECT title FROM article") == "Why not?");
  }
  SUBCASE("under a source that was asked for it is a copy") {
    check_counts(import("mine", {}), 2, 0, 1);
    CHECK(store.db().integer("SELECT count(DISTINCT uid) FROM article") == 2);
  }
  SUBCASE("a person's label stays") {
    label_category(*store, {model::Kind::kTicket, 1}, "account", "me");
    check_counts(import("csv", desk), 0, 0, 3);
    CHECK(store.db().integer("SELECT count(*) FROM label l JOIN category c ON c.id = category_id WHERE path = 'account'") == 1);
    label_category(*store, {model::Kind::kTicket, 1}, "", "me");
    check_counts(import("csv", desk), 0, 1, 2);
    const std::string labelled = dump_truth(store.db());
    undo_run(*store, first, kAuthor);
    CHECK(store.db().integer("SELECT count(*) FROM label") == 1);
    check_counts(import("csv", desk), 0, 1, 2);
  }
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

TEST_CASE("ImportRun: what came without an identifier is known by how it came, whatever a repair made of it") {
  TempStore store;
  model::Ticket ticket;
  ticket.subject = "Late &amp; lost";
  model::Article faq;
  faq.title = "Why?";
  faq.body = "So&nbsp;";
  check_counts(import_all<model::Ticket>(*store, "s", {ticket}), 1, 0, 0);
  check_counts(import_all<model::Article>(*store, "s", {faq}), 1, 0, 0);
  model::Ticket repaired = ticket;
  repaired.raw.set("subject", std::exchange(repaired.subject, "Late & lost"));
  model::Article mended = faq;
  mended.raw.set("body", std::exchange(mended.body, "So"));
  check_counts(import_all<model::Ticket>(*store, "s", {repaired}), 0, 1, 0);
  check_counts(import_all<model::Article>(*store, "s", {mended}), 0, 1, 0);
  CHECK(to_value(model::as_it_came(read_ticket(*store, 1)->ticket)) == to_value([&] {
          ticket.external_id = read_ticket(*store, 1)->ticket.external_id;
          return ticket;
        }()));
  check_counts(import_all<model::Ticket>(*store, "s", {ticket}), 0, 1, 0);
  check_counts(import_all<model::Article>(*store, "s", {faq}), 0, 1, 0);
  CHECK(read_article(*store, 1)->article.raw.is_null());
}

TEST_CASE("merge_fields: how a text came follows the text") {
  TempStore store;
  model::Article faq;
  faq.external_id = "1";
  faq.title = "Why?";
  faq.body = "So";
  faq.phrasings = {"p", "q"};
  faq.raw = Value::Object{{"title", "Why?<br>"}, {"body", "So&nbsp;"}, {"phrasings.1", "q<br>"}};
  import_all<model::Article>(*store, "s", {faq});
  model::Article edited = read_article(*store, 1)->article;
  edited.body = "Because";
  edited.product = "phone";
  edited.raw = Value::Object{{"title", "Why?<br>"}, {"phrasings.1", "q<br>"}};
  update_article(*store, 1, edited, 0);
  // The source has a clean title now, another body and another first phrasing.
  faq.body = "So it is";
  faq.phrasings = {"p & p", "q"};
  faq.raw = Value::Object{{"body", "So it is&nbsp;"}, {"phrasings.0", "p &amp; p"}, {"phrasings.1", "q<br>"}};
  import_all<model::Article>(*store, "s", {faq});
  const model::Article merged = read_article(*store, 1)->article;
  CHECK(merged.body == "Because");
  CHECK(merged.product == "phone");
  CHECK(merged.phrasings == faq.phrasings);
  CHECK(json::dump(merged.raw) == R"({"phrasings.0":"p &amp; p","phrasings.1":"q<br>"})");
}
