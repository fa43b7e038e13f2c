#include "store/labels.hh"

#include <doctest/doctest.h>

#include "store/categories.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

constexpr Item kFirst{model::Kind::kTicket, 1};

Judge always(std::string path) {
  return [path](const SearchText&, Value& reason) {
    reason = Value::Object{{"rule", path}};
    return path;
  };
}

Applied apply_all(Store& store, const Judge& judge) {
  std::int64_t after = 0;
  return apply_rules(store, model::Kind::kTicket, after, 100, judge);
}

std::string said(Store& store) {
  const auto effective = effective_category(store, kFirst);
  return effective.path + " " + effective.origin;
}

}  // namespace

TEST_CASE("labels: a person counts above the source, the source above a rule") {
  TempStore store;
  Random random(1);
  model::Ticket ticket = random_ticket(random, "1");
  ticket.category = "";
  import_all<model::Ticket>(*store, "s", {ticket});
  CHECK(said(*store) == " ");
  CHECK(apply_all(*store, always("by/rule")).changed == 1);
  CHECK(said(*store) == "by/rule rule");
  CHECK(effective_category(*store, kFirst).reason == Value(Value::Object{{"rule", "by/rule"}}));
  ticket.category = "by/source";
  import_all<model::Ticket>(*store, "s", {ticket});
  CHECK(said(*store) == "by/source source");
  CHECK(rule_reason(*store, kFirst).find("rule") != nullptr);
  CHECK(label_category(*store, kFirst, "by/person", "me"));
  CHECK_FALSE(label_category(*store, kFirst, "by/person", "me"));
  CHECK(said(*store) == "by/person person");
  CHECK(label_category(*store, kFirst, "by/other", "me"));
  apply_all(*store, always("by/rule2"));
  CHECK(said(*store) == "by/other person");
  const auto counts = count_categories(*store);
  for (const CategoryCount& c : counts) {
    CHECK(c.tickets == (c.path == "by/other" ? 1 : 0));
    CHECK(c.by_person == c.tickets);
    CHECK(c.by_rule == 0);
  }
  CHECK(label_category(*store, kFirst, "", "me"));
  CHECK_FALSE(label_category(*store, kFirst, "", "me"));
  CHECK(said(*store) == "by/source source");
}

TEST_CASE("apply_rules: in batches, only what differs is written") {
  TempStore store;
  Random random(2);
  std::vector<model::Ticket> tickets;
  for (int i = 0; i < 25; ++i) tickets.push_back(random_ticket(random, std::to_string(i)));
  import_all(*store, "s", tickets);
  int asked = 0;
  const Judge even = [&](const SearchText&, Value& reason) {
    reason = Value::Object{{"rule", "x"}};
    return ++asked % 2 == 0 ? std::string("even") : std::string();
  };
  std::int64_t after = 0;
  Applied sum;
  for (;;) {
    const Applied part = apply_rules(*store, model::Kind::kTicket, after, 10, even);
    if (part.judged == 0) break;
    sum.judged += part.judged;
    sum.caught += part.caught;
    sum.changed += part.changed;
  }
  CHECK(sum.judged == 25);
  CHECK(sum.caught == 12);
  CHECK(sum.changed == 12);
  take_queue(*store);
  asked = 0;
  CHECK(apply_all(*store, even).changed == 0);
  CHECK(queue_length(*store) == 0);
  const Applied none = apply_all(*store, always(""));
  CHECK(none.changed == 12);
  CHECK(none.caught == 0);
  CHECK(store.db().integer("SELECT count(*) FROM prediction") == 0);
  CHECK(queue_length(*store) == 12);
}
