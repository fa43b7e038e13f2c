#include "store/reviews.hh"

#include <fmt/format.h>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/json.hh"
#include "store/articles.hh"

namespace ckm::store {
namespace {

std::optional<Time> time_of(const Value& entry, std::string_view name) { return parse_time(entry.text(name)); }

std::int64_t ok_of(const Value& entry) {
  const Value* const ok = entry.find("ok");
  return ok != nullptr && ok->boolean() != nullptr && *ok->boolean() ? 1 : 0;
}

void write_review(Store& store, std::string_view uid, std::int64_t article, const Value& entry) {
  store.db()
      .cached("INSERT INTO review (uid, article_id, ok, note, next, at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
      .run(uid, article, ok_of(entry), entry.text("note"), time_of(entry, "next"), time_of(entry, "at").value_or(0),
           entry.text("actor"));
}

Value entry_of(std::string_view article_uid, const Review& review) {
  Value entry = Value::Object{};
  entry.set("article", article_uid).set("ok", review.ok);
  if (!review.note.empty()) entry.set("note", review.note);
  if (review.next) entry.set("next", format_time(*review.next));
  return entry.set("at", format_time(review.at)).set("actor", review.actor);
}

// Articles with what their category says of them, its own or the nearest above's, and when they are due.
constexpr std::string_view kDue =
    "WITH RECURSIVE tree (id, days, owner_id) AS ("
    "  SELECT id, review_days, owner_id FROM category WHERE parent_id IS NULL"
    "  UNION ALL SELECT c.id, ifnull(c.review_days, t.days), ifnull(c.owner_id, t.owner_id) FROM tree t JOIN category c ON "
    "c.parent_id = t.id), "
    "last AS (SELECT article_id, at, ok, next FROM review r WHERE id = (SELECT id FROM review o WHERE o.article_id = "
    "r.article_id ORDER BY at DESC, id DESC LIMIT 1)), "
    "placed AS (SELECT a.*, t.days, t.owner_id, r.at AS checked_at, r.ok, r.next FROM article a "
    "  LEFT JOIN label l ON l.kind = a.kind AND l.item_id = a.id AND l.field = 'category' "
    "  LEFT JOIN prediction p ON p.kind = a.kind AND p.item_id = a.id AND p.field = 'category' "
    "  LEFT JOIN tree t ON t.id = coalesce(l.category_id, a.category_id, p.category_id) "
    "  LEFT JOIN last r ON r.article_id = a.id WHERE a.confidence <> 'archived'), "
    "sourced AS (SELECT *, ifnull(updated_at, created_at) AS source_at FROM placed), "
    "dated AS (SELECT *, CASE "
    "  WHEN checked_at IS NULL AND review_by IS NOT NULL THEN review_by "
    "  WHEN days IS NULL AND checked_at IS NULL THEN NULL "
    // What an import changed counts by its source's time, where that says one.
    "  WHEN checked_at IS NULL THEN (SELECT max(ifnull(source_at, at), ifnull(at, source_at)) FROM (SELECT max(c.at) AS at FROM "
    "change_entry e JOIN change c ON c.id = e.change_id WHERE e.uid = sourced.uid AND e.op IN ('add', 'change') AND (c.command "
    "<> "
    "'import' OR source_at IS NULL))) + days * 86400 "
    "  WHEN ok = 0 THEN checked_at "
    "  WHEN next IS NOT NULL THEN next "
    "  WHEN review_by > checked_at THEN review_by "
    "  ELSE checked_at + days * 86400 END AS due FROM sourced) ";

}  // namespace

void record_review(Store& store, const Item& article, const Review& review, ChangeWriter& change) {
  if (!model::info(article.kind).article)
    throw Error(Exit::kUsage, fmt::format("{} is no article", item_ref(store, article)), "name a FAQ, a case or a document");
  const std::string uid = random_uid();
  const Value entry = entry_of(read_article(store, article.id)->article.uid, review);
  write_review(store, uid, article.id, entry);
  change.add(model::Kind::kReview, uid, "add", json::dump(entry));
}

void restore_review(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change) {
  if (before.is_null()) {
    store.db().run("DELETE FROM review WHERE uid = ?1", uid);
    change.add(model::Kind::kReview, uid, "remove", json::dump(now));
    return;
  }
  const std::int64_t article = find_article_by_uid(store, before.text("article"));
  if (article == 0) return;
  write_review(store, uid, article, before);
  change.add(model::Kind::kReview, uid, "add", json::dump(before));
}

void add_reviews(Store& store, const Item& article, std::vector<Said>& into) {
  const std::string article_uid = read_article(store, article.id)->article.uid;
  Stmt rows = store.db().cached("SELECT ok, note, next, at, actor, uid FROM review WHERE article_id = ?1 ORDER BY at, id");
  rows.bind(article.id);
  while (rows.step()) {
    const Review review{rows.integer(0) != 0, rows.string(1), rows.maybe_integer(2), rows.integer(3), rows.string(4)};
    into.push_back({model::Kind::kReview, rows.string(5), entry_of(article_uid, review)});
  }
}

void for_each_review(Store& store, const std::function<bool(Said&&)>& visit) {
  Stmt rows = store.db().prepare(
      "SELECT r.ok, r.note, r.next, r.at, r.actor, r.uid, a.uid FROM review r JOIN article a ON a.id = r.article_id ORDER BY "
      "r.uid");
  rows.bind();
  while (rows.step()) {
    const Review review{rows.integer(0) != 0, rows.string(1), rows.maybe_integer(2), rows.integer(3), rows.string(4)};
    if (!visit({model::Kind::kReview, rows.string(5), entry_of(rows.text(6), review)})) return;
  }
}

std::vector<Review> reviews_of(Store& store, std::int64_t article_id) {
  Stmt rows = store.db().cached("SELECT ok, note, next, at, actor FROM review WHERE article_id = ?1 ORDER BY at DESC, id DESC");
  rows.bind(article_id);
  std::vector<Review> reviews;
  while (rows.step())
    reviews.push_back({rows.integer(0) != 0, rows.string(1), rows.maybe_integer(2), rows.integer(3), rows.string(4)});
  return reviews;
}

std::optional<Time> due_at(Store& store, std::int64_t article_id) {
  Stmt row = store.db().prepare(fmt::format("{}SELECT due FROM dated WHERE id = ?1", kDue));
  if (!row.bind(article_id).step()) return std::nullopt;
  return row.maybe_integer(0);
}

std::optional<Owner> owner_of(Store& store, std::int64_t article_id) {
  Stmt row = store.db().prepare(
      fmt::format("{}SELECT p.id, p.name, p.email FROM placed JOIN person p ON p.id = owner_id WHERE placed.id = ?1", kDue));
  if (!row.bind(article_id).step()) return std::nullopt;
  Owner owner{row.integer(0), row.string(1), row.string(2)};
  return owner;
}

void for_each_due(Store& store, Time until, const std::function<void(const Due&)>& visit) {
  Stmt rows = store.db().prepare(
      fmt::format("{}SELECT d.kind, d.id, d.title, d.due, d.valid_to, ifnull(iif(p.name = '', p.email, p.name), '') FROM dated d "
                  "LEFT JOIN person p ON p.id = d.owner_id WHERE d.due <= ?1 OR d.valid_to <= ?1 ORDER BY d.kind, d.id",
                  kDue));
  rows.bind(until);
  while (rows.step()) {
    Due due{{static_cast<model::Kind>(rows.integer(0)), rows.integer(1)}, rows.string(2), {}, {}, rows.string(5)};
    for (const auto& [why, column] : {std::pair("review", 3), std::pair("expired", 4)}) {
      due.since = rows.maybe_integer(column);
      if (!due.since || *due.since > until) continue;
      due.why = why;
      visit(due);
    }
  }
}

}  // namespace ckm::store
