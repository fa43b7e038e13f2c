#include <algorithm>
#include <array>
#include <optional>

#include "base/json.hh"
#include "formats/record.hh"
#include "model/ref.hh"

namespace ckm::formats {
namespace {

using model::Message;
using model::Party;
using model::Role;
using model::Ticket;

struct Line {
  Field field;
  std::string Ticket::*member;
};
constexpr std::array<Line, 11> kLines = {{
    {Field::kExternalId, &Ticket::external_id},
    {Field::kInternalId, &Ticket::internal_id},
    {Field::kSubject, &Ticket::subject},
    {Field::kStatus, &Ticket::status},
    {Field::kPriority, &Ticket::priority},
    {Field::kQueue, &Ticket::queue},
    {Field::kChannel, &Ticket::channel},
    {Field::kType, &Ticket::type},
    {Field::kLanguage, &Ticket::language},
    {Field::kProduct, &Ticket::product},
    {Field::kCategory, &Ticket::category},
}};

// Whether a text is an address and nothing else.
bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of(" \t\r\n<>,;\"") == std::string_view::npos;
}

// `Ann Lee <ann@example.org>` and a bare address, taken apart; any other text is a name.
void split_party(Party& party) {
  if (is_address(party.name)) {
    party.email = std::move(party.name);
    party.name.clear();
    return;
  }
  const std::size_t open = party.name.rfind('<');
  if (open == std::string::npos || !party.name.ends_with('>')) return;
  const std::string_view inside = std::string_view(party.name).substr(open + 1, party.name.size() - open - 2);
  if (!is_address(inside)) return;
  party.email = inside;
  party.name = std::string(trimmed(std::string_view(party.name).substr(0, open)));
}

struct PartyFields {
  Field who;
  Field email;
  Field id;
};

void map_party(Record& record, const PartyFields& fields, Party& party) {
  record.line(fields.email, party.email);
  record.line(fields.id, party.external_id);
  const Cell* const who = record.cell(fields.who);
  if (who == nullptr) return;
  if (who->json == nullptr || who->json->object() == nullptr) {
    record.line(fields.who, party.name);
    if (party.email.empty()) split_party(party);
    return;
  }
  Value rest;
  for (const auto& [name, value] : *who->json->object()) {
    std::string* const into = name == "name"    ? &party.name
                              : name == "email" ? &party.email
                              : name == "id"    ? &party.external_id
                                                : nullptr;
    const auto text = text_of(value);
    if (into != nullptr && into->empty() && text && value.object() == nullptr) into->assign(trimmed(*text));
    else if (!value.is_null()) rest.set(name, value);
  }
  if (party.name.empty()) {
    if (const auto text = text_of(*who->json)) party.name = *text;
  }
  record.take(fields.who);
  if (!rest.is_null()) record.leave(fields.who, std::move(rest));
}

// The messages that a record carries as such; a text may hold them as JSON.
void map_thread(Record& record, Ticket& ticket) {
  const Cell* const cell = record.cell(Field::kMessages);
  if (cell == nullptr) return;
  Value parsed;
  const Value* list = cell->json;
  if (list == nullptr) {
    if (!trimmed(cell->text).starts_with('[') || !json::parse_line(cell->text, parsed).reason.empty()) return;
    list = &parsed;
  }
  auto found = map_messages(*list, ticket, *record.dates);
  if (!found) return;
  // Desks repeat the description as the first comment: then the comment knows more.
  if (!ticket.messages.empty() && !found->messages.empty() && found->messages.front().body == ticket.messages.front().body) {
    if (!found->messages.front().at) found->messages.front().at = ticket.messages.front().at;
    ticket.messages.clear();
  }
  std::ranges::move(found->messages, std::back_inserter(ticket.messages));
  record.take(Field::kMessages);
  if (!found->rest.is_null()) record.leave(Field::kMessages, std::move(found->rest));
}

}  // namespace

Ticket map_ticket(Record& record) {
  Ticket ticket;
  for (const auto& [field, member] : kLines) record.line(field, ticket.*member);
  map_party(record, {Field::kRequester, Field::kRequesterEmail, Field::kRequesterId}, ticket.requester);
  record.line(Field::kOrganisationId, ticket.requester.organisation);
  map_party(record, {Field::kAssignee, Field::kAssigneeEmail, Field::kAssigneeId}, ticket.assignee);
  record.time(Field::kCreatedAt, ticket.created_at);
  record.time(Field::kUpdatedAt, ticket.updated_at);
  record.time(Field::kResolvedAt, ticket.resolved_at);
  record.list(Field::kTags, ticket.tags);
  if (record.has(Field::kBody)) {
    Message message{Role::kCustomer, {}, ticket.created_at, {}, false};
    record.body(Field::kBody, message.body, message.raw);
    if (!message.body.empty()) ticket.messages.push_back(std::move(message));
  }
  map_thread(record, ticket);
  if (record.has(Field::kAnswer)) {
    Message message{Role::kAgent, {}, ticket.resolved_at, {}, false};
    record.body(Field::kAnswer, message.body, message.raw);
    if (!message.body.empty()) ticket.messages.push_back(std::move(message));
  }
  return ticket;
}

}  // namespace ckm::formats
