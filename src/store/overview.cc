#include "store/overview.hh"

namespace ckm::store {

Overview read_overview(Store& store) {
  Db& db = store.db();
  Overview overview;
  overview.schema_version = db.integer("PRAGMA user_version");
  Stmt items = db.prepare(
      "SELECT 1, s.name, count(*) FROM ticket t JOIN source s ON s.id = t.source_id GROUP BY s.name "
      "UNION ALL SELECT a.kind, s.name, count(*) FROM article a JOIN source s ON s.id = a.source_id GROUP BY a.kind, s.name "
      "ORDER BY 1, 2");
  while (items.step()) overview.items.push_back({static_cast<model::Kind>(items.integer(0)), items.string(1), items.integer(2)});
  overview.categories = db.integer("SELECT count(*) FROM category");
  overview.customers = db.integer("SELECT count(*) FROM customer");
  overview.people = db.integer("SELECT count(*) FROM person");
  overview.purchases = db.integer("SELECT count(*) FROM purchase");
  overview.links = db.integer("SELECT count(*) FROM link");
  overview.changes = db.integer("SELECT count(*) FROM change");
  return overview;
}

std::int64_t count_items(Store& store, model::Kind kind) {
  if (!model::info(kind).article) return store.db().integer("SELECT count(*) FROM ticket");
  return store.db().integer("SELECT count(*) FROM article WHERE kind = ?1", static_cast<int>(kind));
}

std::string state_of(Store& store) {
  return store.db().text("SELECT hex(digest) || id FROM change ORDER BY id DESC LIMIT 1").value_or("") +
         store.db().text("SELECT count(*) || ' ' || ifnull(max(id), 0) FROM run").value_or("");
}

void give_back_space(Store& store) { store.db().exec("PRAGMA incremental_vacuum"); }

}  // namespace ckm::store
