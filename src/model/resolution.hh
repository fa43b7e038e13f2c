// Whether a ticket was solved, as its record says it.
#pragma once

#include <cstdint>

#include <string_view>

#include "model/ticket.hh"

namespace ckm::model {

enum class Resolution : std::uint8_t {
  kUnknown,  // It has no status, as with mail.
  kOpen,     // A status that is none of those below: new, pending, reopened.
  kClosed,   // Nobody works on it any more; whether that is because it was solved it does not say.
  kSolved,
};

// By the first word of a status, in the languages in which desks are run: "Closed - duplicate" is closed. Case does not matter.
Resolution resolution_of(std::string_view status);
// By its status. Without one a ticket with a time of its end is closed: desks give that whether they solved it or not.
Resolution resolution_of(const Ticket& ticket);

}  // namespace ckm::model
