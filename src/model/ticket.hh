// A customer's request and the conversation about it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/members.hh"
#include "base/time.hh"
#include "base/value.hh"

namespace ckm::model {

enum class Role : std::uint8_t { kCustomer = 1, kAgent = 2, kSystem = 3 };  // Written into the file: never change one.

// Somebody as an export names them; any part may be empty.
struct Party {
  std::string name;
  std::string email;
  std::string external_id;
  std::string organisation = {};  // The identifier of what a customer belongs to, as its source writes it; it makes nobody.
  [[nodiscard]] bool empty() const { return name.empty() && email.empty() && external_id.empty(); }
  bool operator==(const Party&) const = default;
};

// Ann Lee <ann@example.org>, or what there is of it.
std::string name_of(const Party& party);

struct Message {
  Role role = Role::kCustomer;
  std::string author;  // As the source names them; empty is the requester or assignee, by role.
  std::optional<Time> at;
  std::string body;
  bool internal = false;         // A note that the customer did not see.
  std::string raw = {};          // The body as it came, where something changed it; else empty.
  std::string external_id = {};  // The source's identifier of the message, such as a Message-ID; may be empty.
  Value extra = {};              // What no field takes, as an object; null when there is nothing.
  bool apart = false;            // It came by itself (ticket_part.hh), so that a new version of its ticket keeps it.
  bool operator==(const Message&) const = default;
};

// What a message says, for people: its body, then a line for each file that came with it, as mail and desks tell it:
// [attached: invoice.pdf, application/pdf, 1200 bytes]. Empty where there is nothing of that.
std::string text_of(const Message& message);

struct Ticket {
  std::string external_id;  // Empty: the store makes one from the content.
  std::string internal_id;  // By which other records of the source name it, where that is another one.
  std::string subject;
  std::string status;
  std::string priority;
  std::string queue;
  std::string channel;
  std::string type;
  std::string language;  // A tag such as en or zh-Hant, as the source says it.
  std::string product;
  std::string category;  // A path such as billing/refund, as the source says it.
  Party requester;
  Party assignee;
  std::optional<Time> created_at;
  std::optional<Time> updated_at;
  std::optional<Time> resolved_at;
  std::vector<std::string> tags;
  std::vector<Message> messages;  // In order.
  Value extra;                    // What no field takes, as an object by the source's names; null when there is nothing.
  Value raw;                      // Texts as they came where a repair changed them, by their names (for_each_text); else null.
};

// A ticket as an object with the members in a fixed order, empty ones left out: what export writes and what an import
// run keeps of a row that it changes. ticket_from_value(to_value(t)) equals t.
Value to_value(const Ticket& ticket);
// The members of that object.
void write_members(const Ticket& ticket, Members& out);
Ticket ticket_from_value(const Value& value);

// The texts beside its messages that a repair may change, in a fixed order, each by the path that it has in the ticket's JSON:
// subject, queue, requester.name, tags.0.
void for_each_text(Ticket& ticket, const std::function<void(const std::string& name, std::string& text)>& visit);
// How many texts of the ticket a repair changed.
std::size_t count_raw(const Ticket& ticket);
// The ticket before any repair: its texts as they came, with nothing in raw.
Ticket as_it_came(Ticket ticket);

// Leaves a ticket that one of its messages, counted from 1, which it must have.
void keep_message(Ticket& ticket, std::size_t number);

// The role's name: customer, agent or system.
std::string_view role_name(Role role);
std::optional<Role> role_from_name(std::string_view name);

}  // namespace ckm::model
