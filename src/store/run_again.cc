#include "store/run_again.hh"

#include <utility>
#include <vector>

#include "base/json.hh"
#include "store/articles.hh"
#include "store/category_paths.hh"

namespace ckm::store {
namespace {

std::optional<Bytes> cell(const std::optional<std::string>& hash) { return hash ? std::optional(Bytes{*hash}) : std::nullopt; }

// What a changeset left of an article, if it tells that with this hash.
std::optional<model::Article> left_by(Store& store, std::int64_t change_id, std::string_view uid, std::string_view hash) {
  Stmt row = store.db().cached(
      "SELECT snapshot FROM change_entry WHERE change_id = ?1 AND uid = ?2 AND op <> 'label' AND snapshot IS NOT NULL "
      "ORDER BY seq DESC LIMIT 1");
  if (!row.bind(change_id, uid).step()) return std::nullopt;
  Value snapshot = json::parse(row.text(0), "the history");
  if (article_hash(model::article_from_value(snapshot)) != hash) return std::nullopt;
  row.reset();
  name_category_now(store, snapshot);
  return model::article_from_value(snapshot);
}

// Whether an article is what the run left but for its times.
bool differs_in_times(Store& store, std::int64_t id, const model::Article& left, std::string_view hash) {
  const auto stored = read_article(store, id);
  if (!stored) return false;
  model::Article now = stored->article;
  now.created_at = left.created_at;
  now.updated_at = left.updated_at;
  return article_hash(now) == hash;
}

// An article that the run changed, and what it left of it where only the times are others now.
struct Changed {
  std::int64_t id = 0;
  ImportedColumns left;
  std::optional<model::Article> article = {};
};

// Nothing where one is not as the run left it, or another import wrote it since.
std::optional<std::vector<Changed>> changed_by(Store& store, std::int64_t run, std::int64_t run_change) {
  std::vector<Changed> all;
  Stmt rows = store.db().prepare(
      "SELECT a.id, a.uid, b.snapshot IS NULL OR a.hash = b.after, b.after, ifnull(a.changed_run = b.previous_run, 0), "
      "b.imported, "
      "b.base FROM run_before b LEFT JOIN article a ON a.id = b.item_id AND a.kind = b.kind WHERE b.run_id = ?1 ORDER BY "
      "b.item_id");
  rows.bind(run);
  while (rows.step()) {
    if (rows.integer(4) == 0) return std::nullopt;
    Changed one{rows.integer(0), {}};
    if (!rows.null(5)) one.left.hash = std::string(rows.bytes(5));
    if (!rows.null(6)) one.left.base = rows.string(6);
    if (rows.integer(2) == 0) {
      one.article = left_by(store, run_change, rows.text(1), rows.bytes(3));
      if (!one.article || !differs_in_times(store, one.id, *one.article, rows.bytes(3))) return std::nullopt;
    }
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

ImportedColumns imported_of(Store& store, std::int64_t article) {
  ImportedColumns columns;
  Stmt row = store.db().cached("SELECT imported, base FROM article WHERE id = ?1");
  if (!row.bind(article).step()) return columns;
  if (!row.null(0)) columns.hash = std::string(row.bytes(0));
  if (!row.null(1)) columns.base = row.string(1);
  return columns;
}

void set_imported(Store& store, std::int64_t article, const ImportedColumns& columns) {
  store.db().cached("UPDATE article SET imported = ?2, base = ?3 WHERE id = ?1").run(article, cell(columns.hash), columns.base);
}

void set_kept_imported(Store& store, std::int64_t run, std::int64_t article, const ImportedColumns& columns) {
  store.db()
      .cached("UPDATE run_before SET imported = ?3, base = ?4 WHERE run_id = ?1 AND item_id = ?2 AND kind IN (2, 3, 4)")
      .run(run, article, cell(columns.hash), columns.base);
}

void note_taken_back(Store& store, std::int64_t run_id, std::int64_t change_id) {
  store.db().run("INSERT INTO run_undo (change_id, run_id, back) VALUES (?1, ?2, 0)", change_id, run_id);
}

RunAgain::RunAgain(Store& store, std::int64_t change_id) : store_(store), undone_(change_id) {
  Db& db = store.db();
  Stmt row = db.cached(
      "SELECT r.id, r.change_id FROM run_undo u JOIN run r ON r.id = u.run_id WHERE u.change_id = ?1 AND u.back = 0 AND "
      "r.state = 'undone' AND r.forgotten = 0");
  if (!row.bind(change_id).step()) return;
  run_ = row.integer(0);
  run_change_ = row.integer(1);
  row.reset();
  last_category_ = db.integer("SELECT ifnull(max(id), 0) FROM category");
  Stmt rows = db.prepare("SELECT item_id FROM run_before WHERE run_id = ?1");
  rows.bind(run_);
  while (rows.step()) as_undone_.emplace(rows.integer(0), imported_of(store, rows.integer(0)));
}

void RunAgain::finish(std::int64_t change) {
  if (run_ == 0) return;
  const auto changed = changed_by(store_, run_, run_change_);
  if (!changed) return;
  Db& db = store_.db();
  for (const Changed& one : *changed) {
    if (one.article) update_article(store_, one.id, *one.article, 0);
    set_imported(store_, one.id, one.left);
    set_kept_imported(store_, run_, one.id, as_undone_.at(one.id));
    db.cached("UPDATE article SET changed_run = ?2 WHERE id = ?1").run(one.id, run_);
  }
  // What came back with it, whichever run had brought that before it was removed and this one brought it again.
  db.run(
      "UPDATE article SET added_run = ?1, changed_run = ?1, imported = hash, base = NULL WHERE uid IN (SELECT e.uid FROM "
      "change_entry e JOIN change_entry r ON r.uid = e.uid AND r.change_id = ?2 AND r.op = 'add' JOIN change_entry n ON n.uid = "
      "e.uid AND n.change_id = ?4 AND n.op = 'add' WHERE e.change_id = ?3 AND e.op = 'remove' AND e.kind BETWEEN 2 AND 4)",
      run_, run_change_, undone_, change);
  db.run(
      "UPDATE label SET run_id = ?1 WHERE run_id = 0 AND field = 'category' AND (kind, item_id) IN ("
      "SELECT a.kind, a.id FROM change_entry e JOIN article a ON a.uid = e.uid WHERE e.change_id = ?2 AND e.op = 'label' UNION "
      "ALL SELECT 1, t.id FROM change_entry e JOIN source s ON s.name = e.snapshot ->> 'source' JOIN ticket t ON t.source_id = "
      "s.id AND t.external_id = e.snapshot ->> 'id' WHERE e.change_id = ?2 AND e.op = 'label' AND e.kind = 1)",
      run_, run_change_);
  db.run("UPDATE category SET added_run = ?1 WHERE id > ?2 AND added_run = 0", run_, last_category_);
  db.run("UPDATE run SET state = 'done' WHERE id = ?1", run_);
  db.run("INSERT INTO run_undo (change_id, run_id, back) VALUES (?1, ?2, 1)", change, run_);
}

}  // namespace ckm::store
