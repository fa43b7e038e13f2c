// Everything that a random store holds leaves as JSON lines and makes the same store again.
#include <doctest/doctest.h>

#include "base/json.hh"
#include "cli/export_item.hh"
#include "formats/export.hh"
#include "store/category_edits.hh"
#include "store/category_paths.hh"
#include "store/exported_records.hh"
#include "store/links.hh"
#include "store/reviews.hh"
#include "store/said_values.hh"
#include "store/uses.hh"
#include "unit/cli/tree_world.hh"
#include "unit/rounds.hh"

namespace ckm::cli {
namespace {

using namespace trees;
using model::Kind;
using store::Item;
using store::pick;
using store::random_text;

std::string exported(store::Store& store) {
  std::string out;
  const auto exporter = formats::find_export_format("jsonl")->make([&](std::string_view bytes) { out.append(bytes); }, {});
  const auto records = [&](auto kinds) {
    for (const Kind kind : kinds) {
      store::for_each_record(store, kind, [&](const Value& fields) {
        exporter->record(kind, fields);
        return true;
      });
    }
  };
  records(store::kRecordsBefore);
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.searchable) continue;
    store::for_each_item(store, kind.kind, [&](std::int64_t id) {
      // Numbers are those of one store alone.
      export_item(store, {kind.kind, id}, *exporter, Texts::kRepaired, 0, Naming::kForAll);
      return true;
    });
  }
  records(store::kRecordsAfter);
  exporter->finish();
  return out;
}

std::vector<Item> items_of(store::Store& store, std::initializer_list<Kind> kinds) {
  std::vector<Item> items;
  for (const Kind kind : kinds) {
    store::for_each_item(store, kind, [&](std::int64_t id) {
      items.push_back({kind, id});
      return true;
    });
  }
  return items;
}

// No source brings one without any.
model::Ticket texts(model::Ticket ticket) {
  if (ticket.subject.empty()) ticket.subject = "?";
  ticket.raw = Value();
  return ticket;
}

void add_others(Random& random, store::ImportRun& run) {
  for (std::size_t n = below(random, 6); n > 0; --n) {
    model::Person person;
    person.external_id = pick(random, {"", "a1", "a2", "~x"});
    person.name = pick(random, {"Agent A", "李"});
    person.email = pick(random, {"", "a@x.org"});
    person.team = random_text(random, 1);
    if (below(random, 2) == 0) person.skills = {"退款", "x"};
    if (below(random, 3) == 0) person.updated_at = 1'700'000'000;
    run.put(model::Entry(person));
    model::Customer customer;
    customer.external_id = pick(random, {"", "c1", "c2"});
    customer.organisation = below(random, 3) == 0;
    customer.name = pick(random, {"Anna", "安娜"});
    customer.email = pick(random, {"", "b@x.org"});
    customer.tier = random_text(random, 1);
    if (below(random, 2) == 0) customer.belongs_to = {"Acme", "", pick(random, {"", "7"})};
    if (below(random, 3) == 0) customer.extra = Value::Object{{"k", random_text(random, 2)}};
    run.put(model::Entry(customer));
    model::Purchase purchase;
    purchase.external_id = pick(random, {"", "p1", "p2"});
    purchase.customer = {"", "", pick(random, {"c1", "c9", "org:7"})};
    purchase.at = 1'700'000'000;
    purchase.quantity = static_cast<double>(below(random, 3));
    purchase.amount = static_cast<double>(below(random, 100)) / 7;
    run.put(model::Entry(purchase));
    model::CategoryEntry category;
    category.path = pick(random, {"billing", "billing/refund", "家电", "a/b/c"});
    category.title = random_text(random, 2);
    category.description = random_text(random, 2);
    if (below(random, 2) == 0) category.owner.name = "Agent A";
    if (below(random, 2) == 0) category.review_days = 1 + static_cast<std::int64_t>(below(random, 90));
    if (below(random, 2) == 0) category.rule = Value::Object{{"any", Value(Value::Array{"退款"})}};
    run.put(model::Entry(category));
    model::Link link;
    link.from = pick(random, {"0", "1", "nobody"});
    link.to = pick(random, {"2", "id 0", "faq:desk/id 0"});
    if (below(random, 2) == 0) link.outcome = pick(random, {"solved", "not-solved"});
    else link.relation = "solved-by";
    run.put(model::Entry(link));
  }
}

void say(Random& random, store::Store& store, const store::Author& author) {
  store::ChangeWriter change(store, author);
  const auto articles = items_of(store, {Kind::kFaq, Kind::kCase, Kind::kDocument});
  const auto tickets = items_of(store, {Kind::kTicket});
  for (int i = 0; i < 12; ++i) {
    if (articles.empty() || tickets.empty()) break;
    const Item& article = articles[below(random, articles.size())];
    const Item& ticket = tickets[below(random, tickets.size())];
    set_now(now() + 1);
    switch (below(random, 6)) {
      case 0: store::record_use(store, article, ticket, below(random, 3) > 0, "ann", change); break;
      case 1: store::record_feedback(store, article, below(random, 2) == 0, random_text(random, 3), "bob", change); break;
      case 2: store::record_review(store, article, {true, random_text(random, 2), std::nullopt, now(), "zoe"}, change); break;
      case 3: store::edit_label(store, ticket, pick(random, {"billing", "家电"}), "ann", change); break;
      case 4: store::add_link(store, article, "derived-from", ticket, "ann", change); break;
      default: store::record_use(store, article, ticket, std::nullopt, "ann", change); break;
    }
  }
  if (below(random, 2) == 0) {
    if (const auto id = store::find_category(store, "billing")) store::move_category(store, *id, "money", change);
  }
  change.seal();
}

}  // namespace

TEST_CASE("JSON lines: what a store exports makes a store that exports the same bytes") {
  for (int round = 0; round < rounds(60); ++round) {
    CAPTURE(round);
    Random random(static_cast<std::uint64_t>(round));
    World world;
    store::Store& store = world.store();
    world.fill(random, 1 + below(random, 12));
    {
      store::Transaction transaction(store.db());
      store::ImportRun run(store, {"desk", Kind::kTicket, "test", "tickets"}, world.context->author(), false);
      for (std::size_t i = below(random, 8); i > 0; --i)
        run.put(texts(store::random_ticket(random, below(random, 5) == 0 ? "" : std::to_string(i))));
      add_others(random, run);
      run.finish();
      say(random, store, world.context->author());
      transaction.commit();
    }
    const std::string before = exported(store);
    const std::string path = world.folder.file("all.jsonl");
    write(path, before);
    Context two = world.open("two.ckm");
    const Imported first = World::import(two, path);
    CHECK(first.counts.rejected == 0);
    CHECK(exported(two.store()) == before);
    for (Context* const into : {&two, &*world.context}) {
      const Imported again = World::import(*into, path);
      CHECK(again.counts.added == 0);
      CHECK(again.counts.changed == 0);
      CHECK(again.counts.rejected == 0);
      CHECK(exported(into->store()) == before);
    }
    // It can be taken back whole, and come again.
    const store::Author author = world.context->author();
    store::undo_run(two.store(), first.run, author);
    CHECK(exported(two.store()) == "{\"schema\":\"ckm.export/1\"}\n");
    World::import(two, path);
    CHECK(exported(two.store()) == before);
  }
}

}  // namespace ckm::cli
