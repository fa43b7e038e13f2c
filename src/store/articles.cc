#include "store/articles.hh"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/hash.hh"
#include "base/json.hh"
#include "model/ref.hh"
#include "store/categories.hh"
#include "store/fields.hh"

namespace ckm::store {
namespace {

constexpr std::string_view kAuthor = "author";
constexpr std::size_t kMostWaiting = 64;

using Cell = RowInserter::Cell;
constexpr std::string_view kEmpty;
constexpr auto kColumns = std::to_array<RowInserter::Column>({
    {"id"},
    {"uid"},
    {"kind"},
    {"source_id"},
    {"external_id"},
    {"title"},
    {"body", kEmpty},
    {"language", kEmpty},
    {"product", kEmpty},
    {"phase", kEmpty},
    {"category_id", nullptr},
    {"tags", std::string_view("[]")},
    {"confidence", std::string_view("validated")},
    {"audience", std::string_view("internal")},
    {"governance", std::string_view("open")},
    {"valid_from", nullptr},
    {"valid_to", nullptr},
    {"review_by", nullptr},
    {"created_at", nullptr},
    {"updated_at", nullptr},
    {"extra", nullptr},
    {"raw", nullptr},
    {"hash"},
    {"imported", nullptr},
    {"added_run", std::int64_t{0}},
    {"changed_run", std::int64_t{0}},
});

void write_parts(Store& store, std::int64_t id, const model::Article& article) {
  Db& db = store.db();
  std::int64_t seq = 0;
  for (const std::string& text : article.phrasings) {
    db.cached("INSERT INTO phrasing (article_id, seq, origin, text) VALUES (?1, ?2, ?3, ?4)").run(id, seq++, kAuthor, text);
  }
  if (article.kind != model::Kind::kCase) return;
  const model::CaseStory& story = article.story;
  Value context;
  for (const auto& [name, value] : story.context) context.set(name, value);
  db.cached(
        "INSERT INTO case_story (article_id, situation, cause, result, reaction, reflection, next_time, context) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET situation = excluded.situation, cause = "
        "excluded.cause, "
        "result = excluded.result, reaction = excluded.reaction, reflection = excluded.reflection, "
        "next_time = excluded.next_time, context = excluded.context")
      .run(id, story.situation, story.cause, story.result, story.reaction, story.reflection, story.next_time,
           object_to_column(context).value_or("{}"));
  seq = 0;
  for (const model::Attempt& attempt : story.attempts) {
    db.cached("INSERT INTO attempt VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .run(id, seq++, attempt.at, attempt.who, attempt.method, attempt.why, attempt.outcome);
  }
}

void read_story(Store& store, std::int64_t id, model::CaseStory& story) {
  Stmt row = store.db().cached(
      "SELECT situation, cause, result, reaction, reflection, next_time, context FROM case_story WHERE article_id = ?1");
  if (row.bind(id).step()) {
    int column = 0;
    for (std::string* text :
         {&story.situation, &story.cause, &story.result, &story.reaction, &story.reflection, &story.next_time}) {
      *text = row.string(column++);
    }
    const Value context = object_from_column(row.text(column));
    if (context.object() != nullptr) {
      for (const auto& [name, value] : *context.object()) story.context.emplace_back(name, value.to_text());
    }
    row.reset();
  }
  Stmt attempts = store.db().cached("SELECT at, who, method, why, outcome FROM attempt WHERE article_id = ?1 ORDER BY seq");
  attempts.bind(id);
  while (attempts.step()) {
    story.attempts.push_back(
        {attempts.maybe_integer(0), attempts.string(1), attempts.string(2), attempts.string(3), attempts.string(4)});
  }
}

std::optional<std::int64_t> category_of(Store& store, const model::Article& article, std::int64_t run_id) {
  const std::string path = clean_path(article.category);
  if (path.empty()) return std::nullopt;
  return need_category(store, path, run_id);
}

// Before an edit: what the source said last is kept, and dropped again by the edit that goes back to it.
void keep_base(Store& store, std::int64_t id, std::string_view hash) {
  const auto stored = read_article(store, id);
  if (!stored || stored->imported.empty()) return;
  std::optional<std::string> base;
  if (hash != stored->imported) {
    if (!stored->base.empty()) return;
    if (stored->hash == stored->imported) base = json::dump(model::to_value(stored->article));
  }
  store.db().cached("UPDATE article SET base = ?2 WHERE id = ?1").run(id, base);
}

}  // namespace

std::string article_hash(const model::Article& article) {
  model::Article content = article;
  content.uid.clear();
  content.external_id.clear();
  const ContentHash hash = content_hash(object_in_order(model::to_value(content)));
  return std::string(bytes_of(hash));
}

std::string article_snapshot(const model::Article& article, std::string_view source) {
  Value value = model::to_value(article);
  value.set("source", source);
  return json::dump(value);
}

std::string article_uid(model::Kind kind, std::string_view source, std::string_view external_id) {
  return hex(content_hash(fmt::format("{}\n{}\n{}", model::info(kind).name, source, external_id)));
}

std::int64_t insert_article(Store& store, std::int64_t source_id, const model::Article& article, std::int64_t run_id,
                            std::int64_t number) {
  ArticleAdder adder(store);
  const std::int64_t id = adder.add(source_id, model::Article(article), article_hash(article), run_id, number);
  adder.flush();
  return id;
}

ArticleAdder::ArticleAdder(Store& store) : store_(store), rows_(store.db(), "article", kColumns) {}

std::int64_t ArticleAdder::add(std::int64_t source_id, model::Article&& article, std::string hash, std::int64_t run_id,
                               std::int64_t number) {
  if (last_id_ == 0) last_id_ = store_.db().integer("SELECT seq FROM sqlite_sequence WHERE name = 'article'");
  const auto category = category_of(store_, article, run_id);
  std::string tags = list_to_column(article.tags);
  auto extra = object_to_column(article.extra);
  auto raw = object_to_column(article.raw);
  const std::int64_t id = number > 0 ? number : ++last_id_;
  waiting_.push_back(
      {id, source_id, run_id, std::move(article), std::move(hash), category, std::move(tags), std::move(extra), std::move(raw)});
  if (waiting_.size() < kMostWaiting) return id;
  const std::int64_t last = last_id_;
  flush();
  last_id_ = last;
  return id;
}

void ArticleAdder::flush() {
  last_id_ = 0;
  if (waiting_.empty()) return;
  for (const auto& [id, source_id, run_id, article, hash, category, tags, extra, raw] : waiting_) {
    const Cell imported = run_id > 0 ? Cell(Bytes{hash}) : Cell(nullptr);
    const std::array<Cell, kColumns.size()> row = {id,
                                                   article.uid,
                                                   static_cast<std::int64_t>(article.kind),
                                                   source_id,
                                                   article.external_id,
                                                   article.title,
                                                   article.body,
                                                   article.language,
                                                   article.product,
                                                   article.phase,
                                                   cell_or_null(category),
                                                   tags,
                                                   article.confidence,
                                                   article.audience,
                                                   article.governance,
                                                   cell_or_null(article.valid_from),
                                                   cell_or_null(article.valid_to),
                                                   cell_or_null(article.review_by),
                                                   cell_or_null(article.created_at),
                                                   cell_or_null(article.updated_at),
                                                   cell_or_null(extra),
                                                   cell_or_null(raw),
                                                   Bytes{hash},
                                                   imported,
                                                   run_id,
                                                   run_id};
    rows_.add(row);
  }
  rows_.flush();
  for (const Waiting& one : waiting_) write_parts(store_, one.id, one.article);
  waiting_.clear();
}

void update_article(Store& store, std::int64_t id, const model::Article& article, std::int64_t run_id) {
  Db& db = store.db();
  const auto category = category_of(store, article, run_id);
  const std::string hash = article_hash(article);
  if (run_id == 0) keep_base(store, id, hash);
  db.cached(
        "UPDATE article SET title = ?2, body = ?3, language = ?4, product = ?5, phase = ?6, category_id = ?7, tags = ?8, "
        "confidence = ?9, audience = ?10, governance = ?11, valid_from = ?12, valid_to = ?13, created_at = ?14, updated_at = "
        "?15, "
        "extra = ?16, raw = ?17, review_by = ?20, hash = ?18, imported = iif(?19 > 0, ?18, imported), base = iif(?19 > 0, NULL, "
        "base), "
        "changed_run = iif(?19 > 0, ?19, changed_run) "
        "WHERE id = ?1")
      .run(id, article.title, article.body, article.language, article.product, article.phase, category,
           list_to_column(article.tags), article.confidence, article.audience, article.governance, article.valid_from,
           article.valid_to, article.created_at, article.updated_at, object_to_column(article.extra),
           object_to_column(article.raw), Bytes{hash}, run_id, article.review_by);
  db.cached("DELETE FROM phrasing WHERE article_id = ?1 AND origin = ?2").run(id, kAuthor);
  db.cached("DELETE FROM attempt WHERE article_id = ?1").run(id);
  write_parts(store, id, article);
}

std::optional<StoredArticle> read_article(Store& store, std::int64_t id) {
  Stmt row = store.db().cached(
      "SELECT kind, s.name, uid, external_id, title, body, language, product, phase, confidence, audience, governance, "
      "category_id, tags, valid_from, valid_to, created_at, updated_at, extra, hash, imported, base, changed_run, raw, review_by "
      "FROM article a JOIN source s ON s.id = a.source_id WHERE a.id = ?1");
  if (!row.bind(id).step()) return std::nullopt;
  StoredArticle stored;
  stored.id = id;
  model::Article& article = stored.article;
  article.kind = static_cast<model::Kind>(row.integer(0));
  stored.source = row.string(1);
  int column = 1;
  for (std::string* text : {&article.uid, &article.external_id, &article.title, &article.body, &article.language,
                            &article.product, &article.phase, &article.confidence, &article.audience, &article.governance}) {
    *text = row.string(++column);
  }
  const auto category = row.integer(12);
  article.tags = list_from_column(row.text(13));
  article.valid_from = row.maybe_integer(14);
  article.valid_to = row.maybe_integer(15);
  article.created_at = row.maybe_integer(16);
  article.updated_at = row.maybe_integer(17);
  article.extra = object_from_column(row.text(18));
  stored.hash = std::string(row.bytes(19));
  stored.imported = std::string(row.bytes(20));
  stored.base = row.string(21);
  stored.changed_run = row.integer(22);
  article.raw = object_from_column(row.text(23));
  article.review_by = row.maybe_integer(24);
  row.reset();
  stored.ref = model::format_ref(article.kind, id, stored.source, article.external_id);
  article.category = category_path(store, category);
  Stmt phrasings = store.db().cached("SELECT text FROM phrasing WHERE article_id = ?1 AND origin = 'author' ORDER BY seq");
  phrasings.bind(id);
  while (phrasings.step()) article.phrasings.push_back(phrasings.string(0));
  if (article.kind == model::Kind::kCase) read_story(store, id, article.story);
  return stored;
}

std::int64_t find_article_by_uid(Store& store, std::string_view uid) {
  Stmt stmt = store.db().cached("SELECT id FROM article WHERE uid = ?1");
  return stmt.bind(uid).step() ? stmt.integer(0) : 0;
}

std::vector<std::string> read_questions(Store& store, std::int64_t id, std::int64_t limit) {
  Stmt rows = store.db().cached(
      "SELECT title FROM article WHERE id = ?1 UNION ALL SELECT text FROM (SELECT text FROM phrasing WHERE article_id = ?1 ORDER "
      "BY "
      "origin, seq DESC LIMIT ?2)");
  rows.bind(id, limit - 1);
  std::vector<std::string> questions;
  while (rows.step()) questions.push_back(rows.string(0));
  return questions;
}

void for_each_validated_question(Store& store, std::int64_t most,
                                 const std::function<void(const Item& item, std::string_view question)>& visit) {
  Stmt articles =
      store.db().prepare("SELECT kind, id, title FROM article WHERE confidence = 'validated' AND kind != ?1 ORDER BY id");
  Stmt phrasings =
      store.db().prepare("SELECT text FROM phrasing WHERE article_id = ?1 AND origin = 'author' ORDER BY seq LIMIT ?2");
  articles.bind(static_cast<int>(model::Kind::kCase));
  while (articles.step()) {
    const Item item{static_cast<model::Kind>(articles.integer(0)), articles.integer(1)};
    visit(item, articles.text(2));
    phrasings.bind(item.id, most);
    while (phrasings.step()) visit(item, phrasings.text(0));
  }
}

void remove_article(Store& store, std::int64_t id) {
  Db& db = store.db();
  const auto kind = db.integer("SELECT kind FROM article WHERE id = ?1", id);
  db.cached("DELETE FROM label WHERE kind = ?1 AND item_id = ?2").run(kind, id);
  db.cached("DELETE FROM prediction WHERE kind = ?1 AND item_id = ?2").run(kind, id);
  db.cached("DELETE FROM doubt WHERE kind = ?1 AND item_id = ?2").run(kind, id);
  db.cached("DELETE FROM link WHERE (from_kind = ?1 AND from_id = ?2) OR (to_kind = ?1 AND to_id = ?2)").run(kind, id);
  db.cached("DELETE FROM article WHERE id = ?1").run(id);
}

}  // namespace ckm::store
