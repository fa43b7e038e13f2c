#include "store/category_items.hh"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "base/json.hh"
#include "model/kind.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/category_paths.hh"
#include "store/items.hh"
#include "store/lineage.hh"
#include "store/predictions.hh"

namespace ckm::store {
namespace {

// The person who is the owner; nothing where that is nobody here.
std::optional<std::int64_t> owner_of(Store& store, const Value& content) {
  const Value* const owner = content.find("owner");
  if (owner == nullptr) return std::nullopt;
  Stmt row =
      store.db().cached("SELECT p.id FROM person p JOIN source s ON s.id = p.source_id WHERE s.name = ?1 AND p.external_id = ?2");
  return row.bind(owner->text("source"), owner->text("id")).step() ? std::optional(row.integer(0)) : std::nullopt;
}

std::optional<std::int64_t> number_of(const Value& content, std::string_view name) {
  const Value* const found = content.find(name);
  return found == nullptr || found->integer() == nullptr ? std::nullopt : std::optional(*found->integer());
}

std::optional<std::string> rule_of(const Value& content) {
  const Value* const rule = content.find("rule");
  return rule == nullptr ? std::nullopt : std::optional(json::dump(*rule));
}

struct Stood {
  int kind;
  std::int64_t id;
  bool label;  // A person's word; else the article's own.
};

// Articles and labels in a category, of whose history that tells.
std::vector<Stood> standing_in(Store& store, std::int64_t id) {
  std::vector<Stood> all;
  Stmt rows = store.db().prepare(
      "SELECT kind, id, 0 FROM article WHERE category_id = ?1 UNION ALL SELECT kind, item_id, 1 FROM label WHERE category_id = "
      "?1 "
      "AND field = 'category'");
  rows.bind(id);
  while (rows.step()) all.push_back({static_cast<int>(rows.integer(0)), rows.integer(1), rows.integer(2) != 0});
  return all;
}

}  // namespace

CategoryUse category_use(Store& store, std::int64_t id) {
  Db& db = store.db();
  return {db.integer("SELECT count(*) FROM article WHERE category_id = ?1", id),
          db.integer("SELECT count(*) FROM ticket WHERE category_id = ?1", id),
          db.integer("SELECT count(*) FROM label WHERE category_id = ?1", id),
          db.integer("SELECT count(*) FROM prediction WHERE category_id = ?1", id),
          db.integer("SELECT count(*) FROM prediction WHERE category_id = ?1 AND origin = 'rule'", id),
          db.integer("SELECT count(*) FROM category WHERE parent_id = ?1", id)};
}

void set_category_fields(Store& store, std::int64_t id, const Value& content) {
  store.db()
      .cached(
          "UPDATE category SET title = ?2, description = ?3, rule = ?4, position = ifnull(?5, position), owner_id = ?6, "
          "review_days = ?7 WHERE id = ?1")
      .run(id, content.text("title"), content.text("description"), rule_of(content), number_of(content, "position"),
           owner_of(store, content), number_of(content, "review_days"));
}

void fill_category(Store& store, std::int64_t id, const Value& content) {
  store.db()
      .cached(
          "UPDATE category SET title = iif(title = '', ?2, title), description = iif(description = '', ?3, description), rule = "
          "ifnull(rule, ?4), owner_id = ifnull(owner_id, ?5), review_days = ifnull(review_days, ?6) WHERE id = ?1")
      .run(id, content.text("title"), content.text("description"), rule_of(content), owner_of(store, content),
           number_of(content, "review_days"));
}

void had_path(Store& store, std::int64_t id, std::string_view path, Time until) {
  store.db()
      .cached(
          "INSERT INTO category_path (path, category_id, until) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET until = max(until, "
          "excluded.until)")
      .run(path, id, until);
}

void queue_predicted(Store& store, std::int64_t id) {
  store.db()
      .cached(
          "INSERT INTO index_queue SELECT kind, item_id, 0 FROM prediction p WHERE category_id = ?1 AND item_id <= (SELECT "
          "item_id "
          "FROM index_seen WHERE kind = p.kind) ON CONFLICT DO UPDATE SET text = text & 1")
      .run(id);
}

void drop_category(Store& store, std::int64_t id) {
  // It would go by itself, but not past the triggers.
  store.db().run("DELETE FROM prediction WHERE category_id = ?1", id);
  store.db().run("DELETE FROM category WHERE id = ?1", id);
}

void move_items(Store& store, std::int64_t from, std::int64_t into, std::string_view uid) {
  Db& db = store.db();
  db.run("INSERT OR IGNORE INTO category_origin (ticket_id, uid) SELECT id, ?2 FROM ticket WHERE category_id = ?1", from, uid);
  for (const char* table : {"ticket", "article", "label", "prediction", "doubt", "category_merged"})
    db.run(fmt::format("UPDATE {} SET category_id = ?2 WHERE category_id = ?1", table), from, into);
  db.run(
      "INSERT INTO category_path (path, category_id, until) SELECT path, ?2, until FROM category_path WHERE category_id = ?1 ON "
      "CONFLICT DO UPDATE SET until = max(category_path.until, excluded.until)",
      from, into);
  db.run("UPDATE category SET parent_id = ?2 WHERE parent_id = ?1 AND id <> ?2", from, into);
  db.run("UPDATE category SET parent_id = (SELECT parent_id FROM category WHERE id = ?1) WHERE id = ?2 AND parent_id = ?1", from,
         into);
  db.run("DELETE FROM category WHERE id = ?1", from);
}

void give_back(Store& store, std::int64_t into, const std::string& uid) {
  Db& db = store.db();
  const auto found = find_category_by_uid(store, uid);
  if (!found || *found == into) return;
  const std::int64_t id = *found;
  db.run(
      "UPDATE ticket SET category_id = ?1 WHERE category_id = ?2 AND id IN (SELECT ticket_id FROM category_origin WHERE uid = "
      "?3)",
      id, into, uid);
  db.run("DELETE FROM category_origin WHERE uid = ?1", uid);
  queue_judging_in(store, into);
  const std::string path = category_path(store, id);
  LazyGraph graph(store);
  for (const Stood& one : standing_in(store, into)) {
    const auto kind = static_cast<model::Kind>(one.kind);
    const Version now = lineage_of(store, graph, kind, item_uid(store, {kind, one.id})).now;
    if ((one.label ? now.label : now.content.text("category")) != path) continue;
    const char* const sql = one.label
                                ? "UPDATE label SET category_id = ?3 WHERE kind = ?1 AND item_id = ?2 AND field = 'category'"
                                : "UPDATE article SET category_id = ?3 WHERE kind = ?1 AND id = ?2";
    db.cached(sql).run(one.kind, one.id, id);
  }
}

}  // namespace ckm::store
