#include "store/predictions.hh"

#include <fmt/format.h>

#include "base/json.hh"
#include "store/categories.hh"

namespace ckm::store {
namespace {

constexpr std::string_view kJudgedWith = "judged_with";

struct Row {
  std::string value;
  std::string origin;
  double confidence = 0;
  std::string reason;
  bool sure = false;
  bool operator==(const Row&) const = default;
};

std::optional<Row> read_row(Store& store, const Item& item, const Target& target) {
  Stmt row = store.db().cached(
      "SELECT category_id, value, origin, confidence, reason, 1 FROM prediction WHERE kind = ?1 AND item_id = ?2 AND field = ?3 "
      "UNION ALL SELECT category_id, value, 'model', confidence, reason, 0 FROM doubt WHERE kind = ?1 AND item_id = ?2 AND field "
      "= ?3");
  if (!row.bind(static_cast<int>(item.kind), item.id, target.field).step()) return std::nullopt;
  Row found{row.string(1), row.string(2), row.real(3), row.string(4), row.integer(5) == 1};
  if (target.path && !row.null(0)) {
    const std::int64_t category = row.integer(0);
    row.reset();
    found.value = category_path(store, category);
  }
  return found;
}

// Its id, for the field category.
std::optional<std::int64_t> category_of(Store& store, const Target& target, const Verdict& verdict) {
  if (!target.path || verdict.value.empty()) return std::nullopt;
  return need_category(store, verdict.value, 0);
}

void drop(Store& store, const char* sql, const Item& item, const Target& target) {
  store.db().cached(sql).run(static_cast<int>(item.kind), item.id, target.field);
}

}  // namespace

std::optional<Verdict> read_verdict(Store& store, const Item& item, const Target& target) {
  auto row = read_row(store, item, target);
  if (!row) return std::nullopt;
  return Verdict{std::move(row->value), std::move(row->origin), row->confidence,
                 json::parse(row->reason, "a prediction's reason"), row->sure};
}

Wrote write_verdict(Store& store, const Item& item, const Target& target, const std::optional<Verdict>& verdict) {
  constexpr const char* kDropPrediction = "DELETE FROM prediction WHERE kind = ?1 AND item_id = ?2 AND field = ?3";
  constexpr const char* kDropDoubt = "DELETE FROM doubt WHERE kind = ?1 AND item_id = ?2 AND field = ?3";
  const std::optional<Row> before = read_row(store, item, target);
  if (!before && !verdict) return Wrote::kNothing;
  std::optional<Row> after;
  if (verdict) after = Row{verdict->value, verdict->origin, verdict->confidence, json::dump(verdict->reason), verdict->sure};
  if (before == after) return Wrote::kNothing;
  if (before && (!after || before->sure != after->sure)) drop(store, before->sure ? kDropPrediction : kDropDoubt, item, target);
  if (after) {
    const std::optional<std::int64_t> category = category_of(store, target, *verdict);
    const std::string_view value = target.path ? std::string_view() : std::string_view(after->value);
    const int kind = static_cast<int>(item.kind);
    if (after->sure) {
      store.db()
          .cached(
              "INSERT INTO prediction (kind, item_id, field, category_id, value, origin, confidence, reason) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET category_id = excluded.category_id, value = "
              "excluded.value, origin = excluded.origin, confidence = excluded.confidence, reason = excluded.reason")
          .run(kind, item.id, target.field, category, value, after->origin, after->confidence, after->reason);
    } else {
      store.db()
          .cached(
              "INSERT INTO doubt (kind, item_id, field, category_id, value, confidence, reason) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET category_id = excluded.category_id, value = "
              "excluded.value, confidence = excluded.confidence, reason = excluded.reason")
          .run(kind, item.id, target.field, category, value, after->confidence, after->reason);
    }
  }
  const std::string_view was = before && before->sure ? std::string_view(before->value) : std::string_view();
  const std::string_view is = after && after->sure ? std::string_view(after->value) : std::string_view();
  return was == is ? Wrote::kReason : Wrote::kValue;
}

std::vector<std::pair<std::string, std::string>> predicted_values(Store& store, const Item& item) {
  Stmt rows = store.db().cached("SELECT field, value FROM prediction WHERE kind = ?1 AND item_id = ?2 AND field <> 'category'");
  rows.bind(static_cast<int>(item.kind), item.id);
  std::vector<std::pair<std::string, std::string>> values;
  while (rows.step()) values.emplace_back(rows.string(0), rows.string(1));
  return values;
}

void judge_all(Store& store, std::string_view with) {
  Db& db = store.db();
  db.exec("DELETE FROM judge_queue; UPDATE judge_seen SET item_id = 0");
  db.run("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value", kJudgedWith, with);
}

std::string judged_with(Store& store) {
  return store.db().text("SELECT value FROM meta WHERE name = ?1", kJudgedWith).value_or("");
}

std::vector<Item> to_judge(Store& store, std::int64_t limit) {
  std::vector<Item> items;
  for (const model::Kind kind : {model::Kind::kTicket, model::Kind::kFaq}) {
    Stmt queued = store.db().cached("SELECT item_id FROM judge_queue WHERE kind = ?1 ORDER BY item_id LIMIT ?2");
    queued.bind(static_cast<int>(kind), limit);
    while (queued.step()) items.push_back({kind, queued.integer(0)});
    if (!items.empty()) return items;
    const std::int64_t seen = store.db().integer("SELECT item_id FROM judge_seen WHERE kind = ?1", static_cast<int>(kind));
    for (const std::int64_t id : next_ids(store, kind, seen, limit)) items.push_back({kind, id});
    if (!items.empty()) return items;
  }
  return items;
}

std::int64_t count_to_judge(Store& store) {
  return store.db().integer(
      "SELECT (SELECT count(*) FROM judge_queue) + (SELECT count(*) FROM ticket WHERE id > (SELECT item_id FROM judge_seen WHERE "
      "kind = 1)) + (SELECT count(*) FROM article WHERE kind = 2 AND id > (SELECT item_id FROM judge_seen WHERE kind = 2))");
}

void note_judged(Store& store, const std::vector<Item>& items) {
  if (items.empty()) return;
  const int kind = static_cast<int>(items.front().kind);
  store.db()
      .cached("DELETE FROM judge_queue WHERE kind = ?1 AND item_id BETWEEN ?2 AND ?3")
      .run(kind, items.front().id, items.back().id);
  store.db().cached("UPDATE judge_seen SET item_id = ?2 WHERE kind = ?1 AND item_id < ?2").run(kind, items.back().id);
}

void queue_judging(Store& store, const Item& item) {
  store.db()
      .cached("INSERT OR IGNORE INTO judge_queue SELECT kind, ?2 FROM judge_seen WHERE kind = ?1 AND item_id >= ?2")
      .run(static_cast<int>(item.kind), item.id);
}

void queue_judging_in(Store& store, std::int64_t category) {
  store.db()
      .cached(
          "INSERT OR IGNORE INTO judge_queue SELECT i.kind, i.item_id FROM (SELECT kind, item_id FROM prediction WHERE "
          "category_id "
          "= ?1 UNION SELECT kind, item_id FROM doubt WHERE category_id = ?1) i JOIN judge_seen s ON s.kind = i.kind AND "
          "i.item_id "
          "<= s.item_id")
      .run(category);
}

std::vector<Item> queued_in(Store& store, std::int64_t category) {
  Stmt rows = store.db().cached(
      "SELECT kind, item_id FROM (SELECT kind, item_id FROM prediction WHERE category_id = ?1 UNION SELECT kind, item_id FROM "
      "doubt WHERE category_id = ?1) i WHERE EXISTS (SELECT 1 FROM judge_queue q WHERE q.kind = i.kind AND q.item_id = "
      "i.item_id) "
      "ORDER BY kind, item_id");
  rows.bind(category);
  std::vector<Item> items;
  while (rows.step()) items.push_back({static_cast<model::Kind>(rows.integer(0)), rows.integer(1)});
  return items;
}

void unqueue_judging(Store& store, const Item& item) {
  store.db().cached("DELETE FROM judge_queue WHERE kind = ?1 AND item_id = ?2").run(static_cast<int>(item.kind), item.id);
}

bool has_rules(Store& store) {
  return store.db().integer(
             "SELECT EXISTS (SELECT 1 FROM category c WHERE rule IS NOT NULL OR EXISTS (SELECT 1 FROM prediction p WHERE "
             "p.category_id = c.id AND p.origin = 'rule'))") != 0;
}

std::vector<Uncertain> least_certain(Store& store, const Target& target, double most, std::int64_t limit) {
  // Whatever says something itself is left out while reading: how many of them there are is not known before.
  Stmt rows = store.db().prepare(
      "SELECT kind, item_id, category_id, value, confidence, reason, 0 AS sure FROM doubt WHERE field = ?1 AND confidence <= ?2 "
      "UNION ALL SELECT kind, item_id, category_id, value, confidence, reason, 1 FROM prediction WHERE field = ?1 AND origin = "
      "'model' AND confidence <= ?2 ORDER BY sure, confidence, kind, item_id");
  rows.bind(target.field, most);
  std::vector<Uncertain> all;
  while (static_cast<std::int64_t>(all.size()) < limit && rows.step()) {
    const Item item{static_cast<model::Kind>(rows.integer(0)), rows.integer(1)};
    if (is_said(store, item, target)) continue;
    Verdict verdict{rows.string(3), "model", rows.real(4), json::parse(rows.text(5), "a prediction's reason"),
                    rows.integer(6) == 1};
    if (target.path && !rows.null(2)) verdict.value = category_path(store, rows.integer(2));
    all.push_back({item, std::move(verdict)});
  }
  return all;
}

}  // namespace ckm::store
