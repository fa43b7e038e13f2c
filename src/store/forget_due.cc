// Forgetting by age: tickets, before-images of imports, and the queries that were asked.
#include "store/forget.hh"
#include "store/tickets.hh"

namespace ckm::store {

std::int64_t forget_asked(Store& store, const std::function<bool(std::string_view text)>& names_somebody) {
  std::vector<std::int64_t> ids;
  Stmt rows = store.db().prepare("SELECT id, text FROM asked");
  while (rows.step()) {
    if (names_somebody(rows.text(1))) ids.push_back(rows.integer(0));
  }
  rows = Stmt();
  for (const std::int64_t id : ids) store.db().cached("DELETE FROM asked WHERE id = ?1").run(id);
  return static_cast<std::int64_t>(ids.size());
}

std::int64_t asked_before(Store& store, Time limit) {
  return store.db().integer("SELECT count(*) FROM asked WHERE at < ?1", limit);
}

std::int64_t forget_asked_before(Store& store, Time limit) {
  store.db().run("DELETE FROM asked WHERE at < ?1", limit);
  return store.db().changed_rows();
}

std::vector<Known> due_tickets(Store& store, Time limit, bool cited, std::int64_t after, std::int64_t most) {
  Stmt rows = store.db().cached(
      "SELECT t.id, s.name, t.external_id FROM ticket t JOIN source s ON s.id = t.source_id WHERE t.id > ?1 AND "
      "(coalesce(t.resolved_at, t.updated_at, t.created_at) IS NOT NULL OR EXISTS (SELECT 1 FROM message m WHERE m.ticket_id = "
      "t.id AND m.at IS NOT NULL)) AND NOT EXISTS (SELECT 1 FROM message m WHERE m.ticket_id = t.id AND m.at >= ?2) AND "
      "ifnull(t.resolved_at, ?2 - 1) < ?2 AND "
      "ifnull(t.updated_at, ?2 - 1) < ?2 AND ifnull(t.created_at, ?2 - 1) < ?2 AND (?3 OR NOT EXISTS (SELECT 1 FROM link l WHERE "
      "l.to_kind = 1 AND l.to_id = t.id AND l.relation = 'derived-from' AND l.from_kind <> 1)) "
      "ORDER BY t.id LIMIT ?4");
  rows.bind(after, limit, cited, most);
  std::vector<Known> due;
  while (rows.step()) {
    due.push_back({model::Kind::kTicket, ticket_uid(rows.text(1), rows.text(2)), Item{model::Kind::kTicket, rows.integer(0)}});
  }
  return due;
}

std::int64_t images_before(Store& store, Time limit) {
  return store.db().integer(
      "SELECT count(*) FROM run_before WHERE run_id IN (SELECT id FROM run WHERE state <> 'running' AND finished_at < ?1)",
      limit);
}

std::int64_t forget_images_before(Store& store, Time limit) {
  Db& db = store.db();
  db.run(
      "UPDATE run SET forgotten = 1 WHERE state <> 'running' AND finished_at < ?1 AND EXISTS (SELECT 1 FROM run_before b WHERE "
      "b.run_id = run.id)",
      limit);
  db.run("DELETE FROM run_before WHERE run_id IN (SELECT id FROM run WHERE state <> 'running' AND finished_at < ?1)", limit);
  return db.changed_rows();
}

}  // namespace ckm::store
