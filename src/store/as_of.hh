// A store as it was: its articles at a point in time, in a database of its own that goes when it is closed.
#pragma once

#include <cstdint>
#include <functional>

#include "base/time.hh"
#include "store/store.hh"

namespace ckm::store {

// The articles that were there at the time, each under the number and the source that it has or had, with the category that a
// person had said; of what copies changed apart (thing_state.hh) what was known of it then. Nothing else: tickets have no
// versions, and what people said of articles since is left out. Nothing of it is indexed yet, and articles have no hash.
// `progress` is told how many articles were looked at. A few lookups for each article that there ever was. Throws Interrupted.
Store articles_at(Store& store, Time time, const std::function<void(std::int64_t)>& progress);

}  // namespace ckm::store
