#include "search/purge.hh"

#include "base/error.hh"
#include "base/interrupt.hh"
#include "base/process.hh"
#include "search/asked_terms.hh"
#include "search/row_seal.hh"
#include "store/queue.hh"

namespace ckm::search {
namespace {

constexpr std::int64_t kBatch = 20'000;

}  // namespace

void purge_index(store::Store& store, const IndexSettings& settings, const Progress& progress) {
  clear_killed_rebuild(store);
  if (store::rebuilder(store)) {
    throw Error(Exit::kLocked, "the index is being built anew by another process, of what is to be forgotten too",
                "wait for it to finish, then run: ckm forget");
  }
  Indexer indexer(store, settings);
  while (indexer.step(kBatch) > 0) {
  }
  std::int64_t total = 0;
  const std::vector<store::SegmentRow> rows = store::read_segments(store, true);
  for (const store::SegmentRow& row : rows) total += row.dead > 0 ? row.docs : 0;
  std::int64_t done = 0;
  for (const store::SegmentRow& row : rows) {
    if (row.dead == 0) continue;
    stop_if_interrupted();
    need_whole(row);
    merge_rows(store, {row}, true);
    progress(done += row.docs, total);
  }
  count_asked(store);
}

}  // namespace ckm::search
