#include "store/published.hh"

#include <string>
#include <utility>

#include "base/interrupt.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/labels.hh"

namespace ckm::store {
namespace {

// What is said of articles: how it is read, by numbers alone, and what is written where its article is there.
struct Saying {
  const char* select;
  const char* insert;
};
constexpr std::string_view kThere = " WHERE EXISTS (SELECT 1 FROM article WHERE id = ?1)";
constexpr Saying kSayings[] = {
    {"SELECT article_id, solved, at FROM use ORDER BY id",
     "INSERT INTO use (article_id, solved, at, actor) SELECT ?1, ?2, ?3, ''"},
    {"SELECT article_id, helpful, at FROM feedback ORDER BY id",
     "INSERT INTO feedback (article_id, helpful, at, actor) SELECT ?1, ?2, ?3, ''"},
    {"SELECT article_id, ok, max(at) FROM review WHERE ok = 1 GROUP BY article_id",
     "INSERT INTO review (uid, article_id, ok, at, actor) SELECT '', ?1, ?2, ?3, ''"},
};

void add_articles(Store& store, model::Audience audience, Time at, Store& to, const std::function<void(std::int64_t)>& progress) {
  const std::int64_t source = to.source_id(model::kLocalSource);
  ArticleAdder adder(to);
  std::int64_t looked = 0;
  // What is not validated is for nobody else; the rest is looked at.
  Stmt rows = store.db().prepare("SELECT id FROM article WHERE confidence = 'validated' AND audience <> 'internal' ORDER BY id");
  rows.bind();
  while (rows.step()) {
    stop_if_interrupted();
    progress(++looked);
    const std::int64_t id = rows.integer(0);
    StoredArticle stored = *read_article(store, id);
    if (!model::why_hidden(stored.article, audience, at).empty()) continue;
    stored.article.category = effective_category(store, {stored.article.kind, id}).path;
    adder.add(source, model::as_published(std::move(stored.article)), {}, 0, id);
  }
  adder.flush();
}

void add_sayings(Store& store, Store& to) {
  for (const Saying& saying : kSayings) {
    Stmt rows = store.db().prepare(saying.select);
    Stmt add = to.db().prepare(std::string(saying.insert).append(kThere));
    rows.bind();
    while (rows.step()) add.run(rows.integer(0), rows.maybe_integer(1), rows.integer(2));
  }
}

void add_links(Store& store, Store& to) {
  Stmt rows = store.db().prepare(
      "SELECT from_id, to_id, from_kind, to_kind, at, relation FROM link WHERE from_kind BETWEEN 2 AND 4 AND to_kind BETWEEN 2 "
      "AND 4 ORDER BY id");
  Stmt add = to.db().prepare(
      std::string("INSERT INTO link (from_kind, from_id, relation, to_kind, to_id, at, actor) SELECT ?3, ?1, ?6, ?4, ?2, ?5, ''")
          .append(kThere)
          .append(" AND EXISTS (SELECT 1 FROM article WHERE id = ?2)"));
  rows.bind();
  while (rows.step()) add.run(rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4), rows.text(5));
}

// What the categories that there are, are called in the whole tree.
void add_names(Store& store, Store& to) {
  Stmt rows = store.db().prepare("SELECT path, uid, title, position FROM category");
  rows.bind();
  Stmt set = to.db().prepare("UPDATE category SET uid = ?2, title = ?3, position = ?4 WHERE path = ?1");
  while (rows.step()) set.run(rows.text(0), rows.text(1), rows.text(2), rows.integer(3));
}

}  // namespace

Store published(Store& store, model::Audience audience, Time at, const std::function<void(std::int64_t)>& progress) {
  Store seen = Store::temporary();
  seen.trust_keys();
  Transaction transaction(seen.db());
  add_articles(store, audience, at, seen, progress);
  add_sayings(store, seen);
  add_links(store, seen);
  add_names(store, seen);
  transaction.commit();
  return seen;
}

void begin_history(Store& published, const Author& author) {
  Transaction transaction(published.db());
  ChangeWriter change(published, author);
  Stmt rows = published.db().prepare("SELECT id FROM article ORDER BY uid");
  rows.bind();
  while (rows.step()) {
    stop_if_interrupted();
    const model::Article article = read_article(published, rows.integer(0))->article;
    change.add(article.kind, article.uid, "add", article_snapshot(article, model::kLocalSource));
  }
  change.seal();
  transaction.commit();
}

}  // namespace ckm::store
