#include "model/ticket_part.hh"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace ckm::model {
namespace {

constexpr std::array<std::string Ticket::*, 8> kLines = {&Ticket::status, &Ticket::priority, &Ticket::queue,   &Ticket::channel,
                                                         &Ticket::type,   &Ticket::language, &Ticket::product, &Ticket::category};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// `Ann Lee <ann@example.org>` or a bare address.
std::string_view address_of(std::string_view author) {
  const std::size_t open = author.rfind('<');
  if (open == std::string_view::npos || !author.ends_with('>')) return author;
  return author.substr(open + 1, author.size() - open - 2);
}

bool same_person(const Party& a, const Party& b) {
  return a.email.empty() || b.email.empty() ? a == b : lower(a.email) == lower(b.email);
}

void join_members(Value& known, const Value& part, bool part_counts) {
  if (part.object() == nullptr) return;
  for (const auto& [name, value] : *part.object()) {
    Value::Object* const members = known.object();
    const auto found = members == nullptr ? Value::Object::iterator() : std::ranges::find(*members, name, &Value::Member::first);
    if (members == nullptr || found == members->end()) known.set(name, value);
    else if (part_counts) found->second = value;
  }
}

void join_messages(std::vector<Message>& known, std::vector<Message>& part) {
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (!known[i].external_id.empty()) places.emplace(known[i].external_id, i);
  }
  for (Message& message : part) {
    const auto found = places.find(message.external_id);
    if (found == places.end()) known.push_back(std::move(message));
    else known[found->second] = std::move(message);
  }
  sort_messages(known);
}

void set_roles(Ticket& ticket) {
  const std::string asker = lower(ticket.requester.email);
  for (Message& message : ticket.messages) {
    if (message.role == Role::kSystem) continue;
    message.role = lower(address_of(message.author)) == asker ? Role::kCustomer : Role::kAgent;
  }
}

}  // namespace

void sort_messages(std::vector<Message>& messages) {
  std::ranges::stable_sort(messages, {},
                           [](const Message& message) { return message.at.value_or(std::numeric_limits<Time>::max()); });
}

Ticket join_part(Ticket known, Ticket part, const TicketPart& how) {
  std::vector<std::string> ids;
  for (const Message& message : part.messages) ids.push_back(message.external_id);
  join_messages(known.messages, part.messages);
  const bool first = !known.messages.empty() && std::ranges::find(ids, known.messages.front().external_id) != ids.end();
  if (first) {
    known.subject = part.subject;
    known.raw = std::move(part.raw);
    if (!same_person(known.requester, part.requester) && !part.requester.empty()) known.requester = part.requester;
  } else if (known.requester.empty()) {
    known.requester = part.requester;
  }
  if (how.first_asks) set_roles(known);
  if (known.assignee.empty()) known.assignee = part.assignee;
  for (const auto field : kLines) {
    if (!(part.*field).empty() && (first || (known.*field).empty())) known.*field = std::move(part.*field);
  }
  if (part.created_at && (!known.created_at || *part.created_at < *known.created_at)) known.created_at = part.created_at;
  if (part.updated_at && (!known.updated_at || *part.updated_at > *known.updated_at)) known.updated_at = part.updated_at;
  if (!known.resolved_at) known.resolved_at = part.resolved_at;
  for (std::string& tag : part.tags) {
    if (std::ranges::find(known.tags, tag) == known.tags.end()) known.tags.push_back(std::move(tag));
  }
  join_members(known.extra, part.extra, first);
  return known;
}

}  // namespace ckm::model
