// Which tickets and articles were added or changed since a time, or since a changeset.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>

#include "base/time.hh"
#include "store/items.hh"
#include "store/store.hh"

namespace ckm::store {

class ChangedSince {
 public:
  // By changesets that were made at that time or later.
  static ChangedSince time(Store& store, Time time);
  // By all but that changeset and those that it follows. Throws Error{kConflict} for an import that is not done yet.
  static ChangedSince change(Store& store, std::int64_t change_id);

  // Whether an item that is there was: of an article its content or its category, of a ticket what an import or a person said of
  // it. Links, uses, verdicts and reviews don't count. Some microseconds.
  [[nodiscard]] bool holds(const Item& item) const;

 private:
  explicit ChangedSince(Store& store) : store_(store) {}
  void take(const std::unordered_set<std::int64_t>& changes);
  Store& store_;
  std::unordered_set<std::string> uids_;
  std::unordered_set<std::int64_t> runs_;
  bool tickets_ = false;  // Whether a uid is of a ticket.
};

}  // namespace ckm::store
