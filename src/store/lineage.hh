// A thing's versions where copies of the store may have changed it apart: what it was before each, and as each left it.
//
// A changeset's snapshot tells what its author saw: in the line of one copy, that is what the version before it left. What came
// from another copy by a merge stands behind versions that it never followed; what it was before is what those make together that
// it did follow (model/version_merge.hh). Nothing else should take the version with the next lower number for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "store/history.hh"
#include "store/history_graph.hh"

namespace ckm::store {

struct Lineage {
  // In the order in which they came here, each as it left the thing.
  std::vector<Version> versions;
  // Of each, what the thing was: the version that it followed, or, with the number 0, what several make together, or nothing.
  std::vector<Version> before;
  // In an order in which none comes before one that it followed.
  std::vector<std::size_t> order;
  // What it is: the last version, or what all make together, with the number and the author of the last one.
  Version now;
  bool forked = false;  // Copies changed it apart.

  // What a changeset found and left; both are null for one that did nothing to it. They live as long as this.
  struct Step {
    const Version* before = nullptr;
    const Version* after = nullptr;
  };
  [[nodiscard]] Step of_change(std::int64_t change_id) const;
};
Lineage lineage_of(Store& store, LazyGraph& graph, model::Kind kind, std::string_view uid);

// What it was at a time, by the changesets made until then; nothing where it was not there. It has the number of the last of
// them.
std::optional<Version> version_at(Store& store, LazyGraph& graph, model::Kind kind, std::string_view uid, Time time);

// All that it was: each version as it left it and, where copies changed it apart, what merges made of that here, in the order in
// which they came; one that is not there is empty.
std::vector<Version> states_of(Store& store, LazyGraph& graph, model::Kind kind, std::string_view uid);

// What it was here when its last version was the one of that number: also where a merge brought more of them since.
std::optional<Version> version_here(Store& store, LazyGraph& graph, model::Kind kind, std::string_view uid, std::int64_t number);

}  // namespace ckm::store
