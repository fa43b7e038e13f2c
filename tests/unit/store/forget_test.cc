#include "store/forget.hh"

#include <doctest/doctest.h>

#include <map>

#include "base/hash.hh"
#include "base/json.hh"
#include "store/asked_terms.hh"
#include "store/chain.hh"
#include "store/edits.hh"
#include "store/forgotten.hh"
#include "store/links.hh"
#include "store/reviews.hh"
#include "store/undo.hh"
#include "store/uses.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

using model::Kind;

model::Ref ref_of(std::string_view text) { return *model::parse_ref(text); }

// All rows of all tables that hold a text in any column.
std::vector<std::string> rows_with(Db& db, std::string_view text) {
  std::vector<std::string> found;
  std::vector<std::string> tables;
  Stmt list = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
  while (list.step()) tables.push_back(list.string(0));
  for (const std::string& table : tables) {
    std::string columns;
    Stmt info = db.prepare("SELECT name FROM pragma_table_info(?1)");
    info.bind(table);
    while (info.step())
      columns += fmt::format("{}ifnull(cast({} AS TEXT), '')", columns.empty() ? "" : " || ' ' || ", info.text(0));
    Stmt rows = db.prepare(fmt::format("SELECT {} FROM {}", columns, table));
    rows.bind();
    while (rows.step()) {
      if (rows.text(0).find(text) != std::string_view::npos) found.push_back(fmt::format("{}: {}", table, rows.text(0)));
    }
  }
  return found;
}

// A line each.
std::string chain_faults(Store& store) {
  std::string faults;
  const auto report = [&](const ChainFault& fault) { faults += fault.name + ": " + fault.what + "\n"; };
  const auto quiet = [](std::int64_t, std::int64_t) {};
  verify_file(store, report);
  verify_chain(store, report, quiet);
  verify_articles(store, report, quiet);
  return faults;
}

void forget(Store& store, const ForgetPlan& plan) {
  Transaction transaction(store.db());
  ChangeWriter change(store, kAuthor);
  change.begin();
  forget_things(store, plan.things, change);
  forget_parties(store, plan, change);
  change.seal();
  transaction.commit();
}

ForgetPlan plan_of(Store& store, const std::vector<std::string>& refs) {
  ForgetPlan plan;
  for (const std::string& ref : refs) plan.add(*find_known(store, ref_of(ref)));
  return plan;
}

// A text that nothing else has, of the thing of that number.
std::string mark(int number) { return fmt::format("<mark{}>", number); }

model::Ticket marked_ticket(Random& random, int number) {
  model::Ticket t = random_ticket(random, fmt::format("t{}", number));
  t.subject += mark(number);
  t.messages.push_back({model::Role::kCustomer, "", std::nullopt, "body " + mark(number), false});
  t.messages.back().raw = "raw " + mark(number);
  t.extra = Value::Object{{"k", mark(number)}};
  t.requester = {fmt::format("Name{}", number), fmt::format("c{}@x.org", number), ""};
  return t;
}

model::Article marked_faq(Random& random, int number) {
  model::Article a = random_faq(random, fmt::format("f{}", number));
  a.title += mark(number);
  a.phrasings.push_back("asked " + mark(number));
  a.raw = Value();
  a.raw.set("title", a.title + "&nbsp;" + mark(number));
  return a;
}

template <typename F>
void change(Store& store, F f) {
  Transaction transaction(store.db());
  ChangeWriter writer(store, kAuthor);
  f(writer);
  writer.seal();
  transaction.commit();
}

constexpr int kThings = 6;  // Of each sort: tickets have the even numbers.

// Things with all that can be said of them, some removed, some edited, imported twice.
void fill(Store& store, Random& random) {
  for (int round = 0; round < 2; ++round) {
    std::vector<model::Ticket> tickets;
    std::vector<model::Article> faqs;
    for (int i = 0; i < kThings; ++i) {
      tickets.push_back(marked_ticket(random, 2 * i));
      faqs.push_back(marked_faq(random, 2 * i + 1));
      tickets.back().updated_at = faqs.back().updated_at = std::nullopt;
    }
    import_all(store, "desk", tickets);
    import_all(store, "help", faqs);
  }
  for (int i = 0; i < kThings; ++i) {
    const std::string m = mark(2 * i + 1);
    const auto ticket = find_item(store, ref_of(fmt::format("ticket:desk/t{}", 2 * static_cast<int>(below(random, kThings)))));
    const auto faq = find_item(store, ref_of(fmt::format("faq:help/f{}", 2 * i + 1)));
    change(store, [&](ChangeWriter& w) { record_feedback(store, *faq, true, "comment " + m, "reader", w); });
    change(store, [&](ChangeWriter& w) { record_review(store, *faq, {true, "note " + m, std::nullopt, 5, "reader"}, w); });
    if (ticket) change(store, [&](ChangeWriter& w) { record_use(store, *faq, *ticket, true, "agent", w); });
    if (ticket) change(store, [&](ChangeWriter& w) { add_link(store, *faq, "derived-from", *ticket, "agent", w); });
    if (ticket) change(store, [&](ChangeWriter& w) { edit_label(store, *ticket, "own/label", "agent", w); });
    if (below(random, 2) == 0) {
      model::Article edited = read_article(store, faq->id)->article;
      edited.body = "edited " + m;
      change(store, [&](ChangeWriter& w) { edit_article(store, faq->id, edited, w); });
    }
    if (below(random, 4) == 0) change(store, [&](ChangeWriter& w) { remove_item(store, *faq, w); });
    if (ticket && below(random, 4) == 0) change(store, [&](ChangeWriter& w) { remove_item(store, *ticket, w); });
  }
}

}  // namespace

TEST_CASE("forget_things: nothing of it is in any row, all others are as they were, and the chain is whole") {
  for (int seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    Random random(static_cast<std::uint64_t>(seed));
    TempStore store;
    fill(*store, random);
    REQUIRE(chain_faults(*store) == "");
    const auto digests = read_changes(*store, 0);
    ForgetPlan plan;
    std::vector<int> forgotten;
    std::map<int, std::vector<std::string>> kept;
    for (int number = 0; number < 2 * kThings; ++number) {
      const auto known = find_known(
          *store, ref_of(number % 2 == 0 ? fmt::format("ticket:desk/t{}", number) : fmt::format("faq:help/f{}", number)));
      if (!known) continue;
      if (below(random, 3) == 0) {
        plan.add(*known);
        forgotten.push_back(number);
      } else {
        kept[number] = {};
      }
    }
    // A wording or a link joins two things: what it says of the other one may go with this one.
    std::vector<ForgetRow> rows = describe(*store, plan);
    CHECK(rows.size() == forgotten.size());
    for (const ForgetRow& row : rows) CHECK(row.texts > 0);
    for (auto& [number, lines] : kept) {
      for (const std::string& line : rows_with(store.db(), mark(number))) {
        if (line.starts_with("ticket:") || line.starts_with("message:") || line.starts_with("article:")) lines.push_back(line);
      }
    }
    forget(*store, plan);
    (void)take_changed_wordings(*store, INT64_MAX);  // As the index does when it is purged (search/purge.hh).
    for (const int number : forgotten) {
      CAPTURE(number);
      CHECK(rows_with(store.db(), mark(number)) == std::vector<std::string>());
    }
    for (const auto& [number, lines] : kept) {
      std::vector<std::string> now;
      for (const std::string& line : rows_with(store.db(), mark(number))) {
        if (line.starts_with("ticket:") || line.starts_with("message:") || line.starts_with("article:")) now.push_back(line);
      }
      CHECK(now == lines);
    }
    CHECK(chain_faults(*store) == "");
    const auto after = read_changes(*store, 0);
    REQUIRE(after.size() == digests.size() + 1);
    for (std::size_t i = 0; i < digests.size(); ++i) CHECK(after[i + 1].digest == digests[i].digest);
    for (const int number : forgotten) {
      const std::string ref = number % 2 == 0 ? fmt::format("ticket:desk/t{}", number) : fmt::format("faq:help/f{}", number);
      CHECK(forgotten_at(*store, ref_of(ref)) == now());
      CHECK(exit_of([&] { need_item(*store, ref); }) == Exit::kNotFound);
    }
    for (const auto& [number, lines] : kept)
      CHECK_FALSE(forgotten_at(
          *store, ref_of(number % 2 == 0 ? fmt::format("ticket:desk/t{}", number) : fmt::format("faq:help/f{}", number))));
  }
}

TEST_CASE("ImportRun: what was forgotten stays away, whichever way it comes") {
  TempStore store;
  const auto ticket = [](std::string id, std::string body) {
    model::Ticket t;
    t.external_id = std::move(id);
    t.messages.push_back({model::Role::kCustomer, "", std::nullopt, std::move(body), false});
    return t;
  };
  const auto faq = [](std::string id, std::string title) {
    model::Article a;
    a.kind = Kind::kFaq;
    a.external_id = std::move(id);
    a.title = std::move(title);
    return a;
  };
  import_all(*store, "desk", std::vector{ticket("1", "a"), ticket("2", "b"), ticket("", "no identifier")});
  import_all(*store, "help", std::vector{faq("1", "A"), faq("", "No identifier")});
  const auto number = store.db().integer("SELECT id FROM ticket WHERE external_id LIKE '~%'");
  const auto article = store.db().integer("SELECT id FROM article WHERE external_id LIKE '~%'");
  forget(*store,
         plan_of(*store, {"ticket:desk/1", fmt::format("ticket:{}", number), "faq:help/1", fmt::format("faq:{}", article)}));
  CHECK(import_all(*store, "desk", std::vector{ticket("1", "changed"), ticket("2", "b"), ticket("", "no identifier")}).added ==
        0);
  CHECK(import_all(*store, "help", std::vector{faq("1", "A"), faq("1", "A2"), faq("", "No identifier")}).added == 0);
  // The same identifier of another source or kind is another thing.
  CHECK(import_all(*store, "other", std::vector{ticket("1", "a"), ticket("", "another text")}).added == 2);
  CHECK(import_all(*store, "desk", std::vector{faq("1", "A")}).added == 1);
  CHECK(store.db().integer("SELECT count(*) FROM ticket") == 3);
  CHECK(chain_faults(*store).empty());
}

TEST_CASE("undo: an import without what was forgotten of it, and not what was forgotten") {
  TempStore store;
  Random random(3);
  std::vector<model::Ticket> tickets;
  for (int i = 0; i < 4; ++i) tickets.push_back(marked_ticket(random, i));
  const std::string before = dump_truth(store.db());
  std::int64_t run = 0;
  import_all(*store, "desk", tickets, &run);
  forget(*store, plan_of(*store, {"ticket:desk/t1"}));
  CHECK(undo_run(*store, run, kAuthor).added == 3);
  CHECK(store.db().integer("SELECT count(*) FROM ticket") == 0);
  CHECK(chain_faults(*store).empty());
}

TEST_CASE("forget_parties: whoever has the address, and nobody else") {
  TempStore store;
  const auto ticket = [](std::string id, model::Party requester, model::Party assignee) {
    model::Ticket t;
    t.external_id = std::move(id);
    t.subject = "subject " + t.external_id;
    t.requester = std::move(requester);
    t.assignee = std::move(assignee);
    return t;
  };
  import_all(*store, "desk",
             std::vector{ticket("1", {"Ann", "ann@x.org", "c1"}, {"Otto", "", ""}),
                         ticket("2", {"A.", "ANN@x.org", ""}, {"Eva", "", ""}),
                         ticket("3", {"Ann", "ann@y.org", "c3"}, {"Otto", "", ""})});
  ForgetPlan plan;
  CHECK_FALSE(plan_address(*store, "nobody@x.org", plan));
  CHECK(plan_address(*store, "Ann@X.org", plan));
  plan_tickets(*store, plan);
  CHECK(plan.customers.size() == 2);
  CHECK(plan.things.size() == 2);
  CHECK(names_of(*store, plan) == std::vector<std::string>{"A.", "ANN@x.org", "Ann", "ann@x.org"});
  forget(*store, plan);
  CHECK(rows_with(store.db(), "ann@x.org").empty());
  CHECK(store.db().integer("SELECT count(*) FROM ticket") == 1);
  CHECK(store.db().integer("SELECT count(*) FROM customer WHERE name = 'Ann'") == 1);
  CHECK(store.db().integer("SELECT count(*) FROM person WHERE name = 'Otto'") == 1);
  CHECK(exit_of([&] { plan_somebody(*store, ref_of("customer:desk/c1"), "customer:desk/c1", plan); }) == Exit::kNotFound);
  CHECK(exit_of([&] { plan_somebody(*store, ref_of("customer:99"), "customer:99", plan); }) == Exit::kNotFound);
  // A new contact is one.
  CHECK(import_all(*store, "desk", std::vector{ticket("4", {"Ann", "ann@x.org", "c1"}, {})}).added == 1);
  ForgetPlan again;
  CHECK(plan_address(*store, "ann@x.org", again));
  plan_tickets(*store, again);
  CHECK(again.things.size() == 1);
}

TEST_CASE("due_tickets: by the last of their times, and not what an article was drafted from") {
  TempStore store;
  Random random(5);
  struct Times {
    std::optional<Time> created, updated, resolved;
  };
  std::vector<Times> all;
  std::vector<model::Ticket> tickets;
  for (int i = 0; i < 200; ++i) {
    const auto time = [&]() -> std::optional<Time> {
      return below(random, 3) == 0 ? std::nullopt : std::optional(static_cast<Time>(below(random, 7)) * 100);
    };
    model::Ticket t;
    t.external_id = std::to_string(i);
    t.created_at = time(), t.updated_at = time(), t.resolved_at = time();
    all.push_back({t.created_at, t.updated_at, t.resolved_at});
    tickets.push_back(std::move(t));
  }
  import_all(*store, "desk", tickets);
  change(*store, [&](ChangeWriter& w) {
    model::Article a;
    a.kind = Kind::kFaq;
    a.title = "drafted";
    const Item item = add_article(*store, a, w);
    for (const char* id : {"ticket:desk/1", "ticket:desk/2", "ticket:desk/3"})
      add_link(*store, item, "derived-from", *find_item(*store, ref_of(id)), "me", w);
    add_link(*store, item, "related", *find_item(*store, ref_of("ticket:desk/4")), "me", w);
  });
  for (const Time limit : {0, 100, 101, 300, 700}) {
    for (const bool cited : {false, true}) {
      std::vector<std::string> expected;
      for (std::size_t i = 0; i < all.size(); ++i) {
        std::optional<Time> last;
        for (const auto& time : {all[i].created, all[i].updated, all[i].resolved}) {
          if (time && (!last || *time > *last)) last = time;
        }
        if (last && *last < limit && (cited || i < 1 || i > 3)) expected.push_back(ticket_uid("desk", std::to_string(i)));
      }
      std::vector<std::string> found;
      for (std::int64_t after = 0;;) {
        const std::vector<Known> due = due_tickets(*store, limit, cited, after, 7);
        if (due.empty()) break;
        for (const Known& known : due) found.push_back(known.uid);
        after = due.back().item->id;
      }
      CHECK(found == expected);
    }
  }
}

TEST_CASE("forget_images_before: only of imports that ended before, which can't be undone then") {
  TempStore store;
  const auto ticket = [](std::string body) {
    model::Ticket t;
    t.external_id = "1";
    t.messages.push_back({model::Role::kCustomer, "", std::nullopt, std::move(body), false});
    return std::vector{t};
  };
  std::int64_t first = 0, second = 0;
  import_all(*store, "desk", ticket("<first>"));
  set_now(1'770'000'100);
  import_all(*store, "desk", ticket("<second>"), &first);
  set_now(1'770'000'200);
  import_all(*store, "desk", ticket("three"), &second);
  CHECK(images_before(*store, 1'770'000'100) == 0);
  CHECK(images_before(*store, 1'770'000'150) == 1);
  CHECK(forget_images_before(*store, 1'770'000'150) == 1);
  CHECK(rows_with(store.db(), "<first>").empty());
  CHECK(rows_with(store.db(), "<second>").size() == 1);
  CHECK(undo_run(*store, second, kAuthor).changed == 1);
  CHECK(exit_of([&] { undo_run(*store, first, kAuthor); }) == Exit::kConflict);
}
