#include "store/categories.hh"

#include <map>
#include <set>

#include "base/hash.hh"
#include "base/json.hh"

namespace ckm::store {
namespace {

std::string snapshot_of(const model::Category& category) {
  Value value = Value::Object{};
  value.set("path", category.path);
  if (!category.title.empty()) value.set("title", category.title);
  if (!category.description.empty()) value.set("description", category.description);
  if (!category.rule.is_null()) value.set("rule", category.rule);
  return json::dump(value);
}

}  // namespace

std::optional<std::int64_t> find_category(Store& store, std::string_view path) {
  Stmt stmt = store.db().cached("SELECT id FROM category WHERE path = ?1");
  if (!stmt.bind(path).step()) return std::nullopt;
  return stmt.integer(0);
}

std::int64_t need_category(Store& store, std::string_view path, std::int64_t run_id) {
  if (const auto id = find_category(store, path)) return *id;
  std::optional<std::int64_t> parent;
  const auto slash = path.rfind('/');
  if (slash != std::string_view::npos) parent = need_category(store, path.substr(0, slash), run_id);
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  store.db()
      .cached(
          "INSERT INTO category (uid, parent_id, name, path, position, added_run) "
          "VALUES (?1, ?2, ?3, ?4, (SELECT ifnull(max(position), 0) + 1 FROM category), ?5)")
      .run(random_uid(), parent, name, path, run_id);
  return store.db().last_id();
}

std::string category_path(Store& store, std::int64_t id) {
  if (id == 0) return {};
  Stmt stmt = store.db().cached("SELECT path FROM category WHERE id = ?1");
  return stmt.bind(id).step() ? stmt.string(0) : std::string();
}

std::vector<model::Category> read_categories(Store& store) {
  Stmt stmt = store.db().prepare("SELECT path, title, description, rule FROM category ORDER BY position, path");
  std::vector<model::Category> tree;
  while (stmt.step()) {
    model::Category category;
    category.path = stmt.string(0);
    category.title = stmt.string(1);
    category.description = stmt.string(2);
    if (!stmt.null(3)) category.rule = json::parse(stmt.text(3), "category " + category.path);
    tree.push_back(std::move(category));
  }
  return tree;
}

bool restore_category(Store& store, const Value& entry) {
  const std::string path = clean_path(entry.text("path"));
  if (path.empty()) return false;
  const bool known = find_category(store, path).has_value();
  const Value* const found = entry.find("rule");
  const auto rule = found == nullptr ? std::nullopt : std::optional(json::dump(*found));
  Db& db = store.db();
  db.run(
      "UPDATE category SET title = ?2, description = ?3, rule = ?4 WHERE id = ?1 AND (title, description, ifnull(rule, '')) IS "
      "NOT "
      "(?2, ?3, ifnull(?4, ''))",
      need_category(store, path, 0), entry.text("title"), entry.text("description"), rule);
  return !known || db.changed_rows() > 0;
}

TreeUpdate write_categories(Store& store, const std::vector<model::Category>& tree, ChangeWriter& change) {
  TreeUpdate update;
  const std::vector<model::Category> before = read_categories(store);
  std::vector<model::Category> wanted = tree;
  std::set<std::string_view> named;
  for (const model::Category& category : tree) named.insert(category.path);
  std::map<std::string_view, const model::Category*> known;
  for (const model::Category& old : before) {
    known.emplace(old.path, &old);
    if (named.contains(old.path) || old.rule.is_null()) continue;
    wanted.push_back(old);
    wanted.back().rule = Value();
  }
  Db& db = store.db();
  std::int64_t position = 0;
  for (const model::Category& category : wanted) {
    ++position;
    const auto old = known.find(category.path);
    const auto id = need_category(store, category.path, 0);
    const bool added = old == known.end();
    db.run("UPDATE category SET position = ?2 WHERE id = ?1 AND position <> ?2", id, position);
    if (!added && *old->second == category) continue;
    const std::optional<std::string> rule = category.rule.is_null() ? std::nullopt : std::optional(json::dump(category.rule));
    db.run("UPDATE category SET title = ?2, description = ?3, rule = ?4 WHERE id = ?1", id, category.title, category.description,
           rule);
    const std::string uid = db.text("SELECT uid FROM category WHERE id = ?1", id).value_or("");
    change.add(model::Kind::kCategory, uid, added ? "add" : "change", snapshot_of(category));
    ++(added ? update.added : update.changed);
  }
  return update;
}

}  // namespace ckm::store
