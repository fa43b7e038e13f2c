#include "store/categories.hh"

#include <map>
#include <set>

#include "base/hash.hh"
#include "base/json.hh"

namespace ckm::store {
namespace {

// Two copies of a store that make the same path make the same category.
std::string new_uid(Store& store, std::string_view path) {
  constexpr std::string_view kDomain = "category\n";
  std::string uid = hex(content_hash(std::string(kDomain).append(path)));
  const bool taken = store.db().integer("SELECT count(*) FROM category WHERE uid = ?1", uid) > 0;
  return taken ? random_uid() : uid;
}

// The person who is the owner; nothing where that is nobody here.
std::optional<std::int64_t> owner_of(Store& store, const Value& content) {
  const Value* const owner = content.find("owner");
  if (owner == nullptr) return std::nullopt;
  Stmt row =
      store.db().cached("SELECT p.id FROM person p JOIN source s ON s.id = p.source_id WHERE s.name = ?1 AND p.external_id = ?2");
  return row.bind(owner->text("source"), owner->text("id")).step() ? std::optional(row.integer(0)) : std::nullopt;
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
      .run(new_uid(store, path), parent, name, path, run_id);
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
  return content;
}

bool restore_category(Store& store, const std::string& uid, const Value& content) {
  const std::string path = clean_path(content.text("path"));
  if (path.empty()) return false;
  Db& db = store.db();
  const bool known = find_category(store, path).has_value();
  const std::int64_t id = need_category(store, path, 0);
  const std::string here = db.text("SELECT uid FROM category WHERE id = ?1", id).value_or("");
  if (known && here < uid) return false;
  const Value before = known ? category_content(store, id) : Value();
  const auto number = [&](std::string_view name) -> std::optional<std::int64_t> {
    const Value* const found = content.find(name);
    return found == nullptr || found->integer() == nullptr ? std::nullopt : std::optional(*found->integer());
  };
  const Value* const rule = content.find("rule");
  db.run(
      "UPDATE category SET uid = ?2, title = ?3, description = ?4, rule = ?5, position = ifnull(?6, position), owner_id = ?7, "
      "review_days = ?8 WHERE id = ?1",
      id, uid, content.text("title"), content.text("description"),
      rule == nullptr ? std::nullopt : std::optional(json::dump(*rule)), number("position"), owner_of(store, content),
      number("review_days"));
  return category_content(store, id) != before || here != uid;
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
  for (model::Category& category : wanted) {
    category.position = ++position;
    const auto old = known.find(category.path);
    const auto id = need_category(store, category.path, 0);
    const bool added = old == known.end();
    if (!added && *old->second == category) continue;
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
