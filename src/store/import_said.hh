// What an import brought of what was said of things: the undo of put_exported() (runs.hh).
#pragma once

#include <cstdint>

#include "store/changes.hh"
#include "store/run_list.hh"
#include "store/store.hh"

namespace ckm::store {

// Takes back the links, uses, verdicts and checks that the changeset of a run says are new, as far as they are what it left, and
// counts them.
void undo_exported(Store& store, std::int64_t change_id, ChangeWriter& undo, Counts& counts);

}  // namespace ckm::store
