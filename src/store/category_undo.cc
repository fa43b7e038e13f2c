#include "store/category_undo.hh"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/error.hh"
#include "base/json.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/category_items.hh"
#include "store/category_tree.hh"
#include "store/edits.hh"
#include "store/history.hh"

namespace ckm::store {
namespace {

using model::Kind;

constexpr std::string_view kWas = "was";
constexpr std::string_view kPosition = "position";
constexpr std::string_view kRemove = "remove";

// 0 where it is not there, or was merged into another one.
std::int64_t id_of(Store& store, std::string_view uid) {
  Stmt row = store.db().cached("SELECT id FROM category WHERE uid = ?1");
  return row.bind(uid).step() ? row.integer(0) : 0;
}

Value member(const Value& object, std::string_view name) {
  const Value* const found = object.find(name);
  return found == nullptr ? Value() : *found;
}

// The names of all members of three objects.
std::vector<std::string> names_of(const CategoryDeed& deed) {
  std::vector<std::string> names;
  for (const Value* const content : {&deed.now, &deed.before, &deed.after}) {
    if (content->object() == nullptr) continue;
    for (const auto& [name, value] : *content->object()) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

// The paths that it had, without those that the changeset added, and with those that it took.
Value had_again(const Value& before, const Value& after, const Value& now) {
  Value again;
  const auto has = [](const Value& list, std::string_view path) {
    return list.object() != nullptr && list.find(path) != nullptr;
  };
  for (const Value* const list : {&now, &before}) {
    if (list->object() == nullptr) continue;
    for (const auto& [path, until] : *list->object()) {
      const bool added = has(after, path) && !has(before, path);
      const bool dropped = !has(now, path) && has(after, path);
      if (!added && !dropped && !has(again, path)) again.set(path, until);
    }
  }
  return again;
}

std::string path_taken(Store& store, const std::string& path, const std::string& uid) {
  return store.db().text("SELECT path FROM category WHERE path = ?1 AND uid <> ?2", path, uid).value_or("");
}

// What was in a category before the changeset, and was written since with the other one's name, is in it again.
void put_back(Store& store, const std::string& uid, std::int64_t into, std::int64_t change_id, const std::string& actor,
              ChangeWriter& change) {
  const auto id = find_category_by_uid(store, uid);
  if (!id || *id == into) return;
  const std::string path = category_path(store, *id);
  std::vector<std::pair<Item, bool>> items;  // And whether it is a label.
  {
    Stmt rows = store.db().cached(
        "SELECT kind, id, 0 FROM article WHERE category_id = ?1 UNION ALL SELECT kind, item_id, 1 FROM label WHERE category_id = "
        "?1 "
        "AND field = 'category' ORDER BY 1, 2, 3");
    rows.bind(into);
    while (rows.step()) items.push_back({{static_cast<Kind>(rows.integer(0)), rows.integer(1)}, rows.integer(2) != 0});
  }
  for (const auto& [item, label] : items) {
    const Version* then = nullptr;
    const std::vector<Version> versions = versions_of(store, item_uid(store, item));
    for (const Version& version : versions) {
      if (version.change_id < change_id) then = &version;
    }
    if (then == nullptr || (label ? then->label : then->content.text("category")) != path) continue;
    if (label) {
      edit_label(store, item, path, actor, change);
    } else {
      model::Article article = read_article(store, item.id)->article;
      article.category = path;
      edit_article(store, item.id, std::move(article), change);
    }
  }
}

}  // namespace

Value plain_category(const Value& after) {
  Value plain = Value::Object{};
  plain.set("path", after.text("path"));
  if (const Value* const position = after.find(kPosition)) plain.set(std::string(kPosition), *position);
  return plain;
}

CategoryAgain category_again(Store& store, const CategoryDeed& deed) {
  CategoryAgain out;
  const bool was = !deed.before.is_null(), left = !deed.after.is_null(), is = !deed.now.is_null();
  if (was != left) {
    if (is == was) {
      out.content = deed.now;
      return out;
    }
    out.content = deed.before;
    if (was && !path_taken(store, deed.before.text("path"), deed.uid).empty()) out.blocked.push_back("another one has its path");
    if (!deed.into.empty() && !find_category_by_uid(store, deed.into)) out.blocked.push_back("what it was merged into is gone");
    if (was || deed.now == deed.after) return out;
    for (const std::string& name : names_of(deed)) {
      if (name != kPosition && member(deed.now, name) != member(deed.after, name)) out.blocked.push_back(name);
    }
    return out;
  }
  if (!was || !is) {
    out.content = deed.now;
    if (is != left) out.blocked.push_back("removed");
    return out;
  }
  out.content = Value::Object{};
  for (const std::string& name : names_of(deed)) {
    const Value before = member(deed.before, name), after = member(deed.after, name);
    Value now = member(deed.now, name);
    if (name == kWas) {
      now = had_again(before, after, now);
    } else if (before != after && now == after) {
      now = before;
      if (name == "path" && !path_taken(store, now.to_text(), deed.uid).empty())
        out.blocked.push_back("another one has its path");
    } else if (before != after && now != before && name != kPosition) {
      out.blocked.push_back(name);
    }
    if (!now.is_null()) out.content.set(name, std::move(now));
  }
  return out;
}

bool category_used(Store& store, std::string_view uid, const std::set<std::string>& going) {
  const std::int64_t id = id_of(store, uid);
  if (id == 0) return false;
  if (category_use(store, id).holds()) return true;
  Stmt below = store.db().cached("SELECT uid FROM category WHERE parent_id = ?1");
  below.bind(id);
  while (below.step()) {
    if (!going.contains(below.string(0))) return true;
  }
  return false;
}

void put_categories_back(Store& store, const std::vector<CategoryDeed>& deeds, std::int64_t change_id, const std::string& actor,
                         ChangeWriter& change) {
  std::vector<CategoryState> states;
  std::vector<std::pair<std::string, std::int64_t>> back;  // What is there again, and what it was merged into.
  for (const CategoryDeed& deed : deeds) {
    const CategoryAgain again = category_again(store, deed);
    if (again.content == deed.now || (again.content.is_null() && deed.into.empty())) continue;
    if (again.content.is_null()) {
      Value merged = deed.now;
      change.add(Kind::kCategory, deed.uid, kRemove, json::dump(merged.set("into", deed.into)));
    }
    states.push_back({deed.uid, again.content, again.content.is_null() ? deed.into : std::string()});
    const auto into = find_category_by_uid(store, deed.uid);
    if (deed.now.is_null() && into) back.emplace_back(deed.uid, *into);
  }
  if (states.empty()) return;
  put_categories(store, states);
  for (const CategoryState& state : states) {
    if (state.content.is_null()) continue;
    const auto id = find_category_by_uid(store, state.uid);
    const auto deed = std::ranges::find(deeds, state.uid, &CategoryDeed::uid);
    change.add(Kind::kCategory, state.uid, deed->now.is_null() ? "add" : "change", json::dump(category_content(store, *id)));
  }
  for (const auto& [uid, into] : back) put_back(store, uid, into, change_id, actor, change);
}

void take_categories(Store& store, const std::vector<CategoryDeed>& deeds, ChangeWriter& change) {
  std::vector<std::pair<std::string, std::int64_t>> going;
  for (const CategoryDeed& deed : deeds) {
    const bool goes = deed.before.is_null() && !deed.after.is_null() && deed.into.empty();
    const std::int64_t id = goes ? id_of(store, deed.uid) : 0;
    if (id != 0) going.emplace_back(category_path(store, id), id);
  }
  std::ranges::sort(going, std::greater());  // What lies below goes first.
  for (const auto& [path, id] : going) {
    if (category_used(store, category_uid(store, id), {})) {
      throw Error(Exit::kConflict, fmt::format("the change can't be undone: '{}' is in use", path),
                  fmt::format("have what is in it in another one with: ckm category merge '{}' INTO", path));
    }
    change.add(Kind::kCategory, category_uid(store, id), kRemove, json::dump(category_content(store, id)));
    drop_category(store, id);
  }
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
      if (!mine || category_used(store, uid, {})) break;
      drop_category(store, id);
    }
  }
}

}  // namespace ckm::store
