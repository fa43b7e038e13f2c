#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "base/json.hh"
#include "store/people.hh"
#include "store/runs.hh"
#include "store/tickets.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

Counts import_entries(Store& store, std::string_view source, const std::vector<model::Entry>& entries,
                      std::int64_t* run_id = nullptr, bool dry = false) {
  std::optional<Transaction> transaction;
  if (!dry) transaction.emplace(store.db());
  const model::Kind kind = entries.empty() ? model::Kind::kPerson : model::kind_of(entries.front());
  ImportRun run(store, {std::string(source), kind, "test", "input"}, kAuthor, dry);
  for (const model::Entry& entry : entries) run.put(model::Entry(entry));
  if (!dry) {
    run.finish();
    transaction->commit();
  }
  if (run_id != nullptr) *run_id = run.id();
  return run.counts();
}

model::Ticket ticket(const std::string& id, const std::string& requester, const std::string& assignee) {
  model::Ticket t;
  t.external_id = id;
  t.subject = "about " + id;
  t.requester.external_id = requester;
  t.assignee.external_id = assignee;
  return t;
}

// Who everybody is, whatever their numbers.
std::string who(Store& store) {
  std::vector<std::string> lines;
  for (const char* id : {"t1", "t2", "t3"}) {
    const auto row = store.db().integer("SELECT id FROM ticket WHERE external_id = ?1", id);
    if (row != 0) lines.push_back(json::dump(model::to_value(read_ticket(store, row)->ticket)));
  }
  Stmt rows = store.db().prepare(
      "SELECT 'customer ' || c.external_id || ' ' || c.name || ' ' || c.email || ' ' || ifnull(o.external_id, '-') FROM customer "
      "c LEFT JOIN customer o ON o.id = c.organisation_id UNION ALL SELECT 'person ' || external_id || ' ' || name || ' ' || "
      "email || skills FROM person ORDER BY 1");
  rows.bind();
  while (rows.step()) lines.push_back(rows.string(0));
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

model::Link link(const std::string& from, const std::string& relation, const std::string& to) {
  return {from, relation, to, std::nullopt, {}, {}};
}

std::int64_t links(Store& store) { return store.db().integer("SELECT count(*) FROM link"); }

}  // namespace

TEST_CASE("tickets, people, customers and organisations end the same in every order, and each run is taken back exactly") {
  const std::vector<model::Ticket> tickets = {ticket("t1", "7", "30"), ticket("t2", "30", "7"), ticket("t3", "8", "31")};
  model::Person bob{"30", "Bob", "bob@example.com", "team", {"lids"}, {}};
  model::Customer ann{"7", false, "Ann", "ann@example.org", "1", "gold", "DE", {"", "", "100"}, {}};
  model::Customer cora{"9", false, "Cora", "", "", "", "", {"", "", "100"}, {}};
  model::Customer acme{"100", true, "Acme", "", "", "", "", {}, {}};
  std::array<int, 4> order = {0, 1, 2, 3};
  std::string expected;
  do {
    CAPTURE(order[0] * 1000 + order[1] * 100 + order[2] * 10 + order[3]);
    TempStore store;
    const auto put = [&](int what, std::int64_t* run) {
      switch (what) {
        case 0: return import_all(*store, "desk", tickets, run);
        case 1: return import_entries(*store, "desk", {bob}, run);
        case 2: return import_entries(*store, "desk", {ann, cora}, run);
        default: return import_entries(*store, "desk", {acme}, run);
      }
    };
    std::vector<std::pair<std::int64_t, std::string>> done;
    for (const int what : order) {
      std::string before = dump_truth(store.db());
      std::int64_t run = 0;
      const Counts counts = put(what, &run);
      CHECK(counts.added == std::array{3, 1, 2, 1}[static_cast<std::size_t>(what)]);
      CHECK(counts.changed == 0);
      done.emplace_back(run, std::move(before));
    }
    if (expected.empty()) expected = who(*store);
    CHECK(who(*store) == expected);
    CHECK(read_customer(*store, store.db().integer("SELECT id FROM customer WHERE external_id = '30'")).name == "Bob");
    CHECK(read_person(*store, store.db().integer("SELECT id FROM person WHERE external_id = '7'")).email == "ann@example.org");
    for (const int what : {3, 2, 1, 0}) {
      const Counts again = put(what, nullptr);
      CHECK(again.added + again.changed == 0);
    }
    for (; !done.empty(); done.pop_back()) {
      undo_run(*store, done.back().first, kAuthor);
      CHECK(dump_truth(store.db()) == done.back().second);
    }
  } while (std::ranges::next_permutation(order).found);
}

TEST_CASE("a record of their own that changes somebody is taken back, and not before what came after it") {
  TempStore store;
  std::int64_t first = 0;
  std::int64_t second = 0;
  const model::Customer ann{"7", false, "Ann", "a@x.org", "", "", "", {}, Value::Object{{"note", "x"}}};
  model::Customer renamed = ann;
  renamed.name = "Anna";
  import_entries(*store, "desk", {ann}, &first);
  const std::string before = dump_truth(store.db());
  CHECK(import_entries(*store, "desk", {renamed}, nullptr, true).changed == 1);
  CHECK(dump_truth(store.db()) == before);
  CHECK(import_entries(*store, "desk", {renamed}, &second).changed == 1);
  CHECK(exit_of([&] { undo_run(*store, first, kAuthor); }) == Exit::kConflict);
  undo_run(*store, second, kAuthor);
  CHECK(dump_truth(store.db()) == before);
  // Whom a later ticket names stays, without what the record said.
  import_all(*store, "desk", std::vector<model::Ticket>{ticket("t1", "7", "")});
  CHECK(undo_run(*store, first, kAuthor).added == 1);
  CHECK(store.db().text("SELECT name || email FROM customer WHERE external_id = '7'") == "");
}

TEST_CASE("a link waits for its ends, and for them to come again") {
  TempStore store;
  std::int64_t tickets = 0;
  std::int64_t run = 0;
  const std::vector<model::Entry> said = {link("t1", "solved-by", "faq:help/f1"), link("t2", "solved-by", "f1"),
                                          link("t1", "duplicate-of", "t2"), link("t9", "related", "f1")};
  CHECK(import_entries(*store, "desk", said, &run).added == 4);
  CHECK(links(*store) == 0);
  const std::vector<model::Ticket> two = {ticket("t1", "7", ""), ticket("t2", "7", "")};
  import_all(*store, "desk", two, &tickets);
  CHECK(links(*store) == 1);
  model::Article faq;
  faq.external_id = "f1";
  faq.title = "How?";
  import_all(*store, "help", std::vector<model::Article>{faq});
  CHECK(links(*store) == 3);
  CHECK(import_entries(*store, "desk", said).unchanged == 4);
  CHECK(links(*store) == 3);
  undo_run(*store, tickets, kAuthor);
  CHECK(links(*store) == 0);
  import_all(*store, "desk", two);
  CHECK(links(*store) == 3);
  CHECK(undo_run(*store, run, kAuthor).added == 4);
  CHECK(links(*store) == 0);
}

TEST_CASE("categories are known by their path, and keep what a record does not say") {
  TempStore store;
  std::int64_t first = 0;
  std::int64_t second = 0;
  const auto category = [](const std::string& path, const std::string& title, const std::string& description) {
    return model::CategoryEntry{path, title, description, {}, {}};
  };
  import_entries(*store, "desk", {category("a/b", "B", "of b"), category("a/c", "", "")}, &first);
  const std::string before = dump_truth(store.db());
  const Counts counts =
      import_entries(*store, "desk", {category("a/b", "", "new"), category("a", "A", ""), category("a/c", "", "")}, &second);
  CHECK(counts.added == 0);
  CHECK(counts.changed == 2);
  CHECK(counts.unchanged == 1);
  CHECK(store.db().text("SELECT title || ' ' || description FROM category WHERE path = 'a/b'") == "B new");
  undo_run(*store, second, kAuthor);
  CHECK(dump_truth(store.db()) == before);
  CHECK(undo_run(*store, first, kAuthor).added >= 2);
  CHECK(store.db().integer("SELECT count(*) FROM category") == 0);
}

TEST_CASE("purchases are known by their number, else by their content and which of its repeats") {
  TempStore store;
  const std::string before = dump_truth(store.db());
  std::int64_t run = 0;
  model::Purchase numbered{"P1", {"", "", "7"}, 100, "Lid", 2, 12.5, "EUR", {}};
  model::Purchase plain{"", {"Ann", "", ""}, 100, "Bag", 1, 3, "", {}};
  CHECK(import_entries(*store, "shop", {numbered, plain, plain}, &run).added == 3);
  CHECK(import_entries(*store, "shop", {numbered, plain, plain}).unchanged == 3);
  const std::string middle = dump_truth(store.db());
  numbered.amount = 13;
  std::int64_t second = 0;
  CHECK(import_entries(*store, "shop", {numbered}, &second).changed == 1);
  undo_run(*store, second, kAuthor);
  CHECK(dump_truth(store.db()) == middle);
  CHECK(undo_run(*store, run, kAuthor).added == 3);
  CHECK(dump_truth(store.db()) == before);
}
