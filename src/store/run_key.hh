// What an import run is told to do, and what it counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/kind.hh"
#include "store/file_mark.hh"

namespace ckm::store {

struct Counts {
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t rejected = 0;
  bool operator==(const Counts&) const = default;
};

// What an import was told to do; equal ones continue each other after a kill.
struct RunKey {
  std::string source;
  model::Kind kind = model::Kind::kTicket;
  std::string format;
  std::string input;
  std::optional<FileMark> file = {};  // To be noted with the run; tells nothing of which one is continued.
};

}  // namespace ckm::store
