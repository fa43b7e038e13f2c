// A changeset as bundles and exports with history write it: a line for its header, then one for each thing that it changed.
//
//   {"change":"64 hexadecimal digits","at":"2026-07-01T09:00:00Z","actor":"ann","command":"set","parents":["…"],"entries":1}
//   {"kind":"faq","uid":"…","op":"change","salt":"…","snapshot":{…}}
//
// `message`, `parents` and `salt` are left out where they are empty, `forgotten` where the actor was not. What was forgotten has
// no `snapshot` but the entry's `digest`; a snapshot whose JSON would not be written back the same, byte for byte, is a string
// that holds it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hh"
#include "base/value.hh"
#include "model/kind.hh"

namespace ckm::model {

struct ChangeHeader {
  std::string digest;  // 32 bytes.
  Time at = 0;
  std::string actor, command, message;
  std::vector<std::string> parents = {};  // Their digests, in ascending order.
  std::int64_t entries = 0;               // How many follow.
  std::string salt = {};                  // Of one without entries.
  std::string forgotten = {};             // What its digest would be now that its actor was forgotten; else empty.
};

struct ChangeEntry {
  Kind kind = Kind::kFaq;
  std::string uid, op, salt;
  std::string digest;                   // 32 bytes; may be empty where there is a snapshot.
  std::optional<std::string> snapshot;  // Nothing once it was forgotten.
};

Value to_value(const ChangeHeader& header);
Value to_value(const ChangeEntry& entry);

// Whether a line is a header.
bool is_change_header(const Value& line);
// Throw Error{kInput} for what is none, or lacks something.
ChangeHeader change_header_from_value(const Value& line);
ChangeEntry change_entry_from_value(const Value& line);

}  // namespace ckm::model
