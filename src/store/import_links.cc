// How an import run takes categories and links.
#include <fmt/format.h>

#include <utility>

#include "base/json.hh"
#include "store/categories.hh"
#include "store/link_ends.hh"
#include "store/people.hh"
#include "store/runs.hh"

namespace ckm::store {
namespace {

// Whether a record means who owns the category already, whatever source that is from.
bool is_owner(Store& store, std::int64_t category, const model::Party& party) {
  if (!party.external_id.empty() || (party.name.empty() && party.email.empty())) return false;
  Stmt row = store.db().cached(
      "SELECT 1 FROM category c JOIN person p ON p.id = c.owner_id WHERE c.id = ?1 AND (?2 = '' OR p.name = ?2) AND (?3 = '' OR "
      "lower(p.email) = lower(?3))");
  return row.bind(category, party.name, party.email).step();
}

}  // namespace

ImportRun::Outcome ImportRun::put_entry(const Source& source, const model::Link& said) {
  Db& db = store_.db();
  model::Link link = said;
  // Both outcomes of a use are records of their own: the later one counts.
  if (!link.outcome.empty()) link.relation = link.outcome;
  Stmt known = db.cached(
      "SELECT run_id, id, link_id IS NULL AND use_id IS NULL FROM link_record WHERE source_id = ?1 AND from_text = ?2 AND "
      "relation = ?3 AND to_text = ?4");
  if (known.bind(source.id, link.from, link.relation, link.to).step()) {
    if (!resumed_ || known.integer(0) != id_) ++counts_.unchanged;
    link_rows_.add(known.integer(1), line_, known.integer(2) == 0);
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
  link_rows_.add(db.last_id(), line_, false);
  return Outcome::kAdded;
}

bool ImportRun::say_category(const Source& source, const model::CategoryEntry& category,
                             const std::optional<std::int64_t>& known) {
  CategorySaid there;
  const auto met = met_->categories.find(category.path);
  if (met != met_->categories.end()) {
    there = met->second;
  } else if (known) {
    Stmt find = store_.db().cached(
        "SELECT c.title, c.description, ifnull(p.external_id, ''), c.review_days, ifnull(c.rule, '') FROM category c LEFT JOIN "
        "person p ON p.id = "
        "c.owner_id AND "
        "p.source_id = ?2 WHERE c.id = ?1");
    if (find.bind(*known, source.id).step())
      there = {find.string(0), find.string(1), find.string(2), find.maybe_integer(3), find.string(4)};
  }
  CategorySaid now = there;
  if (!category.title.empty()) now.title = category.title;
  if (!category.description.empty()) now.description = category.description;
  if (!category.owner.empty()) now.owner = party_identity(category.owner);
  if (category.review_days) now.review_days = category.review_days;
  if (!category.rule.is_null()) now.rule = json::dump(category.rule);
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
  std::optional<std::string> rule;
  if (!category.rule.is_null()) rule = json::dump(category.rule);
  if (!before.rule.empty()) category.rule = Value(), rule.reset();
  else if (rule) before.rule = *rule;
  const auto known = find_category(store_, category.path);
  if (known && is_owner(store_, *known, category.owner)) category.owner = {};
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
    db.cached("UPDATE category SET title = ?2, description = ?3, owner_id = ?4, review_days = ?5, rule = ?6 WHERE id = ?1")
        .run(id, category.title, category.description, owner, category.review_days, rule);
    change_->add(model::Kind::kCategory, uid_of(id), "add", snapshot(id));
    return Outcome::kAdded;
  }
  Stmt same = db.cached(
      "SELECT c.added_run FROM category c LEFT JOIN person p ON p.id = c.owner_id AND p.source_id = ?4 WHERE c.id = ?1 "
      "AND ?2 IN ('', c.title) AND ?3 IN ('', c.description) AND (?5 = '' OR p.external_id = ?5) "
      "AND ifnull(?6, c.review_days) IS c.review_days AND ifnull(?7, c.rule) IS c.rule");
  const std::string owner_id = category.owner.empty() ? std::string() : party_identity(category.owner);
  if (same.bind(*known, category.title, category.description, source.id, owner_id, category.review_days, rule).step()) {
    if (!resumed_ || same.integer(0) != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  same.reset();
  ++counts_.changed;
  link_change();
  const auto owner = parties_.person(source.id, category.owner, id_);
  db.cached(
        "INSERT OR IGNORE INTO run_before (run_id, kind, item_id, snapshot, previous_run, hash) SELECT ?1, 5, id, "
        "json_object('title', title, 'description', description, 'owner_id', owner_id, 'review_days', review_days, 'rule', "
        "rule), 0, x'' FROM "
        "category "
        "WHERE id = ?2 AND added_run <> ?1")
      .run(id_, *known);
  db.cached(
        "UPDATE category SET title = iif(?2 = '', title, ?2), description = iif(?3 = '', description, ?3), "
        "owner_id = ifnull(?4, owner_id), review_days = ifnull(?5, review_days), rule = ifnull(?6, rule) WHERE id = ?1")
      .run(*known, category.title, category.description, owner, category.review_days, rule);
  change_->add(model::Kind::kCategory, uid_of(*known), "change", snapshot(*known));
  return Outcome::kChanged;
}

}  // namespace ckm::store
