#include "store/labels.hh"

#include <doctest/doctest.h>

#include "store/categories.hh"
#include "store/predictions.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

constexpr Item kFirst{model::Kind::kTicket, 1};

Wrote say(Store& store, std::string path) {
  const Target& category = *find_target("category");
  if (path.empty()) return write_verdict(store, kFirst, category, std::nullopt);
  return write_verdict(store, kFirst, category, Verdict{path, "rule", 1, Value(Value::Object{{"rule", path}}), true});
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
  CHECK(say(*store, "by/rule") == Wrote::kValue);
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
  say(*store, "by/rule2");
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
