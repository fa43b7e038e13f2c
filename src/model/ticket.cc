#include "model/ticket.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hh"

namespace ckm::model {
namespace {

constexpr std::string_view kSubject = "subject";
constexpr std::string_view kRaw = "raw";
constexpr std::string_view kId = "id";
constexpr std::string_view kInternalId = "internal_id";
constexpr std::string_view kExtra = "extra";
constexpr std::string_view kApart = "apart";

using TextField = std::pair<std::string_view, std::string Ticket::*>;
constexpr std::array<TextField, 11> kTexts = {{
    {kId, &Ticket::external_id},
    {kInternalId, &Ticket::internal_id},
    {kSubject, &Ticket::subject},
    {"status", &Ticket::status},
    {"priority", &Ticket::priority},
    {"queue", &Ticket::queue},
    {"channel", &Ticket::channel},
    {"type", &Ticket::type},
    {"language", &Ticket::language},
    {"product", &Ticket::product},
    {"category", &Ticket::category},
}};

using PartyField = std::pair<std::string_view, Party Ticket::*>;
constexpr std::array<PartyField, 2> kParties = {{
    {"requester", &Ticket::requester},
    {"assignee", &Ticket::assignee},
}};

using PartyText = std::pair<std::string_view, std::string Party::*>;
constexpr std::array<PartyText, 4> kPartyTexts = {{
    {"name", &Party::name},
    {"email", &Party::email},
    {"id", &Party::external_id},
    {"organisation", &Party::organisation},
}};

using TimeField = std::pair<std::string_view, std::optional<Time> Ticket::*>;
constexpr std::array<TimeField, 3> kTimes = {{
    {"created_at", &Ticket::created_at},
    {"updated_at", &Ticket::updated_at},
    {"resolved_at", &Ticket::resolved_at},
}};

constexpr std::array<std::pair<std::string_view, Role>, 3> kRoles = {{
    {"customer", Role::kCustomer},
    {"agent", Role::kAgent},
    {"system", Role::kSystem},
}};

void put(Members& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.text(name, text);
}

void put(Members& out, std::string_view name, const std::optional<Time>& time) {
  if (time) out.text(name, format_time(*time));
}

void get(const Value& in, std::string_view name, std::string& text) {
  if (const Value* member = in.find(name)) text = member->to_text();
}

void get(const Value& in, std::string_view name, std::optional<Time>& time) {
  if (const Value* member = in.find(name)) time = parse_time(member->to_text());
}

void write_members(const Message& message, Members& out) {
  put(out, kId, message.external_id);
  out.text("role", role_name(message.role));
  put(out, "author", message.author);
  put(out, "at", message.at);
  put(out, "body", message.body);
  put(out, kRaw, message.raw);
  if (message.internal) out.value("internal", true);
  if (!message.extra.is_null()) out.value(kExtra, message.extra);
  if (message.apart) out.value(kApart, true);
}

Message message_from_value(const Value& value) {
  Message message;
  get(value, kId, message.external_id);
  if (const Value* role = value.find("role")) message.role = role_from_name(role->to_text()).value_or(Role::kCustomer);
  get(value, "author", message.author);
  get(value, "at", message.at);
  get(value, "body", message.body);
  get(value, kRaw, message.raw);
  const auto is_true = [&](std::string_view name) {
    const Value* const found = value.find(name);
    return found != nullptr && found->boolean() != nullptr && *found->boolean();
  };
  message.internal = is_true("internal");
  message.apart = is_true(kApart);
  if (const Value* extra = value.find(kExtra)) message.extra = *extra;
  return message;
}

}  // namespace

std::string name_of(const Party& party) {
  if (party.name.empty()) return party.email.empty() ? party.external_id : party.email;
  return party.email.empty() ? party.name : fmt::format("{} <{}>", party.name, party.email);
}

std::string text_of(const Message& message) {
  std::string text = message.body;
  const Value* const files = message.extra.find("attachments");
  if (files == nullptr || files->array() == nullptr) return text;
  std::string_view gap = text.empty() ? "" : "\n\n";
  for (const Value& file : *files->array()) {
    // By the names that mail is given here, or else by a desk's own.
    const auto member = [&](std::string_view name, std::string_view other) {
      const Value* const found = file.find(file.find(name) == nullptr ? other : name);
      return found == nullptr || found->is_null() ? std::string() : utf8::one_line(found->to_text());
    };
    const std::string name = member("name", "file_name");
    const std::string type = member("type", "content_type");
    const std::string size = member("size", "size");
    text += fmt::format("{}[attached: {}{}{}", gap, name, name.empty() || type.empty() ? "" : ", ", type);
    text += size.empty() ? "]" : fmt::format(", {} bytes]", size);
    gap = "\n";
  }
  return text;
}

void keep_message(Ticket& ticket, std::size_t number) {
  Message kept = std::move(ticket.messages[number - 1]);
  ticket.messages.clear();
  ticket.messages.push_back(std::move(kept));
}

std::string_view role_name(Role role) {
  for (const auto& [name, value] : kRoles) {
    if (value == role) return name;
  }
  return {};
}

std::optional<Role> role_from_name(std::string_view name) {
  for (const auto& [known, role] : kRoles) {
    if (known == name) return role;
  }
  return std::nullopt;
}

void write_members(const Ticket& ticket, Members& out) {
  using Holds = Members::Holds;
  for (const auto& [name, field] : kTexts) put(out, name, ticket.*field);
  for (const auto& [name, field] : kParties) {
    const Party& party = ticket.*field;
    if (party.empty()) continue;
    out.open(name, Holds::kMembers);
    for (const auto& [part, text] : kPartyTexts) put(out, part, party.*text);
    out.close();
  }
  for (const auto& [name, field] : kTimes) put(out, name, ticket.*field);
  if (!ticket.tags.empty()) {
    out.open("tags", Holds::kElements);
    for (const std::string& tag : ticket.tags) out.text({}, tag);
    out.close();
  }
  if (!ticket.messages.empty()) {
    out.open("messages", Holds::kElements);
    for (const Message& message : ticket.messages) {
      out.open({}, Holds::kMembers);
      write_members(message, out);
      out.close();
    }
    out.close();
  }
  if (!ticket.extra.is_null()) out.value(kExtra, ticket.extra);
  if (!ticket.raw.is_null()) out.value(kRaw, ticket.raw);
}

Value to_value(const Ticket& ticket) {
  ValueMembers members;
  write_members(ticket, members);
  return members.take();
}

Ticket ticket_from_value(const Value& value) {
  Ticket ticket;
  for (const auto& [name, field] : kTexts) get(value, name, ticket.*field);
  for (const auto& [name, field] : kParties) {
    const Value* party = value.find(name);
    if (party == nullptr) continue;
    for (const auto& [part, text] : kPartyTexts) get(*party, part, ticket.*field.*text);
  }
  for (const auto& [name, field] : kTimes) get(value, name, ticket.*field);
  if (const Value* tags = value.find("tags"); tags != nullptr && tags->array() != nullptr) {
    for (const Value& tag : *tags->array()) ticket.tags.push_back(tag.to_text());
  }
  if (const Value* messages = value.find("messages"); messages != nullptr && messages->array() != nullptr) {
    for (const Value& message : *messages->array()) ticket.messages.push_back(message_from_value(message));
  }
  if (const Value* extra = value.find(kExtra)) ticket.extra = *extra;
  if (const Value* raw = value.find(kRaw)) {
    for_each_text(ticket, [&](const std::string& name, std::string&) {
      const Value* text = raw->find(name);
      if (text != nullptr && text->string() != nullptr) ticket.raw.set(name, *text);
    });
  }
  return ticket;
}

void for_each_text(Ticket& ticket, const std::function<void(const std::string& name, std::string& text)>& visit) {
  for (const auto& [name, field] : kTexts) {
    if (name != kId && name != kInternalId) visit(std::string(name), ticket.*field);
  }
  visit("requester.name", ticket.requester.name);
  visit("assignee.name", ticket.assignee.name);
  for (std::size_t i = 0; i < ticket.tags.size(); ++i) visit(fmt::format("tags.{}", i), ticket.tags[i]);
}

std::size_t count_raw(const Ticket& ticket) {
  const auto messages = std::ranges::count_if(ticket.messages, [](const Message& message) { return !message.raw.empty(); });
  return static_cast<std::size_t>(messages) + (ticket.raw.is_null() ? 0 : ticket.raw.object()->size());
}

Ticket as_it_came(Ticket ticket) {
  const Value raw = std::exchange(ticket.raw, {});
  if (!raw.is_null()) for_each_text(ticket, [&](const std::string& name, std::string& text) { get(raw, name, text); });
  for (Message& message : ticket.messages) {
    if (!message.raw.empty()) message.body = std::exchange(message.raw, {});
  }
  return ticket;
}

}  // namespace ckm::model
