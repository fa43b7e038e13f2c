#include "store/thing_state.hh"

#include <algorithm>
#include <utility>

#include "base/hash.hh"
#include "base/json.hh"
#include "store/category_paths.hh"
#include "store/chain.hh"

namespace ckm::store {
namespace {

constexpr std::string_view kImport = "import";

struct Entry {
  std::size_t node;
  std::int64_t change_id;
  bool import;
  std::string into;
  model::ThingChange deed;
};

void take(Store& store, model::Kind kind, std::string_view uid, std::string_view op, const std::optional<std::string>& snapshot,
          model::ThingChange& deed) {
  if (op == "remove" || (!snapshot && op != "label")) {
    deed.removed = true;
    deed.content = Value();
    deed.label.reset();
    return;
  }
  if (!snapshot) return;
  Value value = json::parse(*snapshot, "the history");
  name_category_now(store, value);
  if (op == "label") {
    deed.label = value.text("category");
    deed.label_at = parse_time(value.text("at")).value_or(deed.at);
    deed.label_actor = value.find("actor") == nullptr ? deed.actor : value.text("actor");
    return;
  }
  deed.removed = false;
  if (kind == model::Kind::kTicket) {
    deed.content = Value::Object{};  // That it is there: what it is its source says.
    return;
  }
  if (model::info(kind).article) complete_source(store, uid, value);
  deed.content = std::move(value);
}

bool in_line(const std::vector<model::ThingChange>& deeds) {
  for (std::size_t d = 1; d < deeds.size(); ++d) {
    if (!deeds[d].after.has(d - 1)) return false;
  }
  return true;
}

}  // namespace

ThingState thing_state(Store& store, const HistoryGraph& graph, model::Kind kind, std::string_view uid,
                       std::optional<Time> until) {
  Stmt rows = store.db().cached(
      "SELECT e.change_id, c.actor, c.command, e.op, e.snapshot, e.salt, e.digest FROM change_entry e JOIN change c ON c.id = "
      "e.change_id "
      "WHERE e.uid = ?1 ORDER BY e.change_id, e.seq");
  rows.bind(uid);
  std::vector<Entry> entries;
  ThingState state;
  while (rows.step()) {
    const std::int64_t change_id = rows.integer(0);
    const auto node = graph.find(change_id);
    if (!node || (until && graph.nodes()[*node].at > *until)) continue;
    if (entries.empty() || entries.back().change_id != change_id) {
      entries.push_back({*node, change_id, rows.text(2) == kImport, {}, {}});
      model::ThingChange& deed = entries.back().deed;
      deed.at = graph.nodes()[*node].at;
      deed.digest = graph.nodes()[*node].digest;
      deed.actor = rows.string(1);
      deed.settles = rows.text(2) == kSettling;
    }
    const auto snapshot = rows.null(4) ? std::nullopt : std::optional(rows.string(4));
    take(store, kind, uid, rows.text(3), snapshot, entries.back().deed);
    // What forgetting leaves: a removal without content.
    if (!snapshot && rows.text(3) == "remove") {
      const Sha256 left = entry_digest("remove", kind, uid, rows.text(5), {});
      state.forgotten |= rows.bytes(6) == bytes_of(left);
    }
    if (rows.text(3) == "remove" && snapshot) entries.back().into = json::parse(*snapshot, "the history").text("into");
  }
  rows.reset();
  std::ranges::sort(entries, {}, &Entry::node);
  std::vector<std::size_t> nodes;
  for (const Entry& entry : entries) nodes.push_back(entry.node);
  std::vector<model::VersionSet> after = graph.followed(nodes);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    state.changes.push_back(entries[i].change_id);
    state.imports.push_back(entries[i].import);
    state.into.push_back(std::move(entries[i].into));
    state.deeds.push_back(std::move(entries[i].deed));
    state.deeds.back().after = std::move(after[i]);
  }
  state.merged = model::merge_versions(state.deeds, kind);
  if (state.forgotten) {
    state.merged = model::MergedThing();
    state.merged.removed = true;
  }
  state.forked = !state.forgotten && !in_line(state.deeds);
  return state;
}

bool is_gone(const HistoryGraph& graph, const ThingState& state, std::int64_t change_id) {
  if (!state.merged.removed) return false;
  const auto wrote = graph.find(change_id);
  if (!wrote) return true;
  const std::vector<bool> before = graph.behind(*wrote);
  for (std::size_t i = 0; i < state.deeds.size(); ++i) {
    if (state.deeds[i].removed && !before[*graph.find(state.changes[i])]) return true;
  }
  return false;
}

bool is_forked(Store& store, std::string_view uid) {
  return store.db().cached("SELECT 1 FROM forked WHERE uid = ?1").bind(uid).step();
}

}  // namespace ckm::store
