#include "cli/export_item.hh"

#include <optional>
#include <utility>

#include "store/articles.hh"
#include "store/labels.hh"
#include "store/tickets.hh"

namespace ckm::cli {

void export_item(store::Store& store, const store::Item& item, formats::Exporter& out, Texts texts, std::size_t only,
                 Naming naming, store::TicketReader* tickets) {
  formats::Identity identity;
  const auto name = [&](const std::string& ref, const std::string& external_id) {
    if (naming == Naming::kHere) return ref;
    return model::format_ref_for_all(item.kind, identity.source, external_id);
  };
  const auto categorise = [&](store::EffectiveCategory category) {
    // What rules and models say follows from the rest, and is as old as their last run here.
    if (naming == Naming::kForAll && (category.origin == "rule" || category.origin == "model")) return;
    identity.category = std::move(category.path);
    identity.category_by = std::move(category.origin);
    identity.category_actor = std::move(category.actor);
    identity.category_time = category.at;
  };
  if (item.kind == model::Kind::kTicket) {
    std::optional<store::TicketReader> one;
    store::TicketReader& reader = tickets != nullptr ? *tickets : one.emplace(store, store::TicketReader::For::kOne);
    store::StoredTicket& stored = *reader.read(item.id);
    categorise(reader.category());
    if (texts == Texts::kAsTheyCame) stored.ticket = model::as_it_came(std::move(stored.ticket));
    if (only > 0) model::keep_message(stored.ticket, only);
    identity.source = stored.source;
    identity.ref = name(stored.ref, stored.ticket.external_id);
    identity.values = reader.values();
    out.ticket(identity, stored.ticket);
  } else {
    categorise(store::effective_category(store, item));
    auto stored = store::read_article(store, item.id);
    if (texts == Texts::kAsTheyCame) stored->article = model::as_it_came(std::move(stored->article));
    identity.source = stored->source;
    identity.ref = name(stored->ref, stored->article.external_id);
    out.article(identity, stored->article);
  }
}

}  // namespace ckm::cli
