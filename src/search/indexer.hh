// Turns what the store's triggers queued into segments.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/value.hh"
#include "index/builder.hh"
#include "index/docset.hh"
#include "search/draft.hh"
#include "store/segments.hh"
#include "store/store.hh"

namespace ckm::search {

// How documents are scored, and how much memory building may take. Segments record the former.
struct IndexSettings {
  double question_weight = 1.0;
  double answer_weight = 0.12;
  double k1 = 1.2;
  double question_b = 0.9;
  double answer_b = 1.0;
  std::size_t memory = std::size_t{512} << 20;
};

// Called between two batches with the documents done and, where it is known, how many there are.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

// Threads: belongs to one. All calls within the caller's write transaction.
class Indexer {
 public:
  Indexer(store::Store& store, const IndexSettings& settings) : store_(store), settings_(settings) {}

  // Indexes at most `limit` queued items, fewer where they would take more than the memory allowed, one segment a kind, and
  // merges segments of a size. Returns how many it took off the queue: 0 when nothing is left.
  std::int64_t step(std::int64_t limit);
  // One segment a kind. Returns whether there was anything to merge.
  bool merge_all();

 private:
  std::int64_t step_kind(model::Kind kind, std::int64_t limit);
  void merge_tiers(model::Kind kind);
  // What impacts of a kind are computed with: where these are the first documents that have a field, their own averages.
  store::Lengths lengths_for(model::Kind kind, std::span<const DraftDocument> texts);
  store::Store& store_;
  IndexSettings settings_;
};

// Everything anew beside the live index, in transactions of its own; then one that swaps it in. What others change meanwhile is
// indexed after the swap. Memory is bounded by the settings. Returns whether it was built: nothing is done while another process
// that lives is at it. Throws Error{kLocked} where others write for too long.
bool rebuild_index(store::Store& store, const IndexSettings& settings, const Progress& progress);
// Removes what a rebuild has left that was killed, within the caller's write transaction. Returns whether there was one. Every
// step of an Indexer does it.
bool clear_killed_rebuild(store::Store& store);

// What a segment says it was built with, as JSON; and such a text read back: of one that was merged of segments that differ it is
// a list. Throws Error{kDamaged}.
std::string describe(const IndexSettings& settings);
Value read_settings(const std::string& text);
// What one kind's impacts are computed with: its frozen averages.
index::Scoring scoring_of(const IndexSettings& settings, const store::Lengths& lengths);

// Writes a draft's documents as a segment and forgets them.
void write_segment(store::Store& store, model::Kind kind, bool live, const IndexSettings& settings, SegmentDraft& draft);
// Replaces segments by their union.
void merge_rows(store::Store& store, const std::vector<store::SegmentRow>& rows, bool live);
// The documents of a segment that were replaced or deleted since it was written.
index::DocSet dead_documents(store::Store& store, std::int64_t segment);

}  // namespace ckm::search
