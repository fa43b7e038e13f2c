#include "store/category_edits.hh"

#include <doctest/doctest.h>

#include "store/categories.hh"
#include "store/predictions.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

TEST_CASE("merge_categories: what rules and models say of things, and what they doubt, goes along") {
  TempStore store;
  ChangeWriter change(*store, kAuthor);
  const auto from = need_category(*store, "a", 0);
  const auto into = need_category(*store, "b", 0);
  const Target& target = *find_target("category");
  const Verdict said{"a", "model", 0.9, Value(Value::Object{}), true};
  const Verdict doubt{"a", "model", 0.2, Value(Value::Object{}), false};
  write_verdict(*store, {model::Kind::kTicket, 1}, target, said);
  write_verdict(*store, {model::Kind::kTicket, 2}, target, doubt);
  const MergedCategories merged = merge_categories(*store, from, into, change);
  CHECK(merged.use.predictions == 1);
  for (const std::int64_t id : {1, 2}) {
    const auto verdict = read_verdict(*store, {model::Kind::kTicket, id}, target);
    REQUIRE(verdict);
    CHECK(verdict->value == "b");
    CHECK(verdict->sure == (id == 1));
  }
  CHECK(find_category(*store, "a") == into);
}
