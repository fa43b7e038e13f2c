#include <algorithm>
#include <map>
#include <vector>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "base/process.hh"
#include "search/asked_terms.hh"
#include "search/facets.hh"
#include "search/indexer.hh"
#include "store/learned.hh"
#include "store/overview.hh"
#include "store/queue.hh"

namespace ckm::search {
namespace {

constexpr std::int64_t kBatch = 4'096;
// Documents that averages are taken of.
constexpr std::int64_t kSample = 20'000;

// Facets of a whole kind, gathered in document order and coded chunk by chunk.
class FacetGatherer {
 public:
  void add(std::uint32_t doc, const std::vector<std::pair<std::string, std::string>>& facts) {
    if ((doc >> 16) != chunk_) close();
    chunk_ = doc >> 16;
    open_[{}].push_back(doc);
    for (const auto& [field, value] : facts) {
      auto& docs = open_[{field, facet_value(value)}];
      if (docs.empty() || docs.back() != doc) docs.push_back(doc);
    }
  }
  std::vector<store::FacetRow> take() {
    close();
    return std::move(rows_);
  }

 private:
  void close() {
    for (const auto& [key, docs] : open_) {
      index::DocSet set;
      for (const std::uint32_t doc : docs) set.add(doc);
      rows_.push_back({chunk_, key.first, key.second, set.store(chunk_)});
    }
    open_.clear();
  }
  std::uint32_t chunk_ = 0;
  std::map<std::pair<std::string, std::string>, std::vector<std::uint32_t>> open_;
  std::vector<store::FacetRow> rows_;
};

struct Built {
  model::Kind kind;
  store::Lengths lengths;
  std::vector<store::FacetRow> facets;
};

// Calls visit(id) for every item of a kind, batch by batch, each batch read in one moment, and between(read) after each.
template <typename Visit, typename Between>
void for_each_item(store::Store& store, model::Kind kind, Visit visit, Between between) {
  std::int64_t after = 0;
  for (;;) {
    std::int64_t read = 0;
    {
      const store::Snapshot snapshot(store.db());
      for (const std::int64_t id : store::next_ids(store, kind, after, kBatch)) {
        visit(store::Item{kind, id});
        after = id;
        ++read;
      }
    }
    between(read);
    if (read < kBatch) return;
    stop_if_interrupted();
  }
}

// The average lengths of a kind: of all items, or, where there are many, of a sample spread evenly over them, which is as good.
store::Lengths measure(store::Store& store, model::Kind kind) {
  std::int64_t items = 0;
  for_each_item(
      store, kind, [&](const store::Item&) { ++items; }, [](std::int64_t) {});
  const std::int64_t stride = std::max<std::int64_t>(1, items / kSample);
  SegmentDraft counter{index::Scoring()};
  TextBatch texts;
  std::int64_t number = 0;
  for_each_item(
      store, kind,
      [&](const store::Item& item) {
        if (number++ % stride != 0) return;
        if (auto text = store::read_search_text(store, item)) texts.push(static_cast<std::uint32_t>(item.id), std::move(*text));
        if (texts.full()) texts.add_to(counter);
      },
      [](std::int64_t) {});
  texts.add_to(counter);
  return {counter.question_lengths().average(), counter.answer_lengths().average(), items};
}

void forget_rebuild(store::Store& store) {
  for (const store::SegmentRow& row : store::read_segments(store, false)) store::remove_segment(store, row.id);
  store::clear_redo(store);
  store::set_rebuilder(store, std::nullopt);
}

// Whether another process that lives is at it.
bool rebuilt_elsewhere(store::Store& store) {
  const auto process = store::rebuilder(store);
  return process && *process != process_name() && process_lives(*process);
}

// False where another process is at it.
bool begin_rebuild(store::Store& store) {
  if (rebuilt_elsewhere(store)) return false;  // It needs the write lock itself.
  store::Transaction transaction(store.db());
  if (rebuilt_elsewhere(store)) return false;
  forget_rebuild(store);
  store::mark_queue(store);
  store::set_rebuilder(store, process_name());
  transaction.commit();
  return true;
}

// A write transaction of this rebuild. Where processes can't see each other, as from two containers, another one may have begun
// it anew meanwhile.
class RebuildTransaction : public store::Transaction {
 public:
  explicit RebuildTransaction(store::Store& store) : store::Transaction(store.db()) {
    if (store::rebuilder(store) == process_name()) return;
    throw Error(Exit::kConflict, "another process has begun to build the index anew",
                "it goes on; where the index is not up to date afterwards run: ckm index");
  }
};

}  // namespace

bool clear_killed_rebuild(store::Store& store) {
  const auto process = store::rebuilder(store);
  if (!process || process_lives(*process)) return false;
  forget_rebuild(store);
  return true;
}

bool rebuild_index(store::Store& store, const IndexSettings& settings, const Progress& progress) {
  if (!begin_rebuild(store)) return false;
  std::int64_t total = 0;
  for (const model::KindInfo& kind : model::kKinds) {
    if (kind.searchable) total += store::count_items(store, kind.kind);
  }
  std::int64_t done = 0;
  std::vector<Built> built;
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.searchable) continue;
    Built now{kind.kind, measure(store, kind.kind), {}};
    SegmentDraft draft(scoring_of(settings, now.lengths));
    DraftFeed feed(draft);
    TextBatch texts;
    FacetGatherer facets;
    const auto flush = [&] {
      RebuildTransaction transaction(store);
      write_segment(store, kind.kind, false, settings, draft);
      transaction.commit();
    };
    for_each_item(
        store, kind.kind,
        [&](const store::Item& item) {
          auto text = store::read_search_text(store, item);
          if (!text) return;
          facets.add(static_cast<std::uint32_t>(item.id), store::read_facts(store, item));
          if (texts.full()) feed.start(texts);
          texts.push(static_cast<std::uint32_t>(item.id), std::move(*text));
        },
        [&](std::int64_t read) {
          feed.wait();
          if (draft.is_full(settings.memory)) flush();
          feed.start(texts);
          done += read;
          progress(done, total);
        });
    feed.wait();
    flush();
    now.facets = facets.take();
    built.push_back(std::move(now));
    std::vector<store::SegmentRow> rows = store::read_segments(store, false);
    std::erase_if(rows, [&](const store::SegmentRow& row) { return row.kind != kind.kind; });
    if (rows.size() > 1) {
      RebuildTransaction transaction(store);
      merge_rows(store, rows, false);
      transaction.commit();
    }
  }
  RebuildTransaction swap(store);
  store::swap_rebuilt(store);
  for (const Built& kind : built) {
    store::remove_facets(store, kind.kind);
    for (const store::FacetRow& row : kind.facets) store::write_facet(store, kind.kind, row);
    if (kind.lengths.docs > 0) store::write_lengths(store, kind.kind, kind.lengths);
    for (const std::int64_t id : store::read_redo(store, kind.kind)) store::queue_item(store, {kind.kind, id});
  }
  store::remove_marked(store);
  store::clear_redo(store);
  store::set_rebuilder(store, std::nullopt);
  store::queue_all_learned(store);
  count_asked(store);
  Indexer indexer(store, settings);
  while (indexer.step(kBatch) > 0) {
  }
  swap.commit();
  return true;
}

}  // namespace ckm::search
