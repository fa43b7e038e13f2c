#include "store/forget.hh"

#include <fmt/format.h>

#include <utility>

#include "store/articles.hh"
#include "store/forgotten.hh"
#include "store/said_log.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

using model::Kind;

bool is_article(Kind kind) { return model::info(kind).article; }

// The things at hand, by their numbers and by what imports call them.
void fill_doomed(Store& store, std::span<const Known> things) {
  Db& db = store.db();
  db.exec(
      "CREATE TABLE IF NOT EXISTS temp.doomed (kind INTEGER, item_id INTEGER, PRIMARY KEY (kind, item_id)) WITHOUT ROWID; "
      "CREATE TABLE IF NOT EXISTS temp.doomed_text (source_id INTEGER, text TEXT, PRIMARY KEY (source_id, text)) WITHOUT ROWID; "
      "DELETE FROM temp.doomed; DELETE FROM temp.doomed_text;");
  Stmt add = db.prepare("INSERT OR IGNORE INTO temp.doomed VALUES (?1, ?2)");
  Stmt add_old = db.prepare("INSERT OR IGNORE INTO temp.doomed SELECT kind, item_id FROM removed WHERE uid = ?1");
  Stmt add_text = db.prepare("INSERT OR IGNORE INTO temp.doomed_text VALUES (?1, ?2)");
  for (const Known& known : things) {
    add_old.run(known.uid);
    if (!known.item) continue;
    add.run(static_cast<int>(known.kind), known.item->id);
    add_text.run(0, model::format_ref(known.kind, known.item->id, {}, {}));
    Stmt row = is_article(known.kind)
                   ? db.cached(
                         "SELECT source_id, external_id, s.name FROM article a JOIN source s ON s.id = a.source_id WHERE "
                         "a.id = ?1")
                   : db.cached(
                         "SELECT source_id, external_id, s.name FROM ticket t JOIN source s ON s.id = t.source_id WHERE "
                         "t.id = ?1");
    if (!row.bind(known.item->id).step()) continue;
    add_text.run(row.integer(0), row.text(1));
    add_text.run(0, model::format_ref(known.kind, known.item->id, row.text(2), row.text(1)));
  }
}

// What no index finds by a thing.
void forget_beside(Store& store) {
  Db& db = store.db();
  // A topic's terms stand in a tenth of its tickets: those of a topic that loses a twentieth may be of none that stays.
  db.run(
      "UPDATE topic SET name = '', terms = '[]' WHERE id IN (SELECT m.topic_id FROM temp.doomed d JOIN topic_member m ON "
      "d.kind = 1 AND m.ticket_id = d.item_id GROUP BY m.topic_id HAVING 20 * count(*) >= (SELECT tickets FROM topic WHERE id = "
      "m.topic_id))");
  db.run("DELETE FROM run_before WHERE (kind, item_id) IN (SELECT kind, item_id FROM temp.doomed)");
  db.run(
      "DELETE FROM link_record WHERE "
      "link_id IN (SELECT l.id FROM temp.doomed d JOIN link l ON l.from_kind = d.kind AND l.from_id = d.item_id) "
      "OR link_id IN (SELECT l.id FROM temp.doomed d JOIN link l ON l.to_kind = d.kind AND l.to_id = d.item_id) "
      "OR use_id IN (SELECT u.id FROM temp.doomed d JOIN use u ON d.kind = 1 AND u.ticket_id = d.item_id) "
      "OR use_id IN (SELECT u.id FROM temp.doomed d JOIN use u ON d.kind <> 1 AND u.article_id = d.item_id) "
      "OR from_text IN (SELECT text FROM temp.doomed_text WHERE source_id = 0) "
      "OR to_text IN (SELECT text FROM temp.doomed_text WHERE source_id = 0) "
      "OR (source_id, from_text) IN (SELECT source_id, text FROM temp.doomed_text) "
      "OR (source_id, to_text) IN (SELECT source_id, text FROM temp.doomed_text)");
}

// What the history says of a thing, and of what people said of it.
void forget_history(Store& store, const Known& known) {
  const End end = end_of(store, known);
  erase_entries(store, "uid = ?1", known.uid);
  const bool article = is_article(known.kind);
  const std::string& name = article ? end.uid : end.id;
  if (name.empty()) return;
  // The terms are those of the indexes in derived_said.sql.
  if (article) {
    erase_entries(store, "kind IN (10, 11, 12) AND snapshot ->> 'article' = ?1", name);
  } else {
    erase_entries(store, "kind IN (10, 13) AND snapshot ->> 'id' = ?1 AND snapshot ->> 'source' = ?2", name, end.source);
  }
  for (const std::string_view side : {"from", "to"}) {
    erase_entries(store,
                  fmt::format("kind = 9 AND ifnull(snapshot ->> '$.{0}.uid', snapshot ->> '$.{0}.id') = ?1 AND "
                              "ifnull(snapshot ->> '$.{0}.source', '') = ?2",
                              side),
                  name, end.source);
  }
}

// By what messages that come before their ticket's record call it.
void note_internal(Store& store, std::int64_t ticket) {
  Stmt row = store.db().cached("SELECT s.name, internal_id FROM ticket t JOIN source s ON s.id = t.source_id WHERE t.id = ?1");
  if (!row.bind(ticket).step() || row.text(1).empty()) return;
  const std::string uid = ticket_uid(row.text(0), unnamed_ticket(row.text(1)));
  row.reset();
  note_forgotten(store, Kind::kTicket, uid, 0);
}

void forget_thing(Store& store, const Known& known, ChangeWriter& change) {
  Db& db = store.db();
  const bool told = db.cached("SELECT 1 FROM change_entry WHERE uid = ?1 LIMIT 1").bind(known.uid).step();
  forget_history(store, known);
  db.cached("UPDATE removed SET kept = NULL WHERE uid = ?1 AND kept IS NOT NULL").run(known.uid);
  std::vector<std::int64_t> numbers;
  {
    Stmt rows = db.cached("SELECT item_id FROM removed WHERE uid = ?1");
    rows.bind(known.uid);
    while (rows.step()) numbers.push_back(rows.integer(0));
  }
  if (known.item) {
    numbers.push_back(known.item->id);
    if (known.kind == Kind::kTicket) note_internal(store, known.item->id);
    if (told) {
      db.cached("INSERT OR IGNORE INTO removed (kind, item_id, uid) VALUES (?1, ?2, ?3)")
          .run(static_cast<int>(known.kind), known.item->id, known.uid);
    }
    if (is_article(known.kind)) remove_article(store, known.item->id);
    else remove_ticket(store, known.item->id);
  }
  if (numbers.empty()) numbers.push_back(0);
  for (const std::int64_t number : numbers) note_forgotten(store, known.kind, known.uid, number);
  if (told) change.add_forgotten(known.kind, known.uid);
}

template <typename... T>
std::int64_t count(Store& store, const char* sql, const T&... values) {
  Stmt row = store.db().cached(sql);
  return row.bind(values...).step() ? row.integer(0) : 0;
}

std::int64_t texts_of(Store& store, const Known& known) {
  const End end = end_of(store, known);
  const bool article = is_article(known.kind);
  const std::string& name = article ? end.uid : end.id;
  std::int64_t texts = count(store, "SELECT count(snapshot) FROM change_entry WHERE uid = ?1", known.uid);
  texts +=
      article ? count(store, "SELECT count(*) FROM change_entry WHERE kind IN (10, 11, 12) AND snapshot ->> 'article' = ?1", name)
              : count(store,
                      "SELECT count(*) FROM change_entry WHERE kind IN (10, 13) AND snapshot ->> 'id' = ?1 AND snapshot ->> "
                      "'source' = ?2",
                      name, end.source);
  texts += count(store,
                 "SELECT count(*) FROM change_entry WHERE kind = 9 AND ifnull(snapshot ->> '$.from.uid', snapshot ->> "
                 "'$.from.id') = ?1 AND ifnull(snapshot ->> '$.from.source', '') = ?2",
                 name, end.source);
  texts += count(store,
                 "SELECT count(*) FROM change_entry WHERE kind = 9 AND ifnull(snapshot ->> '$.to.uid', snapshot ->> '$.to.id') = "
                 "?1 AND ifnull(snapshot ->> '$.to.source', '') = ?2",
                 name, end.source);
  if (!known.item) return texts;
  const std::int64_t id = known.item->id;
  texts += article
               ? count(store,
                       "SELECT 1 + (SELECT count(*) FROM phrasing WHERE article_id = ?1) + (SELECT count(*) FROM feedback WHERE "
                       "article_id = ?1 AND comment <> '') + (SELECT count(*) FROM review WHERE article_id = ?1 AND note <> '')",
                       id)
               : count(store,
                       "SELECT 1 + (SELECT count(*) + count(raw) FROM message WHERE ticket_id = ?1) + (SELECT count(*) FROM "
                       "phrasing WHERE origin = 'learned' AND article_id IN (SELECT article_id FROM use WHERE ticket_id = ?1) "
                       "AND use_id IN (SELECT id FROM use WHERE ticket_id = ?1))",
                       id);
  return texts + count(store, "SELECT count(*) FROM temp.doomed_image WHERE kind = ?1 AND item_id = ?2",
                       static_cast<int>(known.kind), id);
}

std::vector<std::pair<std::int64_t, ForgetRow>> party_rows(Store& store, Kind kind, std::span<const std::int64_t> ids) {
  const bool customer = kind == Kind::kCustomer;
  std::vector<std::pair<std::int64_t, ForgetRow>> rows;
  for (const std::int64_t id : ids) {
    Stmt row = customer ? store.db().cached(
                              "SELECT s.name, external_id, iif(p.name = '', email, p.name), (SELECT count(*) FROM purchase WHERE "
                              "customer_id = p.id) FROM customer p JOIN source s ON s.id = p.source_id WHERE p.id = ?1")
                        : store.db().cached(
                              "SELECT s.name, external_id, iif(p.name = '', email, p.name), 0 FROM person p JOIN source s ON "
                              "s.id = p.source_id WHERE p.id = ?1");
    if (!row.bind(id).step()) continue;
    rows.push_back({id, {kind, model::format_ref(kind, id, row.text(0), row.text(1)), row.string(2), 1 + row.integer(3)}});
  }
  return rows;
}

}  // namespace

void ForgetPlan::add(Known known) {
  if (uids.insert(known.uid).second) things.push_back(std::move(known));
}

std::vector<ForgetRow> describe(Store& store, const ForgetPlan& plan) {
  fill_doomed(store, plan.things);
  store.db().exec(
      "CREATE TEMP TABLE IF NOT EXISTS doomed_image (kind INTEGER, item_id INTEGER); DELETE FROM temp.doomed_image; "
      "INSERT INTO temp.doomed_image SELECT kind, item_id FROM run_before WHERE (kind, item_id) IN (SELECT kind, item_id FROM "
      "temp.doomed); CREATE INDEX IF NOT EXISTS temp.doomed_image_item ON doomed_image (kind, item_id)");
  std::vector<ForgetRow> rows;
  for (const Known& known : plan.things) {
    const std::vector<Version> versions = known.item ? std::vector<Version>() : versions_of(store, known.uid);
    ForgetRow row{known.kind, known_ref(store, known, versions, {}), {}, texts_of(store, known)};
    if (known.item) row.what = read_summary(store, *known.item)->title;
    rows.push_back(std::move(row));
  }
  for (auto& [id, row] : party_rows(store, Kind::kCustomer, plan.customers)) rows.push_back(std::move(row));
  for (auto& [id, row] : party_rows(store, Kind::kPerson, plan.people)) rows.push_back(std::move(row));
  return rows;
}

std::vector<std::string> drafted_from(Store& store, const ForgetPlan& plan) {
  std::vector<std::string> refs;
  std::set<std::int64_t> met;
  Stmt rows = store.db().prepare(
      "SELECT l.from_kind, l.from_id, a.uid FROM link l JOIN article a ON a.id = l.from_id WHERE l.relation = 'derived-from' AND "
      "l.from_kind <> 1 AND l.to_kind = 1 AND l.to_id = ?1 ORDER BY 2");
  for (const Known& known : plan.things) {
    if (known.kind != Kind::kTicket || !known.item) continue;
    rows.bind(known.item->id);
    while (rows.step()) {
      if (plan.uids.contains(rows.string(2)) || !met.insert(rows.integer(1)).second) continue;
      refs.push_back(item_ref(store, {static_cast<Kind>(rows.integer(0)), rows.integer(1)}));
    }
  }
  return refs;
}

void forget_things(Store& store, std::span<const Known> things, ChangeWriter& change) {
  if (things.empty()) return;
  fill_doomed(store, things);
  forget_beside(store);
  for (const Known& known : things) forget_thing(store, known, change);
}

}  // namespace ckm::store
