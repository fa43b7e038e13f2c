#include "store/labels.hh"

#include "base/json.hh"
#include "base/time.hh"
#include "model/ref.hh"
#include "store/categories.hh"

namespace ckm::store {
namespace {

constexpr std::string_view kCategory = "category";

}  // namespace

EffectiveCategory effective_category(Store& store, const Item& item) {
  Db& db = store.db();
  const int kind = static_cast<int>(item.kind);
  Stmt label = db.cached("SELECT category_id, actor, at FROM label WHERE kind = ?1 AND item_id = ?2 AND field = 'category'");
  if (label.bind(kind, item.id).step()) {
    const auto id = label.integer(0);
    EffectiveCategory category{{}, "person", {}, label.string(1), label.integer(2)};
    label.reset();
    category.path = category_path(store, id);
    return category;
  }
  Stmt own = model::info(item.kind).article ? db.cached(
                                                  "SELECT category_id, s.name FROM article a JOIN source s ON s.id = source_id "
                                                  "WHERE a.id = ?1 AND category_id IS NOT NULL")
                                            : db.cached(
                                                  "SELECT category_id, s.name FROM ticket t JOIN source s ON s.id = source_id "
                                                  "WHERE t.id = ?1 AND category_id IS NOT NULL");
  if (own.bind(item.id).step()) {
    const auto id = own.integer(0);
    const bool made_here = own.text(1) == model::kLocalSource;
    own.reset();
    return {category_path(store, id), made_here ? "person" : "source", {}, {}, {}};
  }
  Stmt prediction =
      db.cached("SELECT category_id, origin, reason FROM prediction WHERE kind = ?1 AND item_id = ?2 AND field = 'category'");
  if (prediction.bind(kind, item.id).step()) {
    const auto id = prediction.integer(0);
    EffectiveCategory category{{}, prediction.string(1), json::parse(prediction.text(2), "a prediction's reason"), {}, {}};
    prediction.reset();
    category.path = category_path(store, id);
    return category;
  }
  return {};
}

std::string person_label(Store& store, const Item& item) {
  Stmt label = store.db().cached("SELECT category_id FROM label WHERE kind = ?1 AND item_id = ?2 AND field = 'category'");
  if (!label.bind(static_cast<int>(item.kind), item.id).step()) return {};
  const auto id = label.integer(0);
  label.reset();
  return category_path(store, id);
}

Value rule_reason(Store& store, const Item& item) {
  Stmt stmt = store.db().cached(
      "SELECT reason FROM prediction WHERE kind = ?1 AND item_id = ?2 AND field = 'category' AND origin = 'rule'");
  if (!stmt.bind(static_cast<int>(item.kind), item.id).step()) return {};
  Value reason = json::parse(stmt.text(0), "a prediction's reason");
  return reason;
}

std::vector<CategoryCount> count_categories(Store& store) {
  // Who counts: the label, else the item's own category, else the prediction.
  Stmt stmt = store.db().prepare(
      "WITH item AS (SELECT 1 AS kind, id, category_id, 0 AS made_here FROM ticket UNION ALL "
      "SELECT a.kind, a.id, category_id, s.name = ?1 FROM article a JOIN source s ON s.id = a.source_id WHERE a.kind = 2), "
      "said AS (SELECT item.kind AS kind, coalesce(l.category_id, item.category_id, p.category_id) AS category_id, "
      "  CASE WHEN l.category_id IS NOT NULL OR item.category_id IS NOT NULL AND made_here THEN 1 WHEN item.category_id IS NOT "
      "NULL THEN 2 WHEN p.origin = 'rule' THEN 3 ELSE 4 END AS origin FROM item "
      "  LEFT JOIN label l ON l.kind = item.kind AND l.item_id = item.id AND l.field = 'category' "
      "  LEFT JOIN prediction p ON p.kind = item.kind AND p.item_id = item.id AND p.field = 'category'), "
      "counted AS MATERIALIZED (SELECT category_id, count(*) FILTER (WHERE kind = 1) AS tickets, "
      "count(*) FILTER (WHERE kind = 2) AS faq, count(*) FILTER (WHERE origin = 1) AS by_person, "
      "count(*) FILTER (WHERE origin = 2) AS by_source, count(*) FILTER (WHERE origin = 3) AS by_rule, "
      "count(*) FILTER (WHERE origin = 4) AS by_model "
      "FROM said WHERE category_id IS NOT NULL GROUP BY category_id) "
      "SELECT c.path, c.title, ifnull(tickets, 0), ifnull(faq, 0), ifnull(by_person, 0), ifnull(by_source, 0), "
      "ifnull(by_rule, 0), ifnull(by_model, 0) FROM category c LEFT JOIN counted ON counted.category_id = c.id ORDER BY c.path");
  stmt.bind(model::kLocalSource);
  std::vector<CategoryCount> counts;
  while (stmt.step()) {
    counts.push_back({stmt.string(0), stmt.string(1), stmt.integer(2), stmt.integer(3), stmt.integer(4), stmt.integer(5),
                      stmt.integer(6), stmt.integer(7)});
  }
  return counts;
}

bool label_category(Store& store, const Item& item, std::string_view path, std::string_view actor) {
  Db& db = store.db();
  const int kind = static_cast<int>(item.kind);
  if (path.empty()) {
    db.run("DELETE FROM label WHERE kind = ?1 AND item_id = ?2 AND field = ?3", kind, item.id, kCategory);
    return db.changed_rows() > 0;
  }
  const auto category = need_category(store, path, 0);
  Stmt same = db.cached("SELECT 1 FROM label WHERE kind = ?1 AND item_id = ?2 AND field = ?3 AND category_id = ?4");
  if (same.bind(kind, item.id, kCategory, category).step()) {
    return false;
  }
  db.run(
      "INSERT INTO label (kind, item_id, field, category_id, at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
      "ON CONFLICT DO UPDATE SET category_id = excluded.category_id, at = excluded.at, actor = excluded.actor, run_id = 0",
      kind, item.id, kCategory, category, now(), actor);
  return true;
}

std::string label_snapshot(std::string_view path, std::string_view source, std::string_view external_id, const LabelSaid& said) {
  Value value = Value::Object{};
  value.set("category", path);
  if (!external_id.empty()) value.set("source", source).set("id", external_id);
  if (said.at) value.set("at", format_time(*said.at));
  if (!said.actor.empty()) value.set("actor", said.actor);
  return json::dump(value);
}

void sign_label(Store& store, const Item& item, Time at, std::string_view actor) {
  store.db()
      .cached("UPDATE label SET at = ?3, actor = ?4 WHERE kind = ?1 AND item_id = ?2 AND field = 'category'")
      .run(static_cast<int>(item.kind), item.id, at, actor);
}

}  // namespace ckm::store
