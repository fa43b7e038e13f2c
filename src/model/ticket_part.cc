#include "model/ticket_part.hh"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace ckm::model {
namespace {

constexpr std::array<std::string Ticket::*, 8> kLines = {&Ticket::status, &Ticket::priority, &Ticket::queue,   &Ticket::channel,
                                                         &Ticket::type,   &Ticket::language, &Ticket::product, &Ticket::category};

constexpr std::string_view kMessages = "messages";

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

// What a message that came apart is known by.
std::string key_of(const Message& message) {
  if (!message.external_id.empty()) return message.external_id;
  return "\n" + (message.at ? std::to_string(*message.at) : std::string()) + "\n" + message.author + "\n" + message.body;
}

bool is_by(const Message& message, const Party& party) {
  return !message.author.empty() &&
         (message.author == party.external_id || message.author == party.name || lower(message.author) == lower(party.email));
}

// A text without blanks and without what Markdown and HTML leave in one of its versions only.
std::string letters(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto b = static_cast<unsigned char>(c);
    const bool other = b < '0' || (b > '9' && b < 'A') || (b > 'Z' && b < 'a') || (b > 'z' && b < 0x80);
    if (!other) out.push_back(c);
  }
  return out;
}

// Whether a message is a ticket's first one as its thread has it.
bool repeats(const Message& message, const Message& first) {
  if ((first.at && message.at == first.at) || message.body == first.body) return true;
  const std::string text = letters(first.body);
  return !text.empty() && letters(message.body) == text;
}

}  // namespace

void sort_messages(std::span<Message> messages) {
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

void keep_unsaid(Ticket& ticket, const Ticket& before, const Said& said) {
  if (!said.elsewhere.empty()) {
    std::ranges::copy_if(before.messages, std::back_inserter(ticket.messages),
                         [&](const Message& message) { return message.external_id.starts_with(said.elsewhere); });
    sort_messages(ticket.messages);
  }
  if (said.thread) return;
  std::vector<Message> known;
  std::ranges::copy_if(before.messages, std::back_inserter(known), [](const Message& message) { return !message.apart; });
  // What no field of a message takes.
  const Value* const rest = before.extra.find(kMessages);
  if (rest != nullptr && (ticket.extra.is_null() || ticket.extra.find(kMessages) == nullptr))
    ticket.extra.set(std::string(kMessages), *rest);
  const auto is_plain = [](const Message& message, Role role) {
    return message.role == role && message.author.empty() && message.external_id.empty();
  };
  std::vector<Message> opening;
  std::vector<Message> answer;
  for (Message& message : ticket.messages) (message.role == Role::kAgent ? answer : opening).push_back(std::move(message));
  std::size_t begin = 0;
  std::size_t end = known.size();
  if (end > 0 && is_plain(known.front(), Role::kCustomer)) ++begin;
  if (end > begin && is_plain(known.back(), Role::kAgent)) --end;
  if (begin > 0 && !said.opening) opening.push_back(known.front());
  if (end < known.size() && !said.answer) answer.push_back(known.back());
  if (begin > 0 && !opening.empty() && opening.front().raw.empty() && !known.front().raw.empty() &&
      letters(opening.front().body) == letters(known.front().body))
    opening.front() = known.front();
  if (begin == 0 && end > 0 && !opening.empty()) {
    const bool repeated =
        said.opens_thread || std::ranges::any_of(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(end),
                                                 [&](const Message& m) { return repeats(m, opening.front()); });
    if (repeated) opening.clear();
  }
  ticket.messages = std::move(opening);
  std::move(known.begin() + static_cast<std::ptrdiff_t>(begin), known.begin() + static_cast<std::ptrdiff_t>(end),
            std::back_inserter(ticket.messages));
  std::ranges::move(answer, std::back_inserter(ticket.messages));
}

Joined join_apart(Ticket& ticket, std::vector<Message> messages) {
  Joined joined;
  if (messages.empty()) return joined;
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < ticket.messages.size(); ++i) {
    if (!ticket.messages[i].external_id.empty() || ticket.messages[i].apart) places.emplace(key_of(ticket.messages[i]), i);
  }
  for (Message& message : messages) {
    message.apart = true;
    if (is_by(message, ticket.requester)) message.role = Role::kCustomer;
    const auto [place, added] = places.try_emplace(key_of(message), ticket.messages.size());
    if (added) ticket.messages.push_back(std::move(message));
    else if (ticket.messages[place->second] == message) ++joined.unchanged;
    else ticket.messages[place->second] = std::move(message), ++joined.changed;
    joined.added += added ? 1 : 0;
  }
  const auto first = std::ranges::find_if(ticket.messages, [](const Message& message) {
    return !message.apart && message.external_id.empty() && message.role == Role::kCustomer;
  });
  bool stays_first = false;
  if (first != ticket.messages.end()) {
    const bool repeated =
        std::ranges::any_of(ticket.messages, [&](const Message& message) { return message.apart && repeats(message, *first); });
    if (repeated) ticket.messages.erase(first);
    else stays_first = !first->at && first == ticket.messages.begin();
  }
  sort_messages(std::span(ticket.messages).subspan(stays_first ? 1 : 0));
  return joined;
}

std::vector<Message> apart_messages(const Ticket& ticket) {
  std::vector<Message> messages;
  std::ranges::copy_if(ticket.messages, std::back_inserter(messages), &Message::apart);
  return messages;
}

}  // namespace ckm::model
