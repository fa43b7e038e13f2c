// Takes back what a changeset did.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/kind.hh"
#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::store {

// What became of a thing that was as a changeset left it.
struct Undone {
  std::string ref;     // Of what was said of a thing, that thing's.
  model::Kind kind;    // Of the thing, or kUse, kFeedback, kReview or kLink.
  std::string became;  // added, changed or removed.
  // Of a category that had been merged and is there again: that into which it had been. Rules and models are to judge what they
  // said to be in that (predictions.hh).
  std::string parted;
};

// Makes all things as they were before a changeset, as another one, within the caller's transaction. What counts is whether they
// are as it left them: what was changed since and taken back again is no obstacle. One of an import is taken back as a run
// (runs.hh). Throws Error{kConflict}, with the references, where they are not, where something new was said of what would go, and
// where it was undone already.
std::vector<Undone> undo_change(Store& store, std::int64_t change_id, const Author& author);

}  // namespace ckm::store
