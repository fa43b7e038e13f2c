#include "cli/draft_sources.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/counted.hh"
#include "base/utf8.hh"
#include "formats/mail_header.hh"
#include "model/resolution.hh"
#include "store/labels.hh"
#include "store/links.hh"
#include "store/people.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

model::DraftSource source_of(store::Store& store, const store::Item& item) {
  auto stored = store::read_ticket(store, item.id);
  model::Ticket& ticket = stored->ticket;
  ticket.subject = formats::bare_subject(ticket.subject);
  // What an article says of itself is a person's word: a classifier's guess is none.
  store::EffectiveCategory category = store::effective_category(store, item);
  ticket.category = category.origin == "model" ? std::string() : std::move(category.path);
  for (model::Message& message : ticket.messages) message.author = store::author_name(store, stored->source, message.author);
  return {std::move(stored->ref), std::move(ticket)};
}

}  // namespace

void DraftSources::add(store::Store& store, const store::Item& item, bool faq) {
  model::DraftSource source = source_of(store, item);
  const model::Resolution resolution = model::resolution_of(source.ticket);
  if (faq ? !model::tells_faq(source.ticket) : !model::tells_case(source.ticket)) {
    const bool answered = faq && resolution == model::Resolution::kOpen;
    (answered ? undecided : unanswered).push_back(source.ref);
    return;
  }
  if (resolution == model::Resolution::kOpen)
    open.push_back(fmt::format("{} ({})", source.ref, utf8::one_line(source.ticket.status)));
  if (resolution == model::Resolution::kUnknown) unknown.push_back(source.ref);
  for (const store::Linked& link : store::links_of(store, item)) {
    if (link.outwards || link.relation != "derived-from" || link.item.kind != (faq ? model::Kind::kFaq : model::Kind::kCase))
      continue;
    std::string ref = store::item_ref(store, link.item);
    if (std::ranges::find(drafts, ref) == drafts.end()) drafts.push_back(std::move(ref));
  }
  items.push_back(item);
  tickets.push_back(std::move(source));
}

void DraftSources::tell(const Context& context, bool faq) const {
  const auto say = [&](std::string_view what, const std::vector<std::string>& refs) {
    if (!refs.empty()) context.say(fmt::format("{}: {}", what, first_few(refs)));
  };
  say("left out, not answered by an agent", unanswered);
  say("left out, open, so that no answer is known to be right", undecided);
  say("open, so that the draft has no result", open);
  if (!faq) say("without a status, so that the last attempt has no outcome", unknown);
  if (!drafts.empty()) {
    context.say(fmt::format("derived from one of these tickets already: {}; ckm edit {} goes on with it", first_few(drafts),
                            drafts.front()));
  }
}

}  // namespace ckm::cli
