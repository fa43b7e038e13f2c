#include "store/category_undo.hh"

#include <doctest/doctest.h>

#include "store/categories.hh"
#include "store/predictions.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

TEST_CASE("drop_made_by: only a name that the change made, that nothing but rules uses") {
  TempStore store;
  need_category(*store, "old", 0);
  ChangeWriter change(*store, kAuthor);
  change.begin();
  need_category(*store, "old/new/x", 0);
  need_category(*store, "old/new/y", 0);
  need_category(*store, "import", 3);
  change.seal();
  const auto there = [&](std::string_view path) { return find_category(*store, path).has_value(); };
  drop_made_by(*store, change.id() + 1, {"old/new/x"});
  CHECK(there("old/new/x"));
  drop_made_by(*store, change.id(), {"old/new/x", "import"});
  CHECK_FALSE(there("old/new/x"));
  CHECK(there("old/new"));  // The other one is in it.
  CHECK(there("import"));
  write_verdict(*store, {model::Kind::kTicket, 1}, *find_target("category"),
                Verdict{"old/new/y", "model", 0.9, Value(Value::Object{}), true});
  drop_made_by(*store, change.id(), {"old/new/y"});
  CHECK(there("old/new/y"));
  write_verdict(*store, {model::Kind::kTicket, 1}, *find_target("category"),
                Verdict{"old/new/y", "rule", 1, Value(Value::Object{}), true});
  drop_made_by(*store, change.id(), {"old/new/y"});
  CHECK_FALSE(there("old/new"));
  CHECK(there("old"));
  CHECK(store.db().integer("SELECT count(*) FROM prediction") == 0);
}
