#include "store/customer_texts.hh"

#include "model/ref.hh"
#include "model/ticket.hh"

namespace ckm::store {

std::vector<std::string> customer_messages(Store& store, std::int64_t ticket) {
  Stmt rows = store.db().cached("SELECT body FROM message WHERE ticket_id = ?1 AND role = ?2 AND internal = 0 ORDER BY seq");
  rows.bind(ticket, static_cast<int>(model::Role::kCustomer));
  std::vector<std::string> messages;
  while (rows.step()) messages.push_back(rows.string(0));
  return messages;
}

void for_each_customer_text(Store& store, const std::function<bool(CustomerText&)>& visit) {
  Stmt tickets = store.db().prepare(
      "SELECT t.id, s.name, t.external_id, t.subject, t.created_at FROM ticket t JOIN source s ON s.id = t.source_id ORDER BY "
      "t.id");
  tickets.bind();
  CustomerText text;
  while (tickets.step()) {
    text.id = tickets.integer(0);
    text.ref = model::format_ref(model::Kind::kTicket, text.id, tickets.text(1), tickets.text(2));
    text.subject = tickets.string(3);
    text.created_at = tickets.maybe_integer(4);
    text.messages = customer_messages(store, text.id);
    if (!visit(text)) return;
  }
}

std::optional<Time> newest_ticket(Store& store, Time until) {
  Stmt newest = store.db().prepare("SELECT max(created_at) FROM ticket WHERE created_at <= ?1");
  newest.bind(until);
  return newest.step() ? newest.maybe_integer(0) : std::nullopt;
}

}  // namespace ckm::store
