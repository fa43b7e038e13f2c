#include "store/asked_terms.hh"

namespace ckm::store {

std::int64_t asked_with(Store& store, std::string_view term) {
  Stmt row = store.db().cached("SELECT asked FROM asked_term WHERE term = ?1");
  const std::int64_t asked = row.bind(Bytes{term}).step() ? row.integer(0) : 0;
  return asked;
}

std::int64_t asked_in_all(Store& store) { return asked_with(store, {}); }

bool asked_terms_can_be(Store& store) {
  Stmt row = store.db().prepare(
      "SELECT NOT EXISTS (SELECT 1 FROM asked_term WHERE asked < 1 OR asked > coalesce((SELECT asked FROM asked_term WHERE term "
      "= x''), 0))");
  return row.bind().step() && row.integer(0) != 0;
}

void write_asked_terms(Store& store, const AskedTerms& terms) {
  store.db().run("DELETE FROM wording_queue");
  store.db().run("DELETE FROM asked_term");
  change_asked_terms(store, terms);
}

void change_asked_terms(Store& store, const AskedTerms& changes) {
  Db& db = store.db();
  for (const auto& [term, change] : changes) {
    if (change == 0) continue;
    const std::int64_t asked = asked_with(store, term) + change;
    if (asked > 0) db.cached("INSERT OR REPLACE INTO asked_term VALUES (?1, ?2)").run(Bytes{term}, asked);
    else db.cached("DELETE FROM asked_term WHERE term = ?1").run(Bytes{term});
  }
}

std::vector<ChangedWording> take_changed_wordings(Store& store, std::int64_t limit) {
  Db& db = store.db();
  std::vector<ChangedWording> changed;
  std::int64_t last = 0;
  {
    Stmt rows = db.cached("SELECT id, text, learned FROM wording_queue ORDER BY id LIMIT ?1");
    rows.bind(limit);
    while (rows.step()) {
      last = rows.integer(0);
      changed.push_back({rows.string(1), rows.integer(2)});
    }
  }
  if (!changed.empty()) db.cached("DELETE FROM wording_queue WHERE id <= ?1").run(last);
  return changed;
}

}  // namespace ckm::store
