#include "store/saved_queries.hh"

namespace ckm::store {

std::vector<SavedQuery> saved_queries(Store& store) {
  Stmt rows = store.db().prepare("SELECT name, text, at, actor FROM saved_query ORDER BY name");
  rows.bind();
  std::vector<SavedQuery> queries;
  while (rows.step()) queries.push_back({rows.string(0), rows.string(1), rows.integer(2), rows.string(3)});
  return queries;
}

std::optional<std::string> saved_query(Store& store, std::string_view name) {
  Stmt row = store.db().cached("SELECT text FROM saved_query WHERE name = ?1");
  if (!row.bind(name).step()) return std::nullopt;
  std::string text = row.string(0);
  return text;
}

void save_query(Store& store, const SavedQuery& query) {
  store.db().run("INSERT OR REPLACE INTO saved_query VALUES (?1, ?2, ?3, ?4)", query.name, query.text, query.at, query.actor);
}

bool forget_query(Store& store, std::string_view name) {
  store.db().run("DELETE FROM saved_query WHERE name = ?1", name);
  return store.db().changed_rows() > 0;
}

}  // namespace ckm::store
