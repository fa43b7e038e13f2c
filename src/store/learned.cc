#include "store/learned.hh"

namespace ckm::store {
namespace {

int number_of(model::Kind kind) { return static_cast<int>(kind); }

}  // namespace

bool learn_wording(Store& store, std::int64_t article_id, std::int64_t use_id, std::string_view text) {
  Db& db = store.db();
  if (db.integer("SELECT count(*) FROM phrasing WHERE article_id = ?1 AND origin = 'learned' AND use_id = ?2", article_id,
                 use_id) > 0)
    return false;
  db.cached(
        "INSERT INTO phrasing (article_id, seq, origin, text, use_id) SELECT ?1, "
        "ifnull((SELECT max(seq) + 1 FROM phrasing WHERE article_id = ?1 AND origin = 'learned'), 0), 'learned', ?2, ?3")
      .run(article_id, text, use_id);
  return true;
}

bool forget_wording(Store& store, std::int64_t use_id) {
  // By the article of the use: phrasings have no index of uses.
  store.db().run(
      "DELETE FROM phrasing WHERE article_id = (SELECT article_id FROM use WHERE id = ?1) AND origin = 'learned' AND use_id = ?1",
      use_id);
  return store.db().changed_rows() > 0;
}

std::vector<std::string> learned_wordings(Store& store, std::int64_t article_id) {
  Stmt rows = store.db().cached(
      "SELECT p.text FROM phrasing p LEFT JOIN use u ON u.id = p.use_id WHERE p.article_id = ?1 AND p.origin = 'learned' ORDER "
      "BY "
      "u.at, u.ticket_id, p.seq");
  rows.bind(article_id);
  std::vector<std::string> texts;
  while (rows.step()) texts.push_back(rows.string(0));
  return texts;
}

std::vector<Wording> wordings_of(Store& store, std::int64_t article_id) {
  Stmt rows = store.db().cached(
      "SELECT p.text, u.ticket_id FROM phrasing p JOIN use u ON u.id = p.use_id WHERE p.article_id = ?1 AND p.origin = 'learned' "
      "ORDER BY u.at, u.ticket_id, p.seq");
  rows.bind(article_id);
  std::vector<Wording> wordings;
  while (rows.step()) wordings.push_back({rows.string(0), {model::Kind::kTicket, rows.integer(1)}});
  return wordings;
}

void for_each_wording(Store& store, const std::function<void(std::string_view text)>& visit) {
  Stmt rows = store.db().prepare("SELECT text FROM phrasing WHERE origin = 'learned'");
  rows.bind();
  while (rows.step()) visit(rows.text(0));
}

std::vector<QueuedArticle> read_learned_queue(Store& store, std::int64_t limit) {
  Stmt rows = store.db().cached(
      "SELECT article_id, kind FROM learned_queue LEFT JOIN article ON id = article_id ORDER BY article_id LIMIT ?1");
  rows.bind(limit);
  std::vector<QueuedArticle> queued;
  while (rows.step()) {
    queued.push_back({rows.integer(0), std::nullopt});
    if (!rows.null(1)) queued.back().kind = static_cast<model::Kind>(rows.integer(1));
  }
  return queued;
}

void queue_all_learned(Store& store) {
  store.db().exec(
      "INSERT OR IGNORE INTO learned_queue SELECT article_id FROM learned; "
      "INSERT OR IGNORE INTO learned_queue SELECT DISTINCT article_id FROM phrasing WHERE origin = 'learned'");
}

void sum_up_in_languages(Store& store, model::Kind kind, std::int64_t languages) {
  Db& db = store.db();
  if (db.integer("SELECT count(*) FROM learned_language WHERE kind = ?1 AND languages = ?2", number_of(kind), languages) > 0)
    return;
  db.run("INSERT INTO learned_language VALUES (?1, ?2) ON CONFLICT DO UPDATE SET languages = ?2", number_of(kind), languages);
  db.run("INSERT OR IGNORE INTO learned_queue SELECT article_id FROM learned WHERE kind = ?1", number_of(kind));
}

void write_learned(Store& store, model::Kind kind, const LearnedRow& row, std::span<const std::int64_t> terms) {
  Db& db = store.db();
  db.cached("DELETE FROM learned_term WHERE article_id = ?1").run(row.article_id);
  db.cached("DELETE FROM learned WHERE article_id = ?1 AND kind BETWEEN 2 AND 4").run(row.article_id);
  db.cached("DELETE FROM learned_queue WHERE article_id = ?1").run(row.article_id);
  if (row.uses == 0) return;
  db.cached("INSERT INTO learned VALUES (?1, ?2, ?3, ?4)").run(number_of(kind), row.article_id, row.uses, Bytes{row.data});
  for (const std::int64_t term : terms)
    db.cached("INSERT OR IGNORE INTO learned_term VALUES (?1, ?2, ?3)").run(number_of(kind), term, row.article_id);
}

std::optional<LearnedRow> read_learned(Store& store, model::Kind kind, std::int64_t article_id) {
  Stmt row = store.db().cached("SELECT uses, data FROM learned WHERE kind = ?1 AND article_id = ?2");
  if (!row.bind(number_of(kind), article_id).step()) return std::nullopt;
  return LearnedRow{article_id, row.integer(0), std::string(row.bytes(1))};
}

std::int64_t wrongly_learned(Store& store) {
  return store.db().integer(
      "WITH taught AS (SELECT article_id AS id, count(*) AS uses FROM phrasing WHERE origin = 'learned' GROUP BY article_id), "
      "wrong AS (SELECT taught.id FROM taught JOIN article ON article.id = taught.id LEFT JOIN learned "
      "ON learned.kind = article.kind AND learned.article_id = taught.id WHERE learned.uses IS NOT taught.uses "
      "UNION SELECT article_id FROM learned WHERE length(data) % 12 <> 0 OR article_id NOT IN (SELECT id FROM taught)) "
      "SELECT count(*) FROM wrong WHERE id NOT IN (SELECT article_id FROM learned_queue)");
}

std::int64_t learned_uses(Store& store, model::Kind kind) {
  return store.db().integer("SELECT ifnull(sum(uses), 0) FROM learned WHERE kind = ?1", number_of(kind));
}

std::size_t learned_with(Store& store, model::Kind kind, std::int64_t term, std::int64_t limit,
                         const std::function<void(std::int64_t article)>& visit) {
  Stmt rows = store.db().cached("SELECT article_id FROM learned_term WHERE kind = ?1 AND term = ?2 LIMIT ?3");
  rows.bind(number_of(kind), term, limit);
  std::size_t n = 0;
  for (; rows.step(); ++n) visit(rows.integer(0));
  return n;
}

}  // namespace ckm::store
