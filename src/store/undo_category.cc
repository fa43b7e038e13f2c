#include "store/undo_category.hh"

#include "base/json.hh"
#include "store/categories.hh"
#include "store/history.hh"

namespace ckm::store {
namespace {

constexpr std::string_view kPosition = "position";

std::int64_t find_by_uid(Store& store, std::string_view uid) {
  Stmt row = store.db().cached("SELECT id FROM category WHERE uid = ?1");
  return row.bind(uid).step() ? row.integer(0) : 0;
}

bool holds_something(Store& store, std::int64_t id) {
  return store.db().integer(
             "SELECT EXISTS (SELECT 1 FROM article WHERE category_id = ?1) OR EXISTS (SELECT 1 FROM ticket WHERE category_id = "
             "?1) OR "
             "EXISTS (SELECT 1 FROM label WHERE category_id = ?1) OR EXISTS (SELECT 1 FROM prediction WHERE category_id = ?1 AND "
             "origin <> 'rule')",
             id) != 0;
}

}  // namespace

Value category_now(Store& store, std::string_view uid) {
  const std::int64_t id = find_by_uid(store, uid);
  return id == 0 ? Value() : category_content(store, id);
}

Value plain_category(const Value& after) {
  Value plain = Value::Object{};
  plain.set("path", after.text("path"));
  if (const Value* const position = after.find(kPosition)) plain.set(std::string(kPosition), *position);
  return plain;
}

WithoutChange without_change(const Value& before, const Value& after, const Value& now) {
  WithoutChange out{now, {}};
  for (const FieldChange& field : field_changes(before, after)) {
    const Value* const found = now.find(field.name);
    const Value is = found == nullptr ? Value() : *found;
    if (is == field.before) continue;
    if (is != field.after) {
      if (field.name != kPosition) out.blocked.push_back(field.name);
      continue;
    }
    Value again = Value::Object{};
    for (const auto& [name, value] : *out.again.object()) {
      if (name != field.name) again.set(name, value);
    }
    if (!field.before.is_null()) again.set(field.name, field.before);
    out.again = std::move(again);
  }
  return out;
}

bool category_used(Store& store, std::string_view uid, const std::set<std::string>& going) {
  const std::int64_t id = find_by_uid(store, uid);
  if (id == 0) return false;
  if (holds_something(store, id)) return true;
  Stmt below = store.db().cached("SELECT uid FROM category WHERE parent_id = ?1");
  below.bind(id);
  while (below.step()) {
    if (!going.contains(below.string(0))) return true;
  }
  return false;
}

void remove_category(Store& store, std::string_view uid, ChangeWriter& change) {
  const std::int64_t id = find_by_uid(store, uid);
  if (id == 0) return;
  change.add(model::Kind::kCategory, uid, "remove", json::dump(category_content(store, id)));
  // What a rule said goes by itself, but not past the triggers.
  store.db().run("DELETE FROM prediction WHERE category_id = ?1", id);
  store.db().run("DELETE FROM category WHERE id = ?1", id);
}

void make_plain_category(Store& store, std::string_view uid) {
  Value plain = Value::Object{};
  restore_category(store, std::string(uid), plain.set("path", category_now(store, uid).text("path")));
}

void drop_made_by(Store& store, std::int64_t change_id, const std::set<std::string>& paths) {
  for (const std::string& whole : paths) {
    for (std::string path = whole; !path.empty(); path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'))) {
      Stmt row = store.db().cached(
          "SELECT uid, id, ifnull(made_by, 0) = ?2 AND title = '' AND description = '' AND rule IS NULL AND owner_id IS NULL AND "
          "review_days IS NULL AND NOT EXISTS (SELECT 1 FROM change_entry e WHERE e.uid = c.uid) FROM category c WHERE path = "
          "?1");
      if (!row.bind(path, change_id).step()) continue;
      const std::string uid = row.string(0);
      const std::int64_t id = row.integer(1);
      const bool mine = row.integer(2) != 0;
      row.reset();
      if (!mine || category_used(store, uid)) break;
      store.db().run("DELETE FROM category WHERE id = ?1", id);
    }
  }
}

}  // namespace ckm::store
