#include "store/predictions.hh"

#include <doctest/doctest.h>

#include <set>

#include "store/categories.hh"
#include "store/edits.hh"
#include "store/said_values.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

const Target& queue() { return *find_target("queue"); }
Item ticket(std::int64_t id) { return {model::Kind::kTicket, id}; }

void add_tickets(Store& store, int from, int to) {
  std::vector<model::Ticket> tickets;
  for (int i = from; i <= to; ++i) tickets.push_back(plain_ticket(std::to_string(i), "subject " + std::to_string(i)));
  import_all(store, "s", std::move(tickets));
}

Verdict says(std::string value, double confidence, bool sure) {
  return {std::move(value), "model", confidence, Value(Value::Object{{"second", Value("day")}}), sure};
}

// All that is to be judged, batch by batch, as judged.
std::vector<std::int64_t> judge_rest(Store& store, std::int64_t limit) {
  std::vector<std::int64_t> ids;
  for (;;) {
    const std::vector<Item> batch = to_judge(store, limit);
    if (batch.empty()) return ids;
    for (const Item& item : batch) ids.push_back(item.id);
    note_judged(store, batch);
  }
}

}  // namespace

TEST_CASE("predictions: one verdict a field, a prediction or a doubt") {
  TempStore store;
  add_tickets(*store, 1, 1);
  CHECK(write_verdict(*store, ticket(1), queue(), std::nullopt) == Wrote::kNothing);
  CHECK(write_verdict(*store, ticket(1), queue(), says("night", 0.4, false)) == Wrote::kReason);
  CHECK(predicted_values(*store, ticket(1)).empty());
  CHECK(write_verdict(*store, ticket(1), queue(), says("night", 0.9, true)) == Wrote::kValue);
  CHECK(write_verdict(*store, ticket(1), queue(), says("night", 0.9, true)) == Wrote::kNothing);
  CHECK(write_verdict(*store, ticket(1), queue(), says("night", 0.8, true)) == Wrote::kReason);
  CHECK(predicted_values(*store, ticket(1)) == std::vector<std::pair<std::string, std::string>>{{"queue", "night"}});
  const auto verdict = read_verdict(*store, ticket(1), queue());
  REQUIRE(verdict);
  CHECK(verdict->confidence == 0.8);
  CHECK(verdict->reason.text("second") == "day");
  CHECK(write_verdict(*store, ticket(1), queue(), says("night", 0.4, false)) == Wrote::kValue);
  CHECK(store.db().integer("SELECT count(*) FROM prediction") == 0);
  CHECK(write_verdict(*store, ticket(1), queue(), std::nullopt) == Wrote::kReason);
  CHECK(store.db().integer("SELECT count(*) FROM doubt") == 0);
}

TEST_CASE("predictions: each is judged once, and again after a change") {
  TempStore store;
  add_tickets(*store, 1, 25);
  CHECK(judged_with(*store).empty());
  judge_all(*store, "one");
  CHECK(judged_with(*store) == "one");
  CHECK(count_to_judge(*store) == 25);
  CHECK(judge_rest(*store, 10).size() == 25);
  CHECK(count_to_judge(*store) == 0);
  add_tickets(*store, 24, 30);  // Two are unchanged.
  CHECK(judge_rest(*store, 2) == std::vector<std::int64_t>{26, 27, 28, 29, 30});
  {
    Transaction transaction(store.db());
    ChangeWriter change(*store, {"ann", "test", ""});
    edit_label(*store, ticket(3), "a/b", "ann", change);
    say_ticket_value(*store, ticket(7), "queue", "night", "ann", change);
    say_ticket_value(*store, ticket(7), "queue", "", "ann", change);
    remove_item(*store, ticket(9), change);
    change.seal();
    transaction.commit();
  }
  import_all(*store, "s", std::vector<model::Ticket>{plain_ticket("12", "another")});
  const std::vector<std::int64_t> again = judge_rest(*store, 100);
  CHECK(std::set<std::int64_t>(again.begin(), again.end()) == std::set<std::int64_t>{3, 7, 12});
  queue_judging(*store, ticket(5));
  queue_judging(*store, ticket(99));  // Is new then, and judged as that.
  CHECK(judge_rest(*store, 100) == std::vector<std::int64_t>{5});
}

TEST_CASE("predictions: the least certain first, but not where anybody says it") {
  TempStore store;
  add_tickets(*store, 1, 6);
  write_verdict(*store, ticket(1), queue(), says("night", 0.9, true));
  write_verdict(*store, ticket(2), queue(), says("night", 0.4, false));
  write_verdict(*store, ticket(3), queue(), says("day", 0.2, false));
  write_verdict(*store, ticket(4), queue(), says("day", 0.6, true));
  write_verdict(*store, ticket(5), queue(), Verdict{"day", "rule", 1, Value(Value::Object{}), true});
  const auto ids = [&](double most, std::int64_t limit) {
    std::vector<std::int64_t> all;
    for (const Uncertain& one : least_certain(*store, queue(), most, limit)) all.push_back(one.item.id);
    return all;
  };
  CHECK(ids(1, 10) == std::vector<std::int64_t>{3, 2, 4, 1});
  CHECK(ids(1, 2) == std::vector<std::int64_t>{3, 2});
  CHECK(ids(0.5, 10) == std::vector<std::int64_t>{3, 2});
  Transaction transaction(store.db());
  ChangeWriter change(*store, {"ann", "test", ""});
  say_ticket_value(*store, ticket(3), "queue", "night", "ann", change);
  change.seal();
  transaction.commit();
  CHECK(ids(1, 10) == std::vector<std::int64_t>{2, 4, 1});
}

TEST_CASE("predictions: all that is said to be in a category, or may be, is to be judged again, and nothing else") {
  TempStore store;
  add_tickets(*store, 1, 8);
  CHECK_FALSE(has_rules(*store));
  const Target& category = *find_target("category");
  const auto say = [&](std::int64_t id, const char* path, const char* origin, bool sure) {
    write_verdict(*store, ticket(id), category, Verdict{path, origin, 0.7, Value(Value::Object{}), sure});
  };
  say(1, "a", "model", true);
  say(2, "a", "model", false);
  say(3, "b", "model", true);
  say(4, "a", "model", true);
  say(5, "a/x", "model", false);
  write_verdict(*store, ticket(6), queue(), says("a", 0.9, true));
  CHECK_FALSE(has_rules(*store));
  say(7, "a", "rule", true);
  CHECK(has_rules(*store));
  judge_all(*store, "one");
  CHECK(judge_rest(*store, 100).size() == 8);
  add_tickets(*store, 9, 9);
  say(9, "a", "model", true);  // New, and judged as that.
  const std::int64_t a = *find_category(*store, "a");
  CHECK(queued_in(*store, a).empty());
  queue_judging_in(*store, a);
  queue_judging_in(*store, a);
  queue_judging(*store, ticket(3));  // In another one.
  const auto queued = [&] {
    std::vector<std::int64_t> ids;
    for (const Item& item : queued_in(*store, a)) ids.push_back(item.id);
    return ids;
  };
  CHECK(queued() == std::vector<std::int64_t>{1, 2, 4, 7});
  unqueue_judging(*store, ticket(2));
  CHECK(queued() == std::vector<std::int64_t>{1, 4, 7});
  CHECK(judge_rest(*store, 100) == std::vector<std::int64_t>{1, 3, 4, 7, 9});
}
