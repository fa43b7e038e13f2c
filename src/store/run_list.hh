// Import runs: listing them, and taking them back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "model/kind.hh"
#include "store/changes.hh"
#include "store/run_key.hh"
#include "store/store.hh"

namespace ckm::store {

struct Run {
  std::int64_t id = 0;
  std::string source;
  model::Kind kind = model::Kind::kTicket;
  std::string format;
  std::string input;
  std::string state;
  Time started_at = 0;
  std::optional<Time> finished_at;
  Counts counts;
  std::string actor;
};
// Newest first.
std::vector<Run> read_runs(Store& store);

// The import that a name such as run:12 names, or whose changeset that is; nothing for another change.
// Throws as need_change (history.hh) does.
std::optional<std::int64_t> find_run(Store& store, std::string_view name);

// Takes back what a run added and changed, exactly, in one transaction. Throws Error{kNotFound} where there is no such run
// and kConflict, with the references, where something later depends on it.
Counts undo_run(Store& store, std::int64_t run_id, const Author& author);

}  // namespace ckm::store
