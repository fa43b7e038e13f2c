#include <algorithm>
#include <array>

#include "base/json.hh"
#include "formats/adf.hh"
#include "formats/record.hh"

namespace ckm::formats {
namespace {

using model::Message;
using model::Role;
using model::Ticket;

enum class Part : std::uint8_t { kBody, kAuthor, kRole, kAt, kPublic, kInternal, kId };

struct PartRow {
  Part part;
  std::string_view names;  // Plain names between blanks, the best first.
};
constexpr std::array<PartRow, 7> kParts = {{
    {Part::kBody, " body plainbody bodytext text content message comment htmlbody 内容 正文 "},
    {Part::kAuthor, " author authorname from user sender createdby name authorid userid 作者 用户 "},
    {Part::kRole, " role authorrole authortype sendertype 角色 "},
    {Part::kAt, " at createdat created date time timestamp sentat 时间 创建时间 "},
    {Part::kPublic, " public ispublic "},
    {Part::kInternal, " internal private isinternal isprivate "},
    {Part::kId, " id messageid commentid uuid "},
}};

constexpr std::array<std::pair<std::string_view, Role>, 19> kRoleWords = {{
    {"customer", Role::kCustomer},  {"client", Role::kCustomer},  {"user", Role::kCustomer},   {"enduser", Role::kCustomer},
    {"requester", Role::kCustomer}, {"contact", Role::kCustomer}, {"客户", Role::kCustomer},   {"顾客", Role::kCustomer},
    {"用户", Role::kCustomer},      {"agent", Role::kAgent},      {"admin", Role::kAgent},     {"staff", Role::kAgent},
    {"support", Role::kAgent},      {"operator", Role::kAgent},   {"assistant", Role::kAgent}, {"客服", Role::kAgent},
    {"system", Role::kSystem},      {"bot", Role::kSystem},       {"系统", Role::kSystem},
}};

struct Found {
  Part part;
  std::size_t rank;
};

std::optional<Found> part_of(std::string_view name) {
  const std::string wanted = std::string(1, ' ').append(plain_name(name)).append(1, ' ');
  for (const auto& [part, names] : kParts) {
    const std::size_t at = names.find(wanted);
    if (at != std::string_view::npos && wanted.size() > 2) return Found{part, at};
  }
  return std::nullopt;
}

std::optional<Role> role_of(std::string_view text) {
  const std::string plain = plain_name(text);
  const auto found = std::ranges::find(kRoleWords, plain, &std::pair<std::string_view, Role>::first);
  return found == kRoleWords.end() ? std::nullopt : std::optional(found->second);
}

bool is(const std::string& author, const model::Party& party) {
  return !author.empty() && (author == party.name || author == party.email || author == party.external_id);
}

// Whose message it is where the source doesn't say.
Role guess_role(const Message& message, const Ticket& ticket) {
  if (is(message.author, ticket.requester)) return Role::kCustomer;
  if (is(message.author, ticket.assignee) || message.internal) return Role::kAgent;
  return message.author.empty() || ticket.requester.empty() ? Role::kCustomer : Role::kAgent;
}

std::optional<bool> truth(const Value& value) {
  if (value.boolean() != nullptr) return *value.boolean();
  const std::string text = value.to_text();
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return std::nullopt;
}

// Puts one member of an object into the message. False where it can't be taken whole.
bool take(Part part, const Value& value, Message& message, std::optional<Role>& role, const DateReading& dates) {
  if (part == Part::kPublic || part == Part::kInternal) {
    const auto yes = truth(value);
    if (yes) message.internal = *yes == (part == Part::kInternal);
    return yes.has_value();
  }
  if (part == Part::kBody) {
    if (const auto document = adf_to_markdown(value)) {
      assign_body(message.body, *document);
      if (!message.body.empty()) message.raw = json::dump(value);
      return true;
    }
  }
  const auto text = text_of(value);
  if (!text) return false;
  switch (part) {
    case Part::kBody: assign_body(message.body, *text); break;
    case Part::kAuthor: message.author = std::string(trimmed(*text)); break;
    case Part::kId: message.external_id = std::string(trimmed(*text)); break;
    case Part::kRole: role = role_of(*text); return role.has_value();
    default: {
      const auto date = dates.read("messages", trimmed(*text));
      if (!date || date->ambiguous) return false;
      message.at = date->time;
      return date->plain;
    }
  }
  return value.object() == nullptr;
}

// The message that an object is; its other members are added to `rest`. Nothing where it has no text.
std::optional<Message> map_message(const Value::Object& members, const Ticket& ticket, Value& rest, const DateReading& dates) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::array<std::size_t, kParts.size()> best;
  std::array<std::size_t, kParts.size()> ranks;
  best.fill(kNone);
  ranks.fill(kNone);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto found = members[i].second.is_null() ? std::nullopt : part_of(members[i].first);
    if (!found || found->rank >= ranks[static_cast<std::size_t>(found->part)]) continue;
    best[static_cast<std::size_t>(found->part)] = i;
    ranks[static_cast<std::size_t>(found->part)] = found->rank;
  }
  Message message;
  std::optional<Role> role;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto part = std::ranges::find(best, i);
    const bool taken =
        part != best.end() && take(static_cast<Part>(part - best.begin()), members[i].second, message, role, dates);
    if (!taken && !members[i].second.is_null()) rest.set(members[i].first, members[i].second);
  }
  if (message.body.empty()) return std::nullopt;
  message.role = role ? *role : guess_role(message, ticket);
  return message;
}

// A text alone.
std::optional<Message> plain_message(std::string_view text, const Ticket& ticket) {
  Message message;
  assign_body(message.body, text);
  if (message.body.empty()) return std::nullopt;
  message.role = guess_role(message, ticket);
  return message;
}

}  // namespace

std::optional<Messages> map_messages(const Value& list, const Ticket& ticket, const DateReading& dates) {
  if (list.array() == nullptr) return std::nullopt;
  Messages out;
  Value rests = Value::Array{};
  bool any_rest = false;
  for (const Value& element : *list.array()) {
    Value rest = Value::Object{};
    std::optional<Message> message;
    if (element.object() != nullptr) message = map_message(*element.object(), ticket, rest, dates);
    else if (element.string() != nullptr) message = plain_message(*element.string(), ticket);
    if (!message) rest = element;
    any_rest |= !message ? !element.is_null() : !rest.object()->empty();
    rests.push(std::move(rest));
    if (message) out.messages.push_back(std::move(*message));
  }
  if (out.messages.empty() && !list.array()->empty()) return std::nullopt;
  if (any_rest) out.rest = std::move(rests);
  return out;
}

}  // namespace ckm::formats
