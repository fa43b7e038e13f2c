#include "store/category_edits.hh"

#include <fmt/format.h>

#include "base/counted.hh"
#include "base/error.hh"
#include "base/json.hh"
#include "base/suggest.hh"
#include "base/time.hh"
#include "model/category.hh"
#include "store/categories.hh"
#include "store/category_tree.hh"
#include "store/history.hh"

namespace ckm::store {
namespace {

using model::Kind;

std::string snapshot(Store& store, std::int64_t id) { return json::dump(category_content(store, id)); }

// A member more, or another one in the place of that.
Value with(const Value& content, std::string_view name, Value value) {
  Value out = Value::Object{};
  bool done = value.is_null();
  for (const auto& [member, is] : *content.object()) {
    if (member != name) out.set(member, is);
    else if (!std::exchange(done, true)) out.set(member, value);
  }
  if (!done) out.set(std::string(name), std::move(value));
  return out;
}

// The paths that it had, and one more or what another one had.
Value had(const Value& content, const std::vector<std::string>& paths, const Value* others, std::string_view now_at) {
  Value was;
  const auto add = [&](const std::string& path, Value until) {
    if (path != now_at && (was.is_null() || was.find(path) == nullptr)) was.set(path, std::move(until));
  };
  for (const std::string& path : paths) add(path, format_time(now()));
  for (const Value* const list : {content.find("was"), others}) {
    if (list == nullptr || list->object() == nullptr) continue;
    for (const auto& [path, until] : *list->object()) add(path, until);
  }
  return was;
}

struct Below {
  std::int64_t id;
  std::string uid, path;
};
// A category and all below it, that first.
std::vector<Below> branch_of(Store& store, std::int64_t id) {
  Stmt rows = store.db().cached(
      "WITH RECURSIVE branch (id) AS (SELECT ?1 UNION ALL SELECT c.id FROM branch b JOIN category c ON c.parent_id = b.id) "
      "SELECT c.id, c.uid, c.path FROM branch b JOIN category c ON c.id = b.id ORDER BY c.path");
  rows.bind(id);
  std::vector<Below> all;
  while (rows.step()) all.push_back({rows.integer(0), rows.string(1), rows.string(2)});
  return all;
}

// Categories that came to one path in two copies stand under one: the history says so before that goes elsewhere.
void tell_united(Store& store, const Below& one, ChangeWriter& change) {
  std::vector<std::string> uids;
  {
    Stmt rows = store.db().cached("SELECT uid FROM category_merged WHERE category_id = ?1 ORDER BY uid");
    rows.bind(one.id);
    while (rows.step()) uids.push_back(rows.string(0));
  }
  for (const std::string& uid : uids) {
    const std::vector<Version> versions = versions_of(store, uid);
    if (versions.empty() || !versions.back().there()) continue;
    change.add(Kind::kCategory, uid, "remove", json::dump(with(versions.back().content, "into", one.uid)));
  }
}

void write_fields(Store& store, std::int64_t id, const CategoryFields& fields) {
  Db& db = store.db();
  if (fields.title) db.run("UPDATE category SET title = ?2 WHERE id = ?1", id, *fields.title);
  if (fields.description) db.run("UPDATE category SET description = ?2 WHERE id = ?1", id, *fields.description);
  if (fields.owner) db.run("UPDATE category SET owner_id = nullif(?2, 0) WHERE id = ?1", id, *fields.owner);
  if (fields.review_days) db.run("UPDATE category SET review_days = nullif(?2, 0) WHERE id = ?1", id, *fields.review_days);
}

std::optional<std::int64_t> exact(Store& store, std::string_view path) {
  Stmt row = store.db().cached("SELECT id FROM category WHERE path = ?1");
  if (!row.bind(path).step()) return std::nullopt;
  return row.integer(0);
}

// What lies above a path, made if missing; 0 for none.
std::int64_t need_above(Store& store, std::string_view path, ChangeWriter& change) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return 0;
  const std::string_view above = path.substr(0, slash);
  if (const auto id = find_category(store, above)) return *id;
  need_above(store, above, change);
  const std::int64_t id = make_category(store, above, 0);
  change.add(Kind::kCategory, category_uid(store, id), "add", snapshot(store, id));
  return id;
}

std::string name_of(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

// Words or expressions of which one is enough can stand together in one list; other rules can't be made one.
std::optional<Value> both_rules(const Value* a, const Value* b) {
  if (a == nullptr || b == nullptr) return a == nullptr ? (b == nullptr ? Value() : *b) : *a;
  if (*a == *b) return *a;
  if (a->object()->size() != 1 || b->object()->size() != 1) return std::nullopt;
  const auto& [name, list] = a->object()->front();
  const Value* const other = b->find(name);
  if (other == nullptr || name == "all") return std::nullopt;
  Value joined = list;
  for (const Value& word : *other->array()) {
    bool there = false;
    for (const Value& known : *list.array()) there = there || known == word;
    if (!there) joined.push(word);
  }
  return Value(Value::Object{{name, std::move(joined)}});
}

class MergeOfTwo {
 public:
  MergeOfTwo(Store& store, ChangeWriter& change) : store_(store), change_(change) {}

  void add(const Below& from, const Below& into) {
    const CategoryUse use = category_use(store_, from.id);
    done_.use.articles += use.articles;
    done_.use.tickets += use.tickets;
    done_.use.labels += use.labels;
    done_.use.predictions += use.predictions;
    done_.merged.emplace_back(from.path, into.path);
    const Value content = category_content(store_, from.id);
    tell_united(store_, from, change_);
    change_.add(Kind::kCategory, from.uid, "remove", json::dump(with(content, "into", into.uid)));
    states_.push_back({from.uid, Value(), into.uid});
    Value there = category_content(store_, into.id);
    const Value* const rule = content.find("rule");
    if (rule != nullptr) {
      const Value* const own = there.find("rule");
      std::optional<Value> both = both_rules(own, rule);
      if (!both) {
        throw Error(Exit::kConflict, fmt::format("the rules of {} and {} can't be made one", from.path, into.path),
                    fmt::format("write what is to hold into the rule of {}, leave out that of {}, and load them with: "
                                "ckm classify apply --rules FILE; ckm category list --toml writes such a file",
                                into.path, from.path));
      }
      if (own == nullptr) there = with(there, "position", *content.find("position"));
      if (own == nullptr || *own != *both) done_.rules.push_back(into.path);
      there = with(there, "rule", std::move(*both));
    }
    there = with(there, "was", had(there, {from.path}, content.find("was"), into.path));
    states_.push_back({into.uid, there, {}});
    changed_.push_back(into.id);
    for (const Below& child : children(from.id)) {
      const std::string path = into.path + "/" + name_of(child.path);
      const auto other = exact(store_, path);
      if (other && *other != from.id) add(child, {*other, category_uid(store_, *other), path});
      else move(child, path);
    }
  }

  void move(const Below& top, const std::string& path) {
    for (const Below& one : branch_of(store_, top.id)) {
      const std::string to = path + one.path.substr(top.path.size());
      const Value content = category_content(store_, one.id);
      tell_united(store_, one, change_);
      states_.push_back({one.uid, with(with(content, "path", to), "was", had(content, {one.path}, nullptr, to)), {}});
      changed_.push_back(one.id);
      done_.moved.emplace_back(one.path, to);
    }
  }

  MergedCategories finish() {
    put_categories(store_, states_);
    for (const std::int64_t id : changed_) change_.add(Kind::kCategory, category_uid(store_, id), "change", snapshot(store_, id));
    return std::move(done_);
  }

 private:
  std::vector<Below> children(std::int64_t id) {
    Stmt rows = store_.db().prepare("SELECT id, uid, path FROM category WHERE parent_id = ?1 ORDER BY path");
    rows.bind(id);
    std::vector<Below> all;
    while (rows.step()) all.push_back({rows.integer(0), rows.string(1), rows.string(2)});
    return all;
  }

  Store& store_;
  ChangeWriter& change_;
  std::vector<CategoryState> states_;
  std::vector<std::int64_t> changed_;
  MergedCategories done_;
};

}  // namespace

std::int64_t need_known_category(Store& store, std::string_view path) {
  if (const auto id = find_category(store, path)) return *id;
  std::vector<std::string> known;
  Stmt rows = store.db().prepare("SELECT path FROM category ORDER BY path");
  rows.bind();
  while (rows.step()) known.push_back(rows.string(0));
  throw Error(Exit::kNotFound, fmt::format("there is no category '{}'", path),
              did_you_mean(std::string(path), known, "list them with: ckm category list"));
}

void tell_categories(Store& store, const std::vector<std::int64_t>& ids, const Author& author) {
  ChangeWriter change(store, {author.actor, author.command, "what was there before the next change"});
  for (const std::int64_t top : ids) {
    for (const Below& one : branch_of(store, top)) {
      if (store.db().cached("SELECT 1 FROM change_entry WHERE uid = ?1 LIMIT 1").bind(one.uid).step()) continue;
      change.add(Kind::kCategory, one.uid, "add", snapshot(store, one.id));
      change.flush();  // Named twice, it is told once.
    }
  }
  change.seal();
}

std::int64_t add_category(Store& store, std::string_view path, const CategoryFields& fields, ChangeWriter& change) {
  const std::int64_t above = need_above(store, path, change);
  const std::string now = above == 0 ? std::string(path) : fmt::format("{}/{}", category_path(store, above), name_of(path));
  if (exact(store, now)) {
    throw Error(Exit::kConflict, fmt::format("there is a category '{}' already", now),
                fmt::format("change it with: ckm category set '{}' title=… description=… owner=… review_days=…", now));
  }
  const std::int64_t id = make_category(store, now, 0);
  write_fields(store, id, fields);
  change.add(Kind::kCategory, category_uid(store, id), "add", snapshot(store, id));
  return id;
}

bool set_category(Store& store, std::int64_t id, const CategoryFields& fields, ChangeWriter& change) {
  const Value before = category_content(store, id);
  write_fields(store, id, fields);
  if (category_content(store, id) == before) return false;
  change.add(Kind::kCategory, category_uid(store, id), "change", snapshot(store, id));
  return true;
}

void remove_category(Store& store, std::int64_t id, ChangeWriter& change) {
  const std::string path = category_path(store, id);
  const CategoryUse use = category_use(store, id);
  if (use.any()) {
    std::string what;
    const auto part = [&](std::int64_t n, std::string_view one, std::string_view many) {
      if (n > 0) what += fmt::format("{}{}", what.empty() ? "" : ", ", counted(n, one, many));
    };
    part(use.articles, "article", "articles");
    part(use.tickets, "ticket", "tickets");
    part(use.labels, "label", "labels");
    part(use.predictions, "prediction", "predictions");
    part(use.below, "category below it", "categories below it");
    throw Error(Exit::kConflict, fmt::format("'{}' is in use: {}", path, what),
                fmt::format("have it all in another one with: ckm category merge '{}' INTO", path));
  }
  tell_united(store, {id, category_uid(store, id), path}, change);
  change.add(Kind::kCategory, category_uid(store, id), "remove", snapshot(store, id));
  drop_category(store, id);
}

MovedPaths move_category(Store& store, std::int64_t id, std::string_view path, ChangeWriter& change) {
  const std::string old = category_path(store, id);
  if (path != old && model::within(path, old)) {
    throw Error(Exit::kUsage, fmt::format("'{}' can't be moved below itself, to '{}'", old, path),
                "name a path outside of that branch");
  }
  if (path == old) return {};
  const std::int64_t above = need_above(store, path, change);
  const std::string to = above == 0 ? std::string(path) : fmt::format("{}/{}", category_path(store, above), name_of(path));
  if (to == old) return {};
  if (model::within(to, old))
    throw Error(Exit::kUsage, fmt::format("'{}' can't be moved below itself, to '{}'", old, to),
                "name a path outside of that branch");
  if (exact(store, to)) {
    throw Error(Exit::kConflict, fmt::format("there is a category '{}' already", to),
                fmt::format("make them one with: ckm category merge '{}' '{}'", old, to));
  }
  MergeOfTwo moving(store, change);
  moving.move({id, category_uid(store, id), old}, to);
  return moving.finish().moved;
}

MergedCategories merge_categories(Store& store, std::int64_t from, std::int64_t into, ChangeWriter& change) {
  const Below a{from, category_uid(store, from), category_path(store, from)};
  const Below b{into, category_uid(store, into), category_path(store, into)};
  if (from == into) {
    throw Error(Exit::kUsage, fmt::format("'{}' can't be merged into itself", a.path),
                "name the category that is to go, and then the one that is to stay");
  }
  if (model::within(b.path, a.path)) {
    throw Error(Exit::kUsage, fmt::format("'{}' can't be merged into '{}', which lies below it", a.path, b.path),
                fmt::format("move that out first, with: ckm category move '{}' PATH; or merge that into '{}'", b.path, a.path));
  }
  MergeOfTwo merging(store, change);
  merging.add(a, b);
  return merging.finish();
}

}  // namespace ckm::store
