#include "store/category_paths.hh"

#include <fmt/format.h>

#include "base/hash.hh"
#include "base/json.hh"

namespace ckm::store {
namespace {

constexpr std::string_view kCategory = "category";
constexpr std::string_view kUid = "category_uid";

std::string nth_uid(std::string_view path, int n) {
  constexpr std::string_view kDomain = "category\n";
  return hex(content_hash(n == 1 ? std::string(kDomain).append(path) : fmt::format("{}{}\n{}", kDomain, path, n)));
}

std::optional<std::int64_t> row_of(Store& store, const char* sql, std::string_view key) {
  Stmt row = store.db().cached(sql);
  if (!row.bind(key).step()) return std::nullopt;
  return row.integer(0);
}

std::string path_of(Store& store, std::int64_t id) {
  Stmt row = store.db().cached("SELECT path FROM category WHERE id = ?1");
  return row.bind(id).step() ? row.string(0) : std::string();
}

}  // namespace

std::string first_category_uid(std::string_view path) { return nth_uid(path, 1); }

std::string new_category_uid(Store& store, std::string_view path, const std::function<bool(const std::string&)>& taken) {
  for (int n = 1;; ++n) {
    std::string uid = nth_uid(path, n);
    if (!find_category_by_uid(store, uid) && !(taken && taken(uid))) return uid;
  }
}

std::string category_uid(Store& store, std::int64_t id) {
  return store.db().text("SELECT uid FROM category WHERE id = ?1", id).value_or("");
}

bool categories_moved(Store& store) {
  return store.db()
      .cached("SELECT 1 WHERE EXISTS (SELECT 1 FROM category_path) OR EXISTS (SELECT 1 FROM category_merged)")
      .bind()
      .step();
}

std::optional<std::int64_t> find_category(Store& store, std::string_view path) {
  if (const auto id = row_of(store, "SELECT id FROM category WHERE path = ?1", path)) return id;
  constexpr const char* kHad =
      "SELECT p.category_id FROM category_path p JOIN category c ON c.id = p.category_id WHERE p.path = ?1 "
      "ORDER BY p.until DESC, c.uid DESC LIMIT 1";
  if (const auto id = row_of(store, kHad, path)) return id;
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos || !categories_moved(store)) return std::nullopt;
  const auto above = find_category(store, path.substr(0, slash));
  if (!above) return std::nullopt;
  return row_of(store, "SELECT id FROM category WHERE path = ?1", path_of(store, *above).append(path.substr(slash)));
}

std::optional<std::int64_t> find_category_by_uid(Store& store, std::string_view uid) {
  if (const auto id = row_of(store, "SELECT id FROM category WHERE uid = ?1", uid)) return id;
  return row_of(store, "SELECT category_id FROM category_merged WHERE uid = ?1", uid);
}

std::vector<std::pair<std::string, std::string>> former_paths(Store& store) {
  Stmt rows = store.db().cached("SELECT DISTINCT path FROM category_path ORDER BY path");
  rows.bind();
  std::vector<std::string> all;
  while (rows.step()) all.push_back(rows.string(0));
  rows.reset();
  std::vector<std::pair<std::string, std::string>> former;
  for (std::string& path : all) {
    const auto id = find_category(store, path);
    std::string now = id ? path_of(store, *id) : path;
    if (now != path) former.emplace_back(std::move(path), std::move(now));
  }
  return former;
}

std::string with_category_uid(Store& store, std::string_view snapshot) {
  if (!categories_moved(store)) return std::string(snapshot);
  Value value = json::parse(snapshot, "a snapshot");
  const std::string path = value.text(kCategory);
  const auto id = path.empty() ? std::nullopt : find_category(store, path);
  if (!id) return std::string(snapshot);
  std::string uid = category_uid(store, *id);
  if (uid == first_category_uid(path)) return std::string(snapshot);
  value.set(std::string(kUid), std::move(uid));
  return json::dump(value);
}

void name_category_now(Store& store, Value& snapshot) {
  if (snapshot.object() == nullptr) return;
  const std::string path = snapshot.text(kCategory);
  const std::string uid = snapshot.text(kUid);
  if (path.empty() || (uid.empty() && !categories_moved(store))) return;
  auto id = find_category_by_uid(store, uid.empty() ? first_category_uid(path) : uid);
  if (!id) id = find_category(store, path);
  Value named = Value::Object{};
  for (const auto& [name, value] : *snapshot.object()) {
    if (name == kCategory) named.set(name, id ? path_of(store, *id) : path);
    else if (name != kUid) named.set(name, value);
  }
  snapshot = std::move(named);
}

}  // namespace ckm::store
