// References: how users and scripts name one thing.
//
//   faq:12               by the number it has in this file
//   ticket:zendesk/4711  by the source it came from and its identifier there; the identifier may hold anything
//
//   ticket:desk/7#3      the third message of a ticket
//
// What was imported with an identifier of its own is shown by its source, everything else by its number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/kind.hh"

namespace ckm::model {

// External identifiers that begin with this were made from the content, for want of a real one.
inline constexpr char kContentIdMark = '~';
// The source of what was made in this file.
inline constexpr std::string_view kLocalSource = "local";

struct Ref {
  Kind kind = Kind::kTicket;
  std::int64_t id = 0;  // 0 when the reference is by source.
  std::string source;   // Empty when the reference is by number.
  std::string external_id;
  bool operator==(const Ref&) const = default;
};

// Nothing where the text is no reference; white space around it is dropped, and the kind may be written as kind_from_name knows
// it.
std::optional<Ref> parse_ref(std::string_view text);

// The reference that a thing is shown by.
std::string format_ref(Kind kind, std::int64_t id, std::string_view source, std::string_view external_id);

// The same without a number that counts in one copy of a store alone.
std::string format_ref_for_all(Kind kind, std::string_view source, std::string_view external_id);

// One message of a ticket.
struct MessageRef {
  std::string ticket;      // The ticket's reference as it was written.
  std::size_t number = 0;  // From 1, in the ticket's order; empty and automatic messages count.
  bool operator==(const MessageRef&) const = default;
};
// The number stands behind the last #. An identifier may itself end so: try the whole as the reference of a ticket first. Nothing
// for another text.
std::optional<MessageRef> parse_message_ref(std::string_view text);
std::string format_message_ref(std::string_view ticket, std::size_t number);

}  // namespace ckm::model
