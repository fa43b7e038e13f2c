#include "cli/export_item.hh"

#include "store/articles.hh"
#include "store/labels.hh"
#include "store/tickets.hh"

namespace ckm::cli {

void export_item(store::Store& store, const store::Item& item, formats::Exporter& out) {
  store::EffectiveCategory category = store::effective_category(store, item);
  formats::Identity identity{{},         {}, std::move(category.path), std::move(category.origin), std::move(category.actor),
                             category.at};
  if (item.kind == model::Kind::kTicket) {
    const auto stored = store::read_ticket(store, item.id);
    identity.ref = stored->ref;
    identity.source = stored->source;
    out.ticket(identity, stored->ticket);
  } else {
    const auto stored = store::read_article(store, item.id);
    identity.ref = stored->ref;
    identity.source = stored->source;
    out.article(identity, stored->article);
  }
}

}  // namespace ckm::cli
