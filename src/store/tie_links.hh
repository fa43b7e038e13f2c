// Links and uses that imports said become links and uses once what they name is there.
#pragma once

#include <cstdint>
#include <functional>

#include "store/changes.hh"
#include "store/link_ends.hh"
#include "store/store.hh"

namespace ckm::store {

// Within the caller's transaction. `change` is asked for the changeset that a use is an entry of; `waits` gets each that still
// waits. Returns how many were tied.
std::int64_t tie_links(Store& store, const std::function<ChangeWriter&()>& change,
                       const std::function<void(WaitingLink&&)>& waits);

}  // namespace ckm::store
