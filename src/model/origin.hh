// What a record says of itself besides its fields.
#pragma once

#include <optional>
#include <string>

#include "base/time.hh"
#include "model/ticket_part.hh"

namespace ckm::model {

// The category that a person of the team gave an item. It counts above what the source says.
struct PersonLabel {
  std::string category;  // A path, never empty.
  std::string actor;     // Who; empty where the record doesn't say.
  std::optional<Time> at;
};

struct Origin {
  std::string source;  // Empty: that of the import.
  std::optional<PersonLabel> label;
  bool exported = false;                // By ckm: its texts are as a store had them.
  bool torn = false;                    // Some of it is missing: what is known of it already stays.
  bool phrasings = true;                // An article's record says its other phrasings; else those that are known stay.
  Said said = {};                       // Of a ticket that is no part.
  std::optional<TicketPart> part = {};  // A ticket's messages are some of all: they join those that it has.
};

}  // namespace ckm::model
