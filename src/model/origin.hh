// What a record that ckm exported says of itself besides its fields.
#pragma once

#include <optional>
#include <string>

#include "base/time.hh"

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
  bool exported = false;  // By ckm: its texts are as a store had them.
};

}  // namespace ckm::model
