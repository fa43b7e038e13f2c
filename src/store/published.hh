// What those outside of the team may see of a store: a store of its own, which holds nothing else.
//
// Whatever reads it can't tell what it does not have: no text, no word of an index, no count that comes from what is internal.
#pragma once

#include <cstdint>
#include <functional>

#include "model/audience.hh"
#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::store {

// The articles that an audience sees at that time (model/audience.hh), each under the number and the uid that it has, as
// model::as_published() has it, with the category that counts; the links, uses and verdicts that have to do with them alone,
// without anybody's words or name; the last time that each was found in order; and titles of the categories. It is a database
// that goes when it is closed, and nothing of it is indexed yet. `progress` is told how many articles were looked at. Throws
// Interrupted.
Store published(Store& store, model::Audience audience, Time at, const std::function<void(std::int64_t)>& progress);

// Begins the history of such a store, so that it can be one that stays: one changeset, by an author, that adds what it holds.
void begin_history(Store& published, const Author& author);

}  // namespace ckm::store
