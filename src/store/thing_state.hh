// What a thing is by its history, where copies of the store may have changed it apart (model/version_merge.hh).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/kind.hh"
#include "model/version_merge.hh"
#include "store/history.hh"
#include "store/history_graph.hh"

namespace ckm::store {

inline constexpr std::string_view kSettling = "merge";  // The command whose changesets settle what copies said differently.

struct ThingState {
  std::vector<model::ThingChange> deeds;  // Its versions, as the graph orders them.
  std::vector<std::int64_t> changes;      // Of each, the changeset's number in this file.
  std::vector<bool> imports;              // Of each, whether an import made it.
  std::vector<std::string> into;          // Of each, the uid of the article that it was merged into; else empty.
  bool forgotten = false;                 // It is to stay away, whatever was said of it since.
  bool forked = false;                    // Copies changed it apart.
  model::MergedThing merged;
};
// `until`: of changesets made later nothing counts.
ThingState thing_state(Store& store, const HistoryGraph& graph, model::Kind kind, std::string_view uid,
                       std::optional<Time> until = std::nullopt);

// Whether it was removed, and a changeset that wrote it does not follow all that removed it.
bool is_gone(const HistoryGraph& graph, const ThingState& state, std::int64_t change_id);

// Whether copies changed it apart.
bool is_forked(Store& store, std::string_view uid);

}  // namespace ckm::store
