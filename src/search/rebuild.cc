#include <map>
#include <vector>

#include "base/interrupt.hh"
#include "search/facets.hh"
#include "search/indexer.hh"

namespace ckm::search {
namespace {

constexpr std::int64_t kBatch = 4'096;
// Of the memory allowed: the rest is for the page cache, facets and merging.
constexpr std::size_t kBuilderShare = 2;

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

// Calls visit(doc, text, item) for every item of a kind, batch by batch, each batch read in one moment.
template <typename Visit, typename Between>
void for_each_text(store::Store& store, model::Kind kind, Visit visit, Between between) {
  std::int64_t after = 0;
  for (;;) {
    std::int64_t read = 0;
    {
      const store::Snapshot snapshot(store.db());
      for (const std::int64_t id : store::next_ids(store, kind, after, kBatch)) {
        const store::Item item{kind, id};
        if (const auto text = store::read_search_text(store, item)) visit(static_cast<std::uint32_t>(id), *text, item);
        after = id;
        ++read;
      }
    }
    between(read);
    if (read < kBatch) return;
    if (interrupted() != 0) throw Interrupted();
  }
}

store::Lengths measure(store::Store& store, model::Kind kind) {
  Stemmers stemmers;
  index::SegmentBuilder counter{index::Scoring()};
  store::Lengths lengths;
  const auto flush = [&](std::int64_t) {
    lengths.question += counter.question_words();
    lengths.answer += counter.answer_words();
    lengths.docs += static_cast<std::int64_t>(counter.documents());
    counter.clear();
  };
  for_each_text(
      store, kind,
      [&](std::uint32_t doc, const store::SearchText& text, const store::Item&) { add_document(counter, stemmers, doc, text); },
      flush);
  if (lengths.docs > 0) {
    lengths.question /= static_cast<double>(lengths.docs);
    lengths.answer /= static_cast<double>(lengths.docs);
  }
  return lengths;
}

}  // namespace

void rebuild_index(store::Store& store, const IndexSettings& settings, const Progress& progress) {
  store::Db& db = store.db();
  {
    store::Transaction begin(db);
    for (const store::SegmentRow& row : store::read_segments(store, false)) store::remove_segment(store, row.id);
    store::clear_redo(store);
    store::mark_queue(store);
    store::set_rebuilding(store, true);
    begin.commit();
  }
  const std::int64_t total = db.integer("SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM article)");
  std::int64_t done = 0;
  std::vector<Built> built;
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.searchable) continue;
    Stemmers stemmers;
    Built now{kind.kind, measure(store, kind.kind), {}};
    index::SegmentBuilder builder(scoring_of(settings, now.lengths));
    FacetGatherer facets;
    std::int64_t languages = 0;
    const auto flush = [&] {
      store::Transaction transaction(db);
      write_segment(store, kind.kind, false, settings, languages, builder);
      transaction.commit();
      languages = 0;
    };
    for_each_text(
        store, kind.kind,
        [&](std::uint32_t doc, const store::SearchText& text, const store::Item& item) {
          languages |= language_bit(add_document(builder, stemmers, doc, text));
          facets.add(doc, store::read_facts(store, item));
        },
        [&](std::int64_t read) {
          done += read;
          progress(done, total);
          if (builder.memory() > settings.memory / kBuilderShare) flush();
        });
    flush();
    now.facets = facets.take();
    built.push_back(std::move(now));
    std::vector<store::SegmentRow> rows = store::read_segments(store, false);
    std::erase_if(rows, [&](const store::SegmentRow& row) { return row.kind != kind.kind; });
    if (rows.size() > 1) {
      store::Transaction transaction(db);
      merge_rows(store, rows, false, settings);
      transaction.commit();
    }
  }
  store::Transaction swap(db);
  store::swap_rebuilt(store);
  for (const Built& kind : built) {
    store::remove_facets(store, kind.kind);
    for (const store::FacetRow& row : kind.facets) store::write_facet(store, kind.kind, row);
    if (kind.lengths.docs > 0) store::write_lengths(store, kind.kind, kind.lengths);
    for (const std::int64_t id : store::read_redo(store, kind.kind)) store::queue_item(store, {kind.kind, id});
  }
  store::remove_marked(store);
  store::clear_redo(store);
  store::set_rebuilding(store, false);
  Indexer indexer(store, settings);
  while (indexer.step(kBatch) > 0) {
  }
  swap.commit();
}

}  // namespace ckm::search
