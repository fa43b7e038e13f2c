#include "store/categories.hh"

#include <doctest/doctest.h>

#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

TEST_CASE("need_category: makes what lies above") {
  TempStore store;
  const auto leaf = need_category(*store, "a/b/c", 7);
  CHECK(category_path(*store, leaf) == "a/b/c");
  CHECK(need_category(*store, "a/b/c", 8) == leaf);
  const auto parent = find_category(*store, "a/b");
  REQUIRE(parent);
  CHECK(store.db().integer("SELECT parent_id FROM category WHERE id = ?1", leaf) == *parent);
  CHECK(store.db().text("SELECT name FROM category WHERE id = ?1", leaf) == "c");
  CHECK(store.db().integer("SELECT count(*) FROM category WHERE added_run = 7") == 3);
  CHECK_FALSE(find_category(*store, "b"));
  CHECK(category_path(*store, 0).empty());
}

TEST_CASE("write_categories: in order; the unnamed lose their rule and stay") {
  TempStore store;
  const Value rule = Value::Object{{"any", Value::Array{Value("x")}}};
  const std::vector<model::Category> tree = {
      {"z/a", "Title", "Text", rule, 1}, {"b", "", "", rule, 2}, {"c", "", "", Value(), 3}};
  const auto write = [&](const std::vector<model::Category>& wanted) {
    ChangeWriter change(*store, kAuthor);
    const TreeUpdate update = write_categories(*store, wanted, change);
    change.seal();
    return std::pair(update.added, update.changed);
  };
  CHECK(write(tree) == std::pair<std::int64_t, std::int64_t>(3, 0));
  auto read = read_categories(*store);
  std::erase_if(read, [](const auto& c) { return c.path == "z"; });  // Made for what lies below it.
  CHECK(read == tree);
  CHECK(write(tree) == std::pair<std::int64_t, std::int64_t>(0, 0));
  CHECK(read_changes(*store, 0).size() == 1);
  // That its rule is tried first now is a change, too.
  CHECK(write({tree[1]}) == std::pair<std::int64_t, std::int64_t>(0, 2));
  read = read_categories(*store);
  CHECK(read.front().path == "b");
  for (const auto& c : read) CHECK(c.rule.is_null() == (c.path != "b"));
}
