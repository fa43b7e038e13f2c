#include "store/mirror.hh"

#include "store/store.hh"

namespace ckm::store {

std::vector<std::int64_t> absent_tickets(Store& store, std::string_view source, const SeenTickets& seen) {
  std::vector<std::int64_t> absent;
  Stmt tickets = store.db().prepare("SELECT id FROM ticket WHERE source_id = ?1 AND status <> ?2 ORDER BY id");
  tickets.bind(store.find_source(source), kGone);
  while (tickets.step()) {
    if (!seen.has(tickets.integer(0))) absent.push_back(tickets.integer(0));
  }
  return absent;
}

}  // namespace ckm::store
