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

std::vector<store::Item> derived(store::Store& store, const store::Item& item, bool outwards, model::Kind kind) {
  std::vector<store::Item> items;
  for (const store::Linked& link : store::links_of(store, item)) {
    if (link.outwards == outwards && link.relation == "derived-from" && link.item.kind == kind) items.push_back(link.item);
  }
  return items;
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
  items.push_back(item);
  tickets.push_back(std::move(source));
}

void DraftSources::find_drafts(store::Store& store, bool faq) {
  std::vector<store::Item> found;
  for (const store::Item& item : items) {
    for (const store::Item& draft : derived(store, item, false, faq ? model::Kind::kFaq : model::Kind::kCase))
      if (std::ranges::find(found, draft) == found.end()) found.push_back(draft);
  }
  for (const store::Item& draft : found) {
    const std::vector<store::Item> from = derived(store, draft, true, model::Kind::kTicket);
    drafts.push_back(store::item_ref(store, draft));
    if (std::ranges::is_permutation(from, items)) same.push_back(drafts.back());
  }
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
    context.say(same.empty() ? fmt::format("note: drafted from some of these tickets before: {}", first_few(drafts))
                             : fmt::format("note: drafted from the same before: {}", first_few(same)));
  }
}

}  // namespace ckm::cli
