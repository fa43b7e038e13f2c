// What a record says of itself besides its fields.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "model/ticket_part.hh"

namespace ckm::model {

// The category that a person of the team gave an item. It counts above what the source says.
struct PersonLabel {
  std::string category;  // A path, never empty.
  std::string actor;     // Who; empty where the record doesn't say.
  std::optional<Time> at;
};

inline constexpr std::string_view kTagField = "tag";

// What a person of the team says that another field of a ticket is: queue, priority, language, tag, product or phase.
struct PersonValue {
  std::string field;
  std::string value;  // Of tag a JSON array.
  std::string actor;  // Empty where the record doesn't say.
  Time at = 0;        // The same: 0.

  bool operator==(const PersonValue&) const = default;
};

// What the text of an article says of itself that ckm exported, and that people may have edited since.
struct TextOrigin {
  std::vector<std::string> bases;  // model::text_digest() of what was exported, then of what that was before; empty where it
                                   // does not say.
  std::string language_hint;  // What to write in place of its language, which only a source may say; empty where it is a tag.
  std::string file = {};      // That it stands in, by its path in the folder that is read; empty where there is none.
};

struct Origin {
  std::string source;  // Empty: that of the import.
  std::optional<PersonLabel> label;
  bool exported = false;                 // By ckm: its texts are as a store had them.
  bool torn = false;                     // Some of it is missing: what is known of it already stays.
  bool phrasings = true;                 // An article's record says its other phrasings; else those that are known stay.
  Said said = {};                        // Of a ticket that is no part.
  std::optional<TicketPart> part = {};   // A ticket's messages are some of all: they join those that it has.
  std::vector<PersonValue> values = {};  // Of a ticket.
  std::uint64_t line = 0;                // Of a link: of the input, from 1; 0: not known.
  std::optional<TextOrigin> text = {};   // An article's: what differs from the base is an edit by a person.
};

}  // namespace ckm::model
