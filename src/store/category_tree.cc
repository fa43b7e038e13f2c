#include "store/category_tree.hh"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "base/json.hh"
#include "base/time.hh"
#include "model/category.hh"
#include "store/categories.hh"
#include "store/category_items.hh"
#include "store/category_paths.hh"

namespace ckm::store {
namespace {

struct Node {
  std::string uid;
  std::string old_path;  // Empty for one that is new.
  std::string name;
  std::int64_t old_parent = 0;
  std::string wanted = {};  // What a state says; empty: it stays below its parent.
  std::string path = {};    // Where it is.
  std::int64_t parent = 0;
  enum class Step : std::uint8_t { kWaiting, kUnderWay, kPlaced } step = Step::kWaiting;
  std::int64_t one_with = 0;  // The node that it became one with.
};

std::pair<std::string, std::string> split(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return {{}, path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

// Where all categories are, in memory; numbers below 0 are of categories that are to be made.
class Tree {
 public:
  explicit Tree(Store& store) : store_(store) {
    Stmt rows = store.db().prepare("SELECT id, uid, path, name, ifnull(parent_id, 0) FROM category");
    rows.bind();
    while (rows.step()) {
      nodes_[rows.integer(0)] = {rows.string(1), rows.string(2), rows.string(3), rows.integer(4)};
      by_old_path_[rows.string(2)] = rows.integer(0);
      by_uid_[rows.string(1)] = rows.integer(0);
    }
    Stmt claims = store.db().prepare("SELECT path, category_id, until FROM category_path");
    claims.bind();
    while (claims.step()) claims_[claims.integer(1)].emplace_back(claims.string(0), claims.integer(2));
  }

  [[nodiscard]] std::int64_t find(const std::string& uid) const {
    const auto found = by_uid_.find(uid);
    return found == by_uid_.end() ? 0 : found->second;
  }
  [[nodiscard]] const std::map<std::int64_t, Node>& nodes() const { return nodes_; }
  // The node that stands for it.
  [[nodiscard]] std::int64_t one(std::int64_t id) const {
    while (nodes_.at(id).one_with != 0) id = nodes_.at(id).one_with;
    return id;
  }

  std::int64_t want(const std::string& uid, const std::string& path, const Value* had) {
    std::int64_t id = find(uid);
    if (id == 0) id = make(uid);
    nodes_[id].wanted = path;
    wanted_.emplace(path, id);
    auto& claims = claims_[id];
    claims.clear();
    if (had != nullptr && had->object() != nullptr) {
      for (const auto& [was, until] : *had->object()) claims.emplace_back(was, parse_time(until.to_text()).value_or(0));
    }
    return id;
  }

  void place_all() {
    for (const auto& [id, claims] : claims_) {
      for (const auto& [path, until] : claims) claimed_[path].emplace(until, nodes_[id].uid, id);
    }
    std::vector<std::tuple<std::string, std::string, std::int64_t>> order;
    for (const auto& [id, node] : nodes_) {
      if (!node.wanted.empty()) order.emplace_back(node.wanted, node.uid, id);
    }
    std::ranges::sort(order);
    for (const auto& [path, uid, id] : order) place(id);
    std::vector<std::int64_t> rest;
    for (const auto& [id, node] : nodes_) rest.push_back(id);
    for (const std::int64_t id : rest) place(id);
  }

 private:
  using Step = Node::Step;

  std::int64_t make(const std::string& uid) {
    const std::int64_t id = --made_;
    nodes_[id].uid = uid;
    by_uid_[uid] = id;
    return id;
  }

  // Whether it is somewhere now; not where it is under way itself.
  bool place(std::int64_t id) {
    Node& node = nodes_[id];
    if (node.step != Step::kWaiting) return node.step == Step::kPlaced;
    node.step = Step::kUnderWay;
    std::int64_t parent = 0;
    if (!node.wanted.empty()) {
      const auto [above, name] = split(node.wanted);
      node.name = name;
      if (!above.empty()) parent = need(above);
    } else if (node.old_parent != 0) {
      parent = place(node.old_parent) ? one(node.old_parent) : need(split(node.old_path).first);
    }
    settle(id, parent);
    return true;
  }

  void settle(std::int64_t id, std::int64_t parent) {
    Node& node = nodes_[id];
    node.parent = parent;
    node.path = parent == 0 ? node.name : nodes_[parent].path + "/" + node.name;
    node.step = Step::kPlaced;
    const auto [at, free] = by_path_.emplace(node.path, id);
    if (free) return;
    // What is said of one counts above what nothing is said of.
    const std::int64_t other = at->second;
    Node& there = nodes_[other];
    const bool first = std::tuple(node.wanted.empty(), node.uid) < std::tuple(there.wanted.empty(), there.uid);
    (first ? there : node).one_with = first ? id : other;
    if (first) at->second = id;
  }

  // What lies at a path, made if missing.
  std::int64_t need(const std::string& path) {
    for (auto [at, end] = wanted_.equal_range(path); at != end; ++at) {
      if (place(at->second)) return one(at->second);
    }
    if (const auto old = by_old_path_.find(path); old != by_old_path_.end() && nodes_[old->second].wanted.empty()) {
      if (place(old->second) && nodes_[old->second].path == path) return one(old->second);
    }
    if (const auto found = by_path_.find(path); found != by_path_.end()) return one(found->second);
    if (const auto had = claimed_.find(path); had != claimed_.end()) {
      const std::int64_t id = std::get<2>(*had->second.rbegin());
      if (place(id)) return one(id);
    }
    const auto [above, name] = split(path);
    const std::int64_t parent = above.empty() ? 0 : need(above);
    const std::string now = parent == 0 ? name : nodes_[parent].path + "/" + name;
    if (const auto found = by_path_.find(now); found != by_path_.end()) return one(found->second);
    const std::int64_t id = make(new_category_uid(store_, path, [&](const std::string& uid) { return by_uid_.contains(uid); }));
    nodes_[id].name = name;
    nodes_[id].step = Step::kUnderWay;
    settle(id, parent);
    return id;
  }

  Store& store_;
  std::map<std::int64_t, Node> nodes_;
  std::map<std::string, std::int64_t> by_old_path_, by_uid_, by_path_;
  std::multimap<std::string, std::int64_t> wanted_;
  std::map<std::int64_t, std::vector<std::pair<std::string, std::int64_t>>> claims_;
  std::map<std::string, std::set<std::tuple<std::int64_t, std::string, std::int64_t>>> claimed_;
  std::int64_t made_ = 0;
};

class Writing {
 public:
  explicit Writing(Store& store) : store_(store), db_(store.db()) {}

  std::int64_t run(const std::vector<CategoryState>& states) {
    const std::map<std::string, std::string> before = all();
    std::vector<const CategoryState*> gone;
    for (const CategoryState& state : states) {
      if (state.content.is_null() && !merge(state)) gone.push_back(&state);
    }
    place(states);
    bool again = false;
    std::vector<std::string> removed;
    for (const CategoryState* state : gone) {
      if (merge(*state)) again = true;
      else if (state->into.empty()) removed.push_back(state->uid);
    }
    remove(removed);
    if (again) place({});
    const std::map<std::string, std::string> after = all();
    std::int64_t changed = 0;
    for (const auto& [uid, content] : after) {
      const auto was = before.find(uid);
      changed += was == before.end() || was->second != content ? 1 : 0;
    }
    for (const auto& [uid, content] : before) changed += after.contains(uid) ? 0 : 1;
    return changed;
  }

 private:
  std::map<std::string, std::string> all() {
    std::vector<std::pair<std::string, std::int64_t>> ids;
    Stmt rows = db_.prepare("SELECT uid, id FROM category");
    rows.bind();
    while (rows.step()) ids.emplace_back(rows.string(0), rows.integer(1));
    std::map<std::string, std::string> contents;
    for (const auto& [uid, id] : ids) contents[uid] = json::dump(category_content(store_, id));
    return contents;
  }

  std::optional<std::int64_t> merged_into(const std::string& uid) {
    Stmt row = db_.cached("SELECT category_id FROM category_merged WHERE uid = ?1");
    if (!row.bind(uid).step()) return std::nullopt;
    return row.integer(0);
  }

  void place(const std::vector<CategoryState>& states) {
    Tree tree(store_);
    numbers_.clear();
    std::map<std::int64_t, const Value*> said;
    std::vector<std::pair<std::int64_t, const Value*>> both;
    std::vector<std::pair<std::string, std::int64_t>> back;  // What was merged and is there again, and into what.
    for (const CategoryState& state : states) {
      const std::string path = model::clean_path(state.content.text("path"));
      if (path.empty()) continue;
      const auto into = merged_into(state.uid);
      if (into && category_path(store_, *into) == path) {  // One stands for both, and has of both what one lacks.
        both.emplace_back(*into, &state.content);
        continue;
      }
      if (into) back.emplace_back(state.uid, *into);
      said[tree.want(state.uid, path, state.content.find("was"))] = &state.content;
    }
    tree.place_all();
    write(tree);
    for (const auto& [id, content] : said) {
      if (tree.nodes().at(id).one_with == 0) write_fields(number(id), *content);
    }
    unite(tree, said);
    for (const auto& [into, content] : both) {
      fill_category(store_, into, *content);
      take_paths(into, *content);
    }
    for (const auto& [uid, into] : back) give_back(store_, into, uid);
  }

  [[nodiscard]] std::int64_t number(std::int64_t node) const {
    const auto made = numbers_.find(node);
    return made == numbers_.end() ? node : made->second;
  }

  void write(const Tree& tree) {
    // A path is free only when the one that had it has left it.
    for (const auto& [id, node] : tree.nodes()) {
      if (id > 0 && (node.path != node.old_path || node.one_with != 0))
        db_.cached("UPDATE category SET path = ?2 WHERE id = ?1").run(id, "\n" + node.uid);
    }
    std::vector<std::pair<std::string, std::int64_t>> order;
    for (const auto& [id, node] : tree.nodes()) {
      if (node.one_with == 0) order.emplace_back(node.path, id);
    }
    std::ranges::sort(order);  // What lies above comes before what lies below.
    for (const auto& [path, id] : order) {
      const Node& node = tree.nodes().at(id);
      const auto parent = node.parent == 0 ? std::nullopt : std::optional(number(tree.one(node.parent)));
      if (id < 0) {
        db_.cached(
               "INSERT INTO category (uid, parent_id, name, path, position) VALUES (?1, ?2, ?3, ?4, (SELECT "
               "ifnull(max(position), "
               "0) + 1 FROM category))")
            .run(node.uid, parent, node.name, path);
        numbers_[id] = db_.last_id();
        db_.cached("DELETE FROM category_merged WHERE uid = ?1").run(node.uid);
      } else {
        db_.cached(
               "UPDATE category SET path = ?2, name = ?3, parent_id = ?4 WHERE id = ?1 AND (path <> ?2 OR parent_id IS NOT ?4)")
            .run(id, path, node.name, parent);
        if (path != node.old_path) queue_predicted(store_, id);
      }
    }
  }

  void write_fields(std::int64_t id, const Value& content) {
    set_category_fields(store_, id, content);
    db_.cached("DELETE FROM category_path WHERE category_id = ?1").run(id);
    take_paths(id, content);
  }

  // What is found by these paths is found by those that the content tells too.
  void take_paths(std::int64_t id, const Value& content) {
    const Value* const was = content.find("was");
    if (was == nullptr || was->object() == nullptr) return;
    for (const auto& [path, until] : *was->object()) had_path(store_, id, path, parse_time(until.to_text()).value_or(0));
  }

  // Those that share a path become one.
  void unite(const Tree& tree, const std::map<std::int64_t, const Value*>& said) {
    for (const auto& [id, node] : tree.nodes()) {
      if (node.one_with == 0) continue;
      const std::int64_t into = number(tree.one(id));
      if (const auto content = said.find(id); content != said.end()) {
        fill_category(store_, into, *content->second);
        take_paths(into, *content->second);
      } else if (id > 0) {
        fill_category(store_, into, category_content(store_, id));
      }
      if (id > 0) move_items(store_, id, into, node.uid);
      lead_to(node.uid, into);
    }
  }

  void lead_to(const std::string& uid, std::int64_t id) {
    db_.cached("INSERT OR REPLACE INTO category_merged (uid, category_id) VALUES (?1, ?2)").run(uid, id);
  }

  // Whether it was merged into another one that is there.
  bool merge(const CategoryState& state) {
    const auto into = state.into.empty() ? std::nullopt : find_category_by_uid(store_, state.into);
    if (!into || category_uid(store_, *into) == state.uid) return false;
    if (const auto id = db_.integer("SELECT id FROM category WHERE uid = ?1", state.uid); id != 0)
      move_items(store_, id, *into, state.uid);
    lead_to(state.uid, *into);
    return true;
  }

  // What lies below goes first, and keeps what lies above where it stays.
  void remove(const std::vector<std::string>& uids) {
    std::vector<std::pair<std::string, std::int64_t>> order;
    for (const std::string& uid : uids) {
      const auto id = db_.integer("SELECT id FROM category WHERE uid = ?1", uid);
      if (id != 0) order.emplace_back(category_path(store_, id), id);
    }
    std::ranges::sort(order, std::greater());
    for (const auto& [path, id] : order) {
      const CategoryUse use = category_use(store_, id);
      if (use.holds() || use.below > 0) set_category_fields(store_, id, Value(Value::Object{}));
      else drop_category(store_, id);
    }
  }

  Store& store_;
  Db& db_;
  std::map<std::int64_t, std::int64_t> numbers_;  // Of nodes that were made, those of their rows.
};

}  // namespace

std::int64_t put_categories(Store& store, const std::vector<CategoryState>& states) { return Writing(store).run(states); }

}  // namespace ckm::store
