// The one exception of ckm, and the exit statuses of the program.
//
// Throw Error when the running command can't go on. It is caught once, in cli/main.cc, which prints
//   ckm: <what>
//   hint: <hint>
// and exits with the code. Whatever a command survives (a bad row, an absent item, no match) is a value, not an Error.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace ckm {

// Frozen: scripts depend on these numbers. ckm(1) lists them.
enum class Exit : int {
  kDone = 0,      // Done, or found.
  kNo = 1,        // It ran, and the answer is no.
  kUsage = 2,     // The command line makes no sense.
  kInput = 3,     // Input rejected, in part or whole, or unreadable.
  kNotFound = 4,  // No such item or store.
  kConflict = 5,  // Conflict, or not permitted.
  kLocked = 6,    // The store's lock was not obtained.
  kDamaged = 7,   // The file is damaged, foreign, or of another version.
  kSystem = 8,    // The system refused: disk full, read-only, no memory.
  kBug = 70,      // A bug in ckm.
};

class Error : public std::runtime_error {
 public:
  // `what` says what is wrong, without a full stop; `hint` says what to do next and may not be empty for user errors.
  Error(Exit code, const std::string& what, std::string hint) : std::runtime_error(what), code_(code), hint_(std::move(hint)) {}

  [[nodiscard]] Exit code() const { return code_; }
  [[nodiscard]] const std::string& hint() const { return hint_; }

 private:
  Exit code_;
  std::string hint_;
};

}  // namespace ckm
