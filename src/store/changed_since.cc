#include "store/changed_since.hh"

#include "base/error.hh"
#include "store/history.hh"
#include "store/history_graph.hh"
#include "store/tickets.hh"

namespace ckm::store {

ChangedSince ChangedSince::time(Store& store, Time time) {
  std::unordered_set<std::int64_t> changes;
  Stmt rows = store.db().prepare("SELECT id FROM change WHERE at >= ?1");
  rows.bind(time);
  while (rows.step()) changes.insert(rows.integer(0));
  ChangedSince since(store);
  since.take(changes);
  return since;
}

ChangedSince ChangedSince::change(Store& store, std::int64_t change_id) {
  const HistoryGraph graph(store);
  const auto node = graph.find(change_id);
  if (!node) throw Error(Exit::kConflict, "the import that --since names is not done yet", "wait for its end, or begin it again");
  std::vector<bool> known = graph.behind(*node);
  known.resize(graph.nodes().size(), false);
  std::unordered_set<std::int64_t> changes;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (!known[i]) changes.insert(graph.nodes()[i].change_id);
  }
  ChangedSince since(store);
  since.take(changes);
  return since;
}

void ChangedSince::take(const std::unordered_set<std::int64_t>& changes) {
  Stmt entries = store_.db().prepare(
      "SELECT uid, kind, snapshot ->> 'source', snapshot ->> 'id' FROM change_entry WHERE change_id = ?1 AND (kind <= 4 OR kind "
      "= "
      "13)");
  for (const std::int64_t change : changes) {
    entries.bind(change);
    while (entries.step()) {
      const bool said = entries.integer(1) == static_cast<std::int64_t>(model::Kind::kLabel);
      uids_.insert(said ? ticket_uid(entries.text(2), entries.text(3)) : entries.string(0));
      tickets_ |= said || entries.integer(1) == static_cast<std::int64_t>(model::Kind::kTicket);
    }
  }
  Stmt runs = store_.db().prepare("SELECT id, change_id FROM run WHERE change_id IS NOT NULL");
  runs.bind();
  while (runs.step()) {
    if (changes.contains(runs.integer(1))) runs_.insert(runs.integer(0));
  }
}

bool ChangedSince::holds(const Item& item) const {
  if (item.kind == model::Kind::kTicket && !runs_.empty()) {
    Stmt row = store_.db().cached("SELECT added_run, changed_run FROM ticket WHERE id = ?1");
    if (row.bind(item.id).step() && (runs_.contains(row.integer(0)) || runs_.contains(row.integer(1)))) return true;
  }
  if (item.kind == model::Kind::kTicket && !tickets_) return false;
  return uids_.contains(item_uid(store_, item));
}

}  // namespace ckm::store
