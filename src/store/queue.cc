#include "store/queue.hh"

#include <fmt/format.h>

#include <algorithm>

#include "model/kind.hh"

namespace ckm::store {
namespace {

int number_of(model::Kind kind) { return static_cast<int>(kind); }

std::int64_t last_seen(Store& store, model::Kind kind) {
  Stmt stmt = store.db().cached("SELECT item_id FROM index_seen WHERE kind = ?1");
  const std::int64_t id = stmt.bind(number_of(kind)).step() ? stmt.integer(0) : 0;
  return id;
}

void set_seen(Store& store, model::Kind kind, std::int64_t id) {
  store.db().cached("UPDATE index_seen SET item_id = ?2 WHERE kind = ?1").run(number_of(kind), id);
}

}  // namespace

std::int64_t queue_length(Store& store) {
  return store.db().integer(
      "SELECT (SELECT count(*) FROM index_queue)"
      " + (SELECT count(*) FROM ticket WHERE id > (SELECT item_id FROM index_seen WHERE kind = 1))"
      " + (SELECT count(*) FROM index_seen s JOIN article a ON a.kind = s.kind AND a.id > s.item_id"
      "    WHERE a.id > (SELECT min(item_id) FROM index_seen WHERE kind > 1))");
}

std::vector<Queued> read_queue(Store& store, model::Kind kind, std::int64_t limit) {
  Stmt stmt = store.db().cached("SELECT item_id, text FROM index_queue WHERE kind = ?1 ORDER BY item_id LIMIT ?2");
  stmt.bind(number_of(kind), limit);
  std::vector<Queued> items;
  while (stmt.step()) items.push_back({stmt.integer(0), (stmt.integer(1) & 1) != 0});
  const std::int64_t left = limit - static_cast<std::int64_t>(items.size());
  if (left == 0) return items;
  for (const std::int64_t id : next_ids(store, kind, last_seen(store, kind), left)) items.push_back({id, true});
  return items;
}

void remove_queued(Store& store, model::Kind kind, const std::vector<Queued>& done) {
  const std::int64_t seen = last_seen(store, kind);
  std::int64_t last = seen;
  Stmt remove = store.db().cached("DELETE FROM index_queue WHERE kind = ?1 AND item_id = ?2");
  for (const Queued& queued : done) {
    if (queued.id <= seen) remove.run(number_of(kind), queued.id);
    else last = std::max(last, queued.id);
  }
  if (last != seen) set_seen(store, kind, last);
}

void queue_item(Store& store, const Item& item) {
  if (item.id > last_seen(store, item.kind)) return;
  store.db()
      .cached("INSERT INTO index_queue VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET text = 1")
      .run(number_of(item.kind), item.id);
}

bool must_be_indexed(Store& store, model::Kind kind) {
  const std::vector<std::int64_t> first = next_ids(store, kind, 0, 1);
  return !first.empty() && first.front() <= last_seen(store, kind) &&
         store.db().integer("SELECT EXISTS (SELECT 1 FROM index_queue WHERE kind = ?1)", number_of(kind)) == 0;
}

void queue_all(Store& store, model::Kind kind) {
  const std::int64_t seen = last_seen(store, kind);
  store.db().run(model::info(kind).article
                     ? "INSERT INTO index_queue SELECT kind, id, 1 FROM article WHERE kind = ?1 AND id <= ?2 "
                       "ON CONFLICT DO UPDATE SET text = 1"
                     : "INSERT INTO index_queue SELECT ?1, id, 1 FROM ticket WHERE id <= ?2 "
                       "ON CONFLICT DO UPDATE SET text = 1",
                 number_of(kind), seen);
}

void mark_queue(Store& store) {
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.searchable) continue;
    Stmt add = store.db().prepare(
        fmt::format("INSERT INTO index_queue SELECT ?1, id, 1 FROM {} WHERE id > ?2{} ON CONFLICT DO UPDATE SET text = 1",
                    kind.article ? "article" : "ticket", kind.article ? " AND kind = ?1" : ""));
    add.run(number_of(kind.kind), last_seen(store, kind.kind));
    set_seen(
        store, kind.kind,
        store.db().integer(kind.article ? "SELECT max(id) FROM article WHERE kind = ?1" : "SELECT max(id) FROM ticket WHERE ?1",
                           number_of(kind.kind)));
  }
  store.db().exec("UPDATE index_queue SET text = text | 2");
}

void remove_marked(Store& store) { store.db().exec("DELETE FROM index_queue WHERE text & 2"); }

std::optional<std::string> rebuilder(Store& store) {
  Stmt stmt = store.db().cached("SELECT value FROM meta WHERE name = 'index_rebuild'");
  std::optional<std::string> process;
  if (stmt.step()) process = stmt.string(0);
  return process;
}

void set_rebuilder(Store& store, const std::optional<std::string>& process) {
  if (process) store.db().run("INSERT OR REPLACE INTO meta VALUES ('index_rebuild', ?1)", *process);
  else store.db().exec("DELETE FROM meta WHERE name = 'index_rebuild'");
}

void note_redo(Store& store, const Item& item) {
  store.db().cached("INSERT OR IGNORE INTO index_redo VALUES (?1, ?2)").run(number_of(item.kind), item.id);
}

std::vector<std::int64_t> read_redo(Store& store, model::Kind kind) {
  Stmt stmt = store.db().cached("SELECT item_id FROM index_redo WHERE kind = ?1 ORDER BY item_id");
  stmt.bind(number_of(kind));
  std::vector<std::int64_t> ids;
  while (stmt.step()) ids.push_back(stmt.integer(0));
  return ids;
}

void clear_redo(Store& store) { store.db().exec("DELETE FROM index_redo"); }

}  // namespace ckm::store
