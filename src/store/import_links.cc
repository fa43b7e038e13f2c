// How an import run takes categories and links.
#include <fmt/format.h>

#include <utility>

#include "base/json.hh"
#include "model/ref.hh"
#include "store/categories.hh"
#include "store/people.hh"
#include "store/redirects.hh"
#include "store/runs.hh"
#include "store/uses.hh"

namespace ckm::store {
namespace {

struct Thing {
  int kind = 0;
  std::int64_t id = 0;
  bool operator==(const Thing&) const = default;
};

std::optional<Thing> find_ticket(Store& store, std::int64_t source, std::string_view id) {
  Stmt find = store.db().cached("SELECT id FROM ticket WHERE source_id = ?1 AND external_id = ?2");
  if (!find.bind(source, id).step()) return std::nullopt;
  return Thing{1, find.integer(0)};
}

// What an article of the source was merged into here.
std::optional<Thing> find_merged(Store& store, std::int64_t source, const std::string& id) {
  const auto name = store.db().text("SELECT name FROM source WHERE id = ?1", source);
  if (!name) return std::nullopt;
  for (const model::KindInfo& kind : model::kKinds) {
    const auto followed = kind.article ? follow_merge(store, article_uid(kind.kind, *name, id)) : std::nullopt;
    if (followed) return Thing{static_cast<int>(followed->item.kind), followed->item.id};
  }
  return std::nullopt;
}

// Of the source, or else of the only source that has such an article. Where a desk counts languages by themselves, 35/en and
// 35/de, 35 is the first of them that came.
std::optional<Thing> find_any_article(Store& store, std::int64_t source, const std::string& id) {
  struct Range {
    std::string from, to;
  };
  const Range ranges[] = {{id, id + '\0'}, {id + '/', id + static_cast<char>('/' + 1)}};
  for (const auto& [from, to] : ranges) {
    Stmt find = store.db().cached(
        "SELECT kind, id FROM article WHERE source_id = ?1 AND kind IN (2, 3, 4) AND external_id >= ?2 AND external_id < ?3 "
        "ORDER BY kind, id LIMIT 1");
    if (find.bind(source, from, to).step()) return Thing{static_cast<int>(find.integer(0)), find.integer(1)};
  }
  if (const auto merged = find_merged(store, source, id)) return merged;
  for (const auto& [from, to] : ranges) {
    Stmt other = store.db().cached(
        "SELECT a.kind, min(a.id), count(DISTINCT s.id), count(DISTINCT a.kind) FROM source s JOIN article a ON "
        "a.source_id = s.id AND a.kind IN (2, 3, 4) AND a.external_id >= ?1 AND a.external_id < ?2");
    other.bind(from, to).step();
    if (other.integer(2) > 1 || other.integer(3) > 1) return std::nullopt;
    if (other.integer(2) == 1) return Thing{static_cast<int>(other.integer(0)), other.integer(1)};
  }
  return std::nullopt;
}

// One end of a link: a reference, or an identifier of a ticket or an article.
std::optional<Thing> find_end(Store& store, std::int64_t source, const std::string& text, bool ticket) {
  const auto ref = model::parse_ref(text);
  if (ref && model::info(ref->kind).searchable) {
    const bool article = model::info(ref->kind).article;
    const int kind = static_cast<int>(ref->kind);
    Stmt find = store.db().cached(
        "SELECT t.id FROM ticket t JOIN source s ON s.id = t.source_id WHERE NOT ?5 AND iif(?1 > 0, t.id = ?1, s.name = ?2 AND "
        "t.external_id = ?3) UNION ALL SELECT a.id FROM article a JOIN source s ON s.id = a.source_id WHERE ?5 AND a.kind = ?4 "
        "AND iif(?1 > 0, a.id = ?1, s.name = ?2 AND a.external_id = ?3)");
    if (find.bind(ref->id, ref->source, ref->external_id, kind, article ? 1 : 0).step()) return Thing{kind, find.integer(0)};
    find.reset();
    const auto followed = article ? follow(store, *ref) : std::nullopt;
    return followed ? std::optional(Thing{static_cast<int>(followed->item.kind), followed->item.id}) : std::nullopt;
  }
  const auto first = ticket ? find_ticket(store, source, text) : find_any_article(store, source, text);
  return first || ticket ? first : find_ticket(store, source, text);
}

}  // namespace

ImportRun::Outcome ImportRun::put_entry(const Source& source, const model::Link& said) {
  Db& db = store_.db();
  model::Link link = said;
  // Both outcomes of a use are records of their own: the later one counts.
  if (!link.outcome.empty()) link.relation = link.outcome;
  Stmt known =
      db.cached("SELECT run_id FROM link_record WHERE source_id = ?1 AND from_text = ?2 AND relation = ?3 AND to_text = ?4");
  if (known.bind(source.id, link.from, link.relation, link.to).step()) {
    if (!resumed_ || known.integer(0) != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  known.reset();
  if (dry_) {
    const std::string key = fmt::format("link/{}/{}\n{}\n{}", source.name, link.from, link.relation, link.to);
    if (const auto outcome = seen_before(key, {})) return *outcome;
  }
  ++counts_.added;
  if (dry_) return Outcome::kAdded;
  link_change();
  db.cached(
        "INSERT INTO link_record (source_id, from_text, relation, to_text, at, actor, run_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
        "?7)")
      .run(source.id, link.from, link.relation, link.to, link.at.value_or(now()), link.actor.empty() ? author_.actor : link.actor,
           id_);
  return Outcome::kAdded;
}

void ImportRun::tie_links() {
  Db& db = store_.db();
  Stmt open = db.prepare(
      "SELECT r.id, r.source_id, r.from_text, r.relation, r.to_text, r.at, r.actor, r.run_id FROM link_record r "
      "LEFT JOIN link l ON l.id = r.link_id WHERE l.id IS NULL AND r.relation NOT IN ('solved', 'not-solved') ORDER BY r.id");
  open.bind();
  waiting_ = 0;
  while (open.step()) {
    const std::string relation = open.string(3);
    const auto from = find_end(store_, open.integer(1), open.string(2), true);
    const auto to = find_end(store_, open.integer(1), open.string(4), relation == "duplicate-of");
    if (!from || !to) {
      ++waiting_;
      continue;
    }
    if (*from == *to) continue;  // The one was merged into the other.
    db.cached(
          "INSERT OR IGNORE INTO link (from_kind, from_id, relation, to_kind, to_id, at, actor, run_id) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .run(from->kind, from->id, relation, to->kind, to->id, open.integer(5), open.text(6), open.integer(7));
    db.cached(
          "UPDATE link_record SET link_id = (SELECT id FROM link WHERE from_kind = ?2 AND from_id = ?3 AND relation = ?4 AND "
          "to_kind = ?5 AND to_id = ?6) WHERE id = ?1")
        .run(open.integer(0), from->kind, from->id, relation, to->kind, to->id);
  }
}

void ImportRun::tie_uses() {
  Db& db = store_.db();
  Stmt open = db.prepare(
      "SELECT r.id, r.source_id, r.from_text, r.relation, r.to_text, r.at, r.actor, r.run_id FROM link_record r "
      "WHERE r.relation IN ('solved', 'not-solved') AND (r.use_id IS NULL OR (r.use_id > 0 AND NOT EXISTS (SELECT 1 FROM use u "
      "WHERE u.id = r.use_id))) ORDER BY r.id");
  open.bind();
  while (open.step()) {
    const auto ticket = find_end(store_, open.integer(1), open.string(2), true);
    const auto article = find_end(store_, open.integer(1), open.string(4), false);
    if (!ticket || !article || ticket->kind != static_cast<int>(model::Kind::kTicket) ||
        !model::info(static_cast<model::Kind>(article->kind)).article) {
      ++waiting_;
      continue;
    }
    link_change();
    const std::int64_t use =
        import_use(store_, {static_cast<model::Kind>(article->kind), article->id}, {model::Kind::kTicket, ticket->id},
                   {open.text(3) == "solved", open.integer(5), open.string(6), open.integer(7)}, *change_);
    db.cached("UPDATE link_record SET use_id = ?2 WHERE id = ?1").run(open.integer(0), use);
  }
}

bool ImportRun::say_category(const Source& source, const model::CategoryEntry& category,
                             const std::optional<std::int64_t>& known) {
  CategorySaid there;
  const auto met = met_->categories.find(category.path);
  if (met != met_->categories.end()) {
    there = met->second;
  } else if (known) {
    Stmt find = store_.db().cached(
        "SELECT c.title, c.description, ifnull(p.external_id, ''), c.review_days FROM category c LEFT JOIN person p ON p.id = "
        "c.owner_id AND "
        "p.source_id = ?2 WHERE c.id = ?1");
    if (find.bind(*known, source.id).step()) there = {find.string(0), find.string(1), find.string(2), find.maybe_integer(3)};
  }
  CategorySaid now = there;
  if (!category.title.empty()) now.title = category.title;
  if (!category.description.empty()) now.description = category.description;
  if (!category.owner.empty()) now.owner = party_identity(category.owner);
  if (category.review_days) now.review_days = category.review_days;
  const bool same = now == there;
  met_->categories.insert_or_assign(category.path, std::move(now));
  return same;
}

ImportRun::Outcome ImportRun::put_entry(const Source& source, const model::CategoryEntry& said) {
  Db& db = store_.db();
  model::CategoryEntry category = said;
  CategorySaid& before = categories_said_[category.path];
  const auto once = [](std::string& now, std::string& met) {
    if (!met.empty()) now.clear();
    else met = now;
  };
  once(category.title, before.title);
  once(category.description, before.description);
  if (!before.owner.empty()) category.owner = {};
  else if (!category.owner.empty()) before.owner = party_identity(category.owner);
  if (before.review_days) category.review_days.reset();
  else before.review_days = category.review_days;
  const auto known = find_category(store_, category.path);
  if (dry_) {
    const bool added = !known && !met_->categories.contains(category.path);
    const bool same = say_category(source, category, known);
    ++(added ? counts_.added : same ? counts_.unchanged : counts_.changed);
    return added ? Outcome::kAdded : same ? Outcome::kUnchanged : Outcome::kChanged;
  }
  const auto snapshot = [&](std::int64_t id) { return json::dump(category_content(store_, id)); };
  const auto uid_of = [&](std::int64_t id) { return db.text("SELECT uid FROM category WHERE id = ?1", id).value_or(""); };
  if (!known) {
    ++counts_.added;
    link_change();
    const auto owner = parties_.person(source.id, category.owner, id_);
    const auto id = need_category(store_, category.path, id_);
    db.cached("UPDATE category SET title = ?2, description = ?3, owner_id = ?4, review_days = ?5 WHERE id = ?1")
        .run(id, category.title, category.description, owner, category.review_days);
    change_->add(model::Kind::kCategory, uid_of(id), "add", snapshot(id));
    return Outcome::kAdded;
  }
  Stmt same = db.cached(
      "SELECT c.added_run FROM category c LEFT JOIN person p ON p.id = c.owner_id AND p.source_id = ?4 WHERE c.id = ?1 "
      "AND ?2 IN ('', c.title) AND ?3 IN ('', c.description) AND (?5 = '' OR p.external_id = ?5) "
      "AND ifnull(?6, c.review_days) IS c.review_days");
  const std::string owner_id = category.owner.empty() ? std::string() : party_identity(category.owner);
  if (same.bind(*known, category.title, category.description, source.id, owner_id, category.review_days).step()) {
    if (!resumed_ || same.integer(0) != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  same.reset();
  ++counts_.changed;
  link_change();
  const auto owner = parties_.person(source.id, category.owner, id_);
  db.cached(
        "INSERT OR IGNORE INTO run_before (run_id, kind, item_id, snapshot, previous_run, hash) SELECT ?1, 5, id, "
        "json_object('title', title, 'description', description, 'owner_id', owner_id, 'review_days', review_days), 0, x'' FROM "
        "category "
        "WHERE id = ?2 AND added_run <> ?1")
      .run(id_, *known);
  db.cached(
        "UPDATE category SET title = iif(?2 = '', title, ?2), description = iif(?3 = '', description, ?3), "
        "owner_id = ifnull(?4, owner_id), review_days = ifnull(?5, review_days) WHERE id = ?1")
      .run(*known, category.title, category.description, owner, category.review_days);
  change_->add(model::Kind::kCategory, uid_of(*known), "change", snapshot(*known));
  return Outcome::kChanged;
}

}  // namespace ckm::store
