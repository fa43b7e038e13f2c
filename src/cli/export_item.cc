#include "cli/export_item.hh"

#include <optional>
#include <string>
#include <utility>

#include "store/articles.hh"
#include "store/labels.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

void categorise(formats::Identity& identity, store::EffectiveCategory category, Naming naming) {
  // What rules and models say follows from the rest, and is as old as their last run here.
  if (naming == Naming::kForAll && (category.origin == "rule" || category.origin == "model")) return;
  identity.category = std::move(category.path);
  identity.category_by = std::move(category.origin);
  identity.category_actor = std::move(category.actor);
  identity.category_time = category.at;
}

void name(formats::Identity& identity, model::Kind kind, std::string& ref, const std::string& external_id, Naming naming) {
  identity.ref = naming == Naming::kHere ? std::move(ref) : model::format_ref_for_all(kind, identity.source, external_id);
}

}  // namespace

void export_ticket(store::TicketReader& reader, formats::Exporter& out, Naming naming) {
  formats::Identity identity;
  store::StoredTicket& stored = reader.at_hand();
  categorise(identity, reader.category(), naming);
  identity.source = stored.source;
  name(identity, model::Kind::kTicket, stored.ref, stored.ticket.external_id, naming);
  identity.values = reader.values();
  out.ticket(identity, stored.ticket);
}

void export_item(store::Store& store, const store::Item& item, formats::Exporter& out, Texts texts, std::size_t only,
                 Naming naming) {
  if (item.kind == model::Kind::kTicket) {
    store::TicketReader reader(store, store::TicketReader::For::kOne);
    model::Ticket& ticket = reader.read(item.id)->ticket;
    if (texts == Texts::kAsTheyCame) ticket = model::as_it_came(std::move(ticket));
    if (only > 0) model::keep_message(ticket, only);
    export_ticket(reader, out, naming);
    return;
  }
  formats::Identity identity;
  categorise(identity, store::effective_category(store, item), naming);
  auto stored = store::read_article(store, item.id);
  if (texts == Texts::kAsTheyCame) stored->article = model::as_it_came(std::move(stored->article));
  identity.source = stored->source;
  name(identity, item.kind, stored->ref, stored->article.external_id, naming);
  out.article(identity, stored->article);
}

}  // namespace ckm::cli
