#include "store/tie_links.hh"

#include "store/uses.hh"

namespace ckm::store {

std::int64_t tie_links(Store& store, const std::function<ChangeWriter&()>& change,
                       const std::function<void(WaitingLink&&)>& waits) {
  Db& db = store.db();
  std::int64_t tied = 0;
  for_each_untied(store, Untied::kLinks, [&](const UntiedLink& open) {
    if (!open.from_end || !open.to_end) return waits(waiting_link(open));
    if (*open.from_end == *open.to_end) return;  // The one was merged into the other.
    db.cached(
          "INSERT OR IGNORE INTO link (from_kind, from_id, relation, to_kind, to_id, at, actor, run_id) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .run(open.from_end->kind, open.from_end->id, open.relation, open.to_end->kind, open.to_end->id, open.at, open.actor,
             open.run);
    db.cached(
          "UPDATE link_record SET link_id = (SELECT id FROM link WHERE from_kind = ?2 AND from_id = ?3 AND relation = ?4 AND "
          "to_kind = ?5 AND to_id = ?6) WHERE id = ?1")
        .run(open.record, open.from_end->kind, open.from_end->id, open.relation, open.to_end->kind, open.to_end->id);
    ++tied;
  });
  for_each_untied(store, Untied::kUses, [&](const UntiedLink& open) {
    if (!open.from_end || !open.to_end) return waits(waiting_link(open));
    const std::int64_t use = import_use(store, {static_cast<model::Kind>(open.to_end->kind), open.to_end->id},
                                        {model::Kind::kTicket, open.from_end->id},
                                        {open.relation == "solved", open.at, open.actor, open.run}, change());
    db.cached("UPDATE link_record SET use_id = ?2 WHERE id = ?1").run(open.record, use);
    ++tied;
  });
  return tied;
}

}  // namespace ckm::store
