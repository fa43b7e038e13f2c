// Changesets of another copy of the store come into this one's history; what that makes of things is merge.hh's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "model/changeset.hh"
#include "store/history_graph.hh"
#include "store/items.hh"
#include "store/store.hh"

namespace ckm::store {

// All calls within the caller's transaction, which is to be rolled back where one throws.
class HistoryJoiner {
 public:
  // Notes what it touches in the temporary table joined (uid, kind).
  explicit HistoryJoiner(Store& store);

  // A changeset, then each of its entries in their order. One that is known here already is not written again, but what was
  // forgotten of it there is forgotten here. Throws Error{kConflict} where it follows one that neither is here nor came before,
  // kInput where its digest is not that of what it holds, or the count of its entries another one.
  void put(const model::ChangeHeader& header);
  void put(const model::ChangeEntry& entry);
  void finish();  // Once, last.

  struct Counts {
    std::int64_t changes = 0;    // That were new here.
    std::int64_t known = 0;      // That were here already.
    std::int64_t forgotten = 0;  // Entries that were forgotten there and now here.
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  void seal();
  void forget_actor(const model::ChangeHeader& header);
  Store& store_;
  std::optional<model::ChangeHeader> open_;
  std::int64_t change_id_ = 0;
  bool known_ = false;
  std::int64_t seq_ = 0;
  Counts counts_;
};

// Has merge_joined (merge.hh) look at a thing, or at what was said of one that is to go from here: it waits until that is there
// again. A HistoryJoiner was made before.
void touch(Store& store, model::Kind kind, std::string_view uid);
void touch_said_of(Store& store, const Item& item);

using VisitHeader = std::function<void(const model::ChangeHeader&)>;
using VisitEntry = std::function<void(const model::ChangeEntry&)>;
// The changesets of a store in the order of its graph, each with its entries; without those that `leave_out` has true at their
// number there. Throws Interrupted.
void for_each_changeset(Store& store, const HistoryGraph& graph, const std::vector<bool>& leave_out, const VisitHeader& header,
                        const VisitEntry& entry);

}  // namespace ckm::store
