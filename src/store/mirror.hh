// Tickets that a full export of their source no longer has.
//
// Such a ticket stays, with the status `gone`: its source closed it for good, joined it to another or threw it away, and what was
// learned from it may still be right. An import that has it again gives it back the status that it has there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ckm::store {

class Store;

inline constexpr std::string_view kGone = "gone";
inline constexpr std::string_view kMirrorFormat = "mirror";  // Of a run that marks tickets.

// The tickets that imports met, by their numbers: a bit each.
class SeenTickets {
 public:
  void add(std::int64_t ticket) {
    const auto at = static_cast<std::size_t>(ticket);
    if (at >= seen_.size()) seen_.resize(at + at / 2 + 1);
    any_ = seen_[at] = true;
  }
  [[nodiscard]] bool has(std::int64_t ticket) const {
    const auto at = static_cast<std::size_t>(ticket);
    return at < seen_.size() && seen_[at];
  }
  [[nodiscard]] bool empty() const { return !any_; }

 private:
  std::vector<bool> seen_;
  bool any_ = false;
};

// The tickets of a source, ascending, that were not seen and are not gone yet.
std::vector<std::int64_t> absent_tickets(Store& store, std::string_view source, const SeenTickets& seen);

}  // namespace ckm::store
