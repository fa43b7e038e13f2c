#include "store/labels.hh"

#include <fmt/format.h>

#include <map>
#include <utility>

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
  Db& db = store.db();
  std::map<std::int64_t, CategoryCount> by_id;
  std::vector<std::int64_t> order;
  {
    Stmt rows = db.prepare("SELECT id, path, title, rule IS NOT NULL FROM category ORDER BY path");
    while (rows.step()) {
      order.push_back(rows.integer(0));
      by_id[order.back()] = {rows.string(1), rows.string(2), rows.integer(3) != 0};
    }
  }
  // Category, kind, who says so (1 a person, 2 the source, 3 a rule, 4 a classifier), and how many: what each says by the indexes
  // of its table, less those of whom a higher one says another.
  const auto add = [&](std::string_view sql, std::int64_t sign) {
    Stmt rows = db.prepare(sql);
    rows.bind();
    while (rows.step()) {
      CategoryCount& count = by_id[rows.integer(0)];
      const std::int64_t items = sign * rows.integer(3);
      (rows.integer(1) == 1 ? count.tickets : count.faq) += items;
      switch (rows.integer(2)) {
        case 1: count.by_person += items; break;
        case 2: count.by_source += items; break;
        case 3: count.by_rule += items; break;
        default: count.by_model += items; break;
      }
    }
  };
  constexpr std::string_view kOfPrediction = "SELECT p.category_id, p.kind, iif(p.origin = 'rule', 3, 4), count(*) FROM ";
  constexpr std::string_view kGroups = " GROUP BY p.category_id, p.origin, p.kind";
  constexpr std::string_view kOfArticle =
      "SELECT a.category_id, 2, iif(a.source_id IN (SELECT id FROM source WHERE name = 'local'), 1, 2) AS origin, count(*) FROM ";
  const std::string no_label =
      " AND NOT EXISTS (SELECT 1 FROM label l WHERE l.kind = p.kind AND l.item_id = p.item_id AND l.field = 'category')";
  add("SELECT category_id, kind, 1, count(*) FROM label WHERE field = 'category' AND kind <= 2 GROUP BY category_id, kind", 1);
  add("SELECT category_id, 1, 2, count(*) FROM ticket WHERE category_id IS NOT NULL GROUP BY category_id", 1);
  add("SELECT t.category_id, 1, 2, count(*) FROM label l JOIN ticket t ON t.id = l.item_id WHERE l.kind = 1 AND l.field = "
      "'category' AND t.category_id IS NOT NULL GROUP BY t.category_id",
      -1);
  add(fmt::format("{}article a WHERE a.kind = 2 AND a.category_id IS NOT NULL GROUP BY a.category_id, origin", kOfArticle), 1);
  add(fmt::format(
          "{}label l JOIN article a ON a.id = l.item_id WHERE l.kind = 2 AND l.field = 'category' AND a.category_id IS NOT "
          "NULL GROUP BY a.category_id, origin",
          kOfArticle),
      -1);
  add(fmt::format("{}prediction p WHERE p.category_id IS NOT NULL{}", kOfPrediction, kGroups), 1);
  add(fmt::format(
          "{}label l JOIN prediction p ON p.kind = l.kind AND p.item_id = l.item_id AND p.field = l.field WHERE l.field = "
          "'category'{}",
          kOfPrediction, kGroups),
      -1);
  add(fmt::format("{}ticket t CROSS JOIN prediction p ON p.kind = 1 AND p.item_id = t.id AND p.field = 'category' WHERE "
                  "t.category_id IS NOT NULL{}{}",
                  kOfPrediction, no_label, kGroups),
      -1);
  add(fmt::format("{}article a CROSS JOIN prediction p ON p.kind = a.kind AND p.item_id = a.id AND p.field = 'category' WHERE "
                  "a.category_id IS NOT NULL{}{}",
                  kOfPrediction, no_label, kGroups),
      -1);
  std::vector<CategoryCount> counts;
  counts.reserve(order.size());
  for (const std::int64_t id : order) counts.push_back(std::move(by_id[id]));
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
