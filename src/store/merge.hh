// What changesets that came from another copy (join_history.hh) make of the things that they touched, and what of that people
// have to settle.
//
// All calls within the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/version_merge.hh"
#include "store/changes.hh"
#include "store/history.hh"
#include "store/history_graph.hh"
#include "store/store.hh"

namespace ckm::store {

struct Merged {
  std::int64_t added = 0;    // Articles.
  std::int64_t changed = 0;  // The same.
  std::int64_t removed = 0;  // The same.
  std::int64_t tickets_removed = 0;
  std::int64_t categories = 0;  // That are others now.
  std::int64_t said = 0;        // Uses, verdicts, checks, links and labels that are others now.
  std::int64_t forgotten = 0;   // Things that another copy forgot, and this one now.
  std::int64_t waiting = 0;     // Of these, in all: what they are about is not here.
};
// Makes every thing of the table joined what its history says. Where something was forgotten the file is to be wiped (wipe.hh).
// Throws Interrupted.
Merged merge_joined(Store& store, const HistoryGraph& graph);

// A field of an article, or what was said of a thing, that copies wrote apart and nobody has settled.
struct Open {
  std::string ref;                       // Of the thing; of what was said of it the thing's.
  model::Kind kind = model::Kind::kFaq;  // Of what the field is one.
  std::string uid;                       // The same.
  std::string field;                     // As model::Contest has it; of what was said its kind.
  struct Side {
    std::int64_t version = 0;  // Its number here; 0 for what was said.
    Value value;               // Null where it is empty. Of what was said a text for people.
    Author author;
    Time at = 0;
  };
  std::vector<Side> sides;  // The one that stands first.
};
// By reference, then in the order of fields.
std::vector<Open> open_contests(Store& store, const HistoryGraph& graph);

// Settles what is open of an article or a ticket that is known: as it stands, or with what a version says. `all` is what
// open_contests says of that graph; nothing of this thing may have been settled since. Returns how many contests that were.
// Throws Error{kUsage} for a version that is no side of any.
std::int64_t settle(Store& store, const HistoryGraph& graph, const std::vector<Open>& all, const Known& known,
                    std::optional<std::int64_t> version, std::string_view actor, ChangeWriter& change);

}  // namespace ckm::store
