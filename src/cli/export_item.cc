#include "cli/export_item.hh"

#include <utility>

#include "store/articles.hh"
#include "store/labels.hh"
#include "store/said_values.hh"
#include "store/tickets.hh"

namespace ckm::cli {

void export_item(store::Store& store, const store::Item& item, formats::Exporter& out, Texts texts, std::size_t only,
                 Naming naming) {
  store::EffectiveCategory category = store::effective_category(store, item);
  // What rules and models say follows from the rest, and is as old as their last run here.
  if (naming == Naming::kForAll && (category.origin == "rule" || category.origin == "model")) category = {};
  formats::Identity identity{{},         {}, std::move(category.path), std::move(category.origin), std::move(category.actor),
                             category.at};
  const auto name = [&](const std::string& ref, const std::string& external_id) {
    if (naming == Naming::kHere) return ref;
    return model::format_ref_for_all(item.kind, identity.source, external_id);
  };
  if (item.kind == model::Kind::kTicket) {
    auto stored = store::read_ticket(store, item.id);
    if (texts == Texts::kAsTheyCame) stored->ticket = model::as_it_came(std::move(stored->ticket));
    if (only > 0) model::keep_message(stored->ticket, only);
    identity.source = stored->source;
    identity.ref = name(stored->ref, stored->ticket.external_id);
    identity.values = store::person_values(store, item.id);
    out.ticket(identity, stored->ticket);
  } else {
    auto stored = store::read_article(store, item.id);
    if (texts == Texts::kAsTheyCame) stored->article = model::as_it_came(std::move(stored->article));
    identity.source = stored->source;
    identity.ref = name(stored->ref, stored->article.external_id);
    out.article(identity, stored->article);
  }
}

}  // namespace ckm::cli
