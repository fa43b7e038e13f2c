#include "store/categories.hh"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "base/error.hh"
#include "base/json.hh"
#include "base/time.hh"
#include "store/category_list.hh"

namespace ckm::store {

std::int64_t need_category(Store& store, std::string_view path, std::int64_t run_id) {
  if (const auto id = find_category(store, path)) return *id;
  return make_category(store, path, run_id);
}

std::int64_t make_category(Store& store, std::string_view path, std::int64_t run_id) {
  std::optional<std::int64_t> parent;
  const auto slash = path.rfind('/');
  if (slash != std::string_view::npos) parent = need_category(store, path.substr(0, slash), run_id);
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  // What lies above may have been moved.
  const std::string now = parent ? fmt::format("{}/{}", category_path(store, *parent), name) : std::string(name);
  store.db()
      .cached(
          "INSERT INTO category (uid, parent_id, name, path, position, added_run) "
          "VALUES (?1, ?2, ?3, ?4, (SELECT ifnull(max(position), 0) + 1 FROM category), ?5)")
      .run(new_category_uid(store, path), parent, name, now, run_id);
  return store.db().last_id();
}

std::string category_path(Store& store, std::int64_t id) {
  if (id == 0) return {};
  Stmt stmt = store.db().cached("SELECT path FROM category WHERE id = ?1");
  return stmt.bind(id).step() ? stmt.string(0) : std::string();
}

std::vector<model::Category> read_categories(Store& store) {
  Stmt stmt = store.db().prepare("SELECT path, title, description, rule, position FROM category ORDER BY position, path");
  std::vector<model::Category> tree;
  while (stmt.step()) {
    model::Category category;
    category.path = stmt.string(0);
    category.title = stmt.string(1);
    category.description = stmt.string(2);
    if (!stmt.null(3)) category.rule = json::parse(stmt.text(3), "category " + category.path);
    category.position = stmt.integer(4);
    tree.push_back(std::move(category));
  }
  return tree;
}

Value category_content(Store& store, std::int64_t id) {
  Stmt row = store.db().cached(
      "SELECT c.path, c.title, c.description, c.rule, c.position, s.name, p.external_id, c.review_days FROM category c "
      "LEFT JOIN person p ON p.id = c.owner_id LEFT JOIN source s ON s.id = p.source_id WHERE c.id = ?1");
  row.bind(id).step();
  Value content = Value::Object{};
  content.set("path", row.string(0));
  if (!row.text(1).empty()) content.set("title", row.string(1));
  if (!row.text(2).empty()) content.set("description", row.string(2));
  if (!row.null(3)) content.set("rule", json::parse(row.text(3), "a category"));
  content.set("position", row.integer(4));
  if (!row.null(5)) content.set("owner", Value(Value::Object{{"source", row.string(5)}, {"id", row.string(6)}}));
  if (!row.null(7)) content.set("review_days", row.integer(7));
  Stmt paths = store.db().cached("SELECT path, until FROM category_path WHERE category_id = ?1 ORDER BY path");
  paths.bind(id);
  Value was;
  while (paths.step()) was.set(paths.string(0), format_time(paths.integer(1)));
  if (!was.is_null()) content.set("was", std::move(was));
  return content;
}

namespace {

// Writes the owner and the review period that a file says, and takes them out of it; returns whether they were others.
bool say_beside(Store& store, std::int64_t id, model::Category& category) {
  const std::string owner = std::exchange(category.owner, {});
  const auto days = std::exchange(category.review_days, std::nullopt);
  const Value before = category_content(store, id);
  if (!owner.empty()) {
    // As the owner is called, whatever source that is from.
    constexpr const char* kNamed =
        "SELECT 1 FROM category c JOIN person p ON p.id = c.owner_id WHERE c.id = ?1 AND (p.name = ?2 OR lower(p.email) = "
        "lower(?2))";
    if (!store.db().cached(kNamed).bind(id, owner).step())
      store.db().run("UPDATE category SET owner_id = ?2 WHERE id = ?1", id, need_person(store, owner));
  }
  if (days) store.db().run("UPDATE category SET review_days = ?2 WHERE id = ?1", id, *days);
  return category_content(store, id) != before;
}

}  // namespace

TreeUpdate write_categories(Store& store, const std::vector<model::Category>& tree, ChangeWriter& change) {
  TreeUpdate update;
  const std::vector<model::Category> before = read_categories(store);
  std::vector<model::Category> wanted = tree;
  std::set<std::string> named;
  std::map<std::string, std::string> written;  // As the file has it.
  for (model::Category& category : wanted) {
    const std::string path = category.path;
    if (const auto id = find_category(store, path)) category.path = category_path(store, *id);
    const auto [other, first] = written.emplace(category.path, path);
    named.insert(category.path);
    if (first) continue;
    throw Error(Exit::kInput, fmt::format("'{}' and '{}' are one category", other->second, path),
                fmt::format("name it once, as '{}'; nothing was changed", category.path));
  }
  std::map<std::string_view, const model::Category*> known;
  for (const model::Category& old : before) {
    known.emplace(old.path, &old);
    if (named.contains(old.path) || old.rule.is_null()) continue;
    wanted.push_back(old);
    wanted.back().rule = Value();
  }
  Db& db = store.db();
  std::int64_t position = 0;
  for (model::Category& category : wanted) {
    category.position = ++position;
    const auto old = known.find(category.path);
    const auto id = need_category(store, category.path, 0);
    const bool added = old == known.end();
    const bool beside = say_beside(store, id, category);
    if (!added && *old->second == category && !beside) continue;
    const std::optional<std::string> rule = category.rule.is_null() ? std::nullopt : std::optional(json::dump(category.rule));
    db.run("UPDATE category SET title = ?2, description = ?3, rule = ?4, position = ?5 WHERE id = ?1", id, category.title,
           category.description, rule, position);
    const std::string uid = db.text("SELECT uid FROM category WHERE id = ?1", id).value_or("");
    change.add(model::Kind::kCategory, uid, added ? "add" : "change", json::dump(category_content(store, id)));
    ++(added ? update.added : update.changed);
  }
  return update;
}

}  // namespace ckm::store
