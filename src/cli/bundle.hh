// Bundles: what one copy of a store has that another one may lack, as JSON lines (ckm-merge(1)).
//
//   {"schema":"ckm.bundle/1"}
//   changesets (model/changeset.hh), then {"import":{…}} and {"record":{…}} of tickets (store/merge_tickets.hh)
//   {"end":N} with the count of the lines before it
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_source.hh"
#include "cli/progress.hh"
#include "store/join_history.hh"
#include "store/merge_tickets.hh"

namespace ckm::cli {

inline constexpr std::string_view kBundleSchema = "ckm.bundle/1";

using Write = std::function<void(std::string_view)>;

// All but what a changeset is and follows; everything without one. Returns how many changesets and tickets that is.
std::int64_t write_bundle(store::Store& store, std::optional<std::int64_t> since, const Write& write, ProgressLine& progress);

// The changesets alone, as export --history writes them: the same lines in the same order for all copies that have the same ones.
void write_history(store::Store& store, const Write& write);

// What both a bundle and another store give.
struct Joined {
  store::HistoryJoiner::Counts history;
  store::TicketJoiner::Counts tickets;
};
// Within the caller's transaction. Throws Error{kInput} with the line for what makes no sense, and what HistoryJoiner throws.
// The graph, which nobody has asked for yet, then has what came.
Joined join_bundle(store::Store& store, store::LazyGraph& graph, ByteSource& in, const std::string& name, ProgressLine& progress);
Joined join_store(store::Store& store, store::LazyGraph& graph, store::Store& other, ProgressLine& progress);

}  // namespace ckm::cli
