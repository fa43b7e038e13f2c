#include "search/index_check.hh"
#include "base/counted.hh"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/error.hh"
#include "index/topk.hh"
#include "search/facets.hh"
#include "search/indexer.hh"
#include "search/terms.hh"
#include "store/queue.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kMostProblems = 20;

class Checker {
 public:
  Checker(store::Store& store, std::int64_t sample) : store_(store), sample_(sample) {}

  IndexReport run() {
    report_.queued = store::queue_length(store_);
    for (const model::KindInfo& kind : model::kKinds) {
      if (kind.searchable) guard(fmt::format("{}", kind.plural), [&] { check_kind(kind.kind); });
    }
    return std::move(report_);
  }

 private:
  void problem(std::string text) {
    if (report_.problems.size() < kMostProblems) report_.problems.push_back(std::move(text));
  }
  template <typename F>
  void guard(const std::string& what, F f) {
    try {
      f();
    } catch (const Error& e) {
      if (e.code() != Exit::kDamaged) throw;
      problem(fmt::format("{}: {}", what, e.what()));
    }
  }

  void check_kind(model::Kind kind) {
    Corpus corpus(store_, kind);
    index::DocSet indexed;
    for (const auto& segment : corpus.segments()) {
      guard(fmt::format("segment {}", segment->row.id), [&] { check_segment(*segment, indexed); });
    }
    check_items(kind, indexed);
    const index::DocSet listed = all_documents(store_, kind);
    index::DocSet difference = listed;
    difference -= indexed;
    const auto extra = difference.count();
    difference = indexed;
    difference -= listed;
    if (extra + difference.count() > 0) {
      problem(fmt::format("{}: the filters know {} documents that are not indexed and lack {}", model::info(kind).plural, extra,
                          difference.count()));
    }
    check_sample(corpus, indexed);
  }

  void check_segment(Corpus::Segment& segment, index::DocSet& indexed) {
    const store::SegmentRow& row = segment.row;
    ++report_.segments;
    if (checksum_of(store_, row.id, static_cast<std::uint32_t>(row.chunks)) != row.checksum) {
      problem(fmt::format("segment {}: the checksum differs", row.id));
    }
    std::int64_t terms = 0;
    std::int64_t postings = 0;
    index::TermCursor cursor(segment.blobs);
    while (cursor.next()) {
      ++terms;
      index::PostingCursor list(segment.blobs, cursor.entry());
      std::uint64_t count = 0;
      std::uint8_t most = 0;
      std::int64_t before = -1;
      for (std::size_t number = 0; number < list.skips().size(); ++number) {
        const index::Block& block = list.block(number);
        const auto end = block.impacts.begin() + static_cast<std::ptrdiff_t>(block.size);
        const std::uint8_t block_most = *std::max_element(block.impacts.begin(), end);
        if (block_most != list.skips()[number].most)
          problem(fmt::format("segment {}: a block's largest impact is wrong", row.id));
        if (static_cast<std::int64_t>(block.docs[0]) <= before) problem(fmt::format("segment {}: blocks overlap", row.id));
        before = block.docs[block.size - 1];
        most = std::max(most, block_most);
        count += block.size;
      }
      if (count != cursor.entry().count || most != cursor.entry().most) {
        problem(fmt::format("segment {}: a term's counts are wrong", row.id));
      }
      postings += static_cast<std::int64_t>(count);
    }
    if (terms != row.terms || postings != row.postings) problem(fmt::format("segment {}: terms or postings are missing", row.id));
    report_.postings += postings;
    const auto documents = index::find_term(segment.blobs, index::kQuestionLengths);
    if (!documents || static_cast<std::int64_t>(documents->count) != row.docs) {
      problem(fmt::format("segment {}: its list of documents is wrong", row.id));
      return;
    }
    index::DocSet mine;
    index::PostingCursor list(segment.blobs, *documents);
    index::collect(list, mine);
    mine -= segment.dead;
    if (static_cast<std::int64_t>(mine.count()) != row.docs - row.dead) {
      problem(fmt::format("segment {}: the count of dead documents is wrong", row.id));
    }
    report_.documents += static_cast<std::int64_t>(mine.count());
    index::DocSet twice = mine;
    twice &= indexed;
    if (!twice.empty())
      problem(fmt::format("segment {}: {} indexed twice", row.id,
                          counted(static_cast<std::int64_t>(twice.count()), "document is", "documents are")));
    indexed |= mine;
  }

  // Every item is indexed or queued, and nothing else is indexed.
  void check_items(model::Kind kind, const index::DocSet& indexed) {
    std::set<std::int64_t> queued;
    for (const store::Queued& q : store::read_queue(store_, kind, INT64_MAX)) queued.insert(q.id);
    std::int64_t missing = 0;
    index::DocSet extra = indexed;
    std::int64_t after = 0;
    for (;;) {
      const std::vector<std::int64_t> ids = store::next_ids(store_, kind, after, 65'536);
      if (ids.empty()) break;
      for (const std::int64_t id : ids) {
        extra.remove(static_cast<std::uint32_t>(id));
        if (!indexed.contains(static_cast<std::uint32_t>(id)) && !queued.contains(id)) ++missing;
      }
      after = ids.back();
    }
    for (const std::int64_t id : queued) extra.remove(static_cast<std::uint32_t>(id));
    if (missing > 0) problem(fmt::format("{}: {} are neither indexed nor queued", model::info(kind).plural, missing));
    if (!extra.empty()) problem(fmt::format("{}: {} are indexed and do not exist", model::info(kind).plural, extra.count()));
  }

  void check_sample(Corpus& corpus, const index::DocSet& indexed) {
    const std::uint64_t count = indexed.count();
    const std::uint64_t step = std::max<std::uint64_t>(1, count / static_cast<std::uint64_t>(std::max<std::int64_t>(1, sample_)));
    std::uint64_t at = 0;
    std::set<std::int64_t> queued;
    for (const store::Queued& q : store::read_queue(store_, corpus.kind(), INT64_MAX)) queued.insert(q.id);
    indexed.for_each([&](std::uint32_t doc) {
      if (at++ % step == 0 && !queued.contains(doc)) check_document(corpus, doc);
    });
  }

  void check_document(Corpus& corpus, std::uint32_t doc) {
    const auto text = store::read_search_text(store_, {corpus.kind(), doc});
    if (!text) return;
    ++report_.sampled;
    text::Stemmer& stemmer = stemmers_.of(language_of(*text));
    for (const std::string* field : {&text->question, &text->answer}) {
      text::TokenStream tokens(*field, stemmer);
      text::Token token;
      std::set<std::string, std::less<>> seen;
      while (tokens.next(token)) {
        if (!seen.insert(std::string(token.term)).second || has(corpus, std::string(token.term), doc)) continue;
        problem(fmt::format("{}: the index lacks the word '{}'", store::item_ref(store_, {corpus.kind(), doc}), token.term));
        return;
      }
    }
  }

  bool has(Corpus& corpus, const std::string& term, std::uint32_t doc) {
    for (const auto& segment : corpus.segments()) {
      if (segment->dead.contains(doc)) continue;
      const auto entry = index::find_term(segment->blobs, term);
      if (!entry) continue;
      index::PostingCursor cursor(segment->blobs, *entry);
      const auto& skips = cursor.skips();
      const auto skip =
          std::lower_bound(skips.begin(), skips.end(), doc, [](const index::Skip& s, std::uint32_t d) { return s.last_doc < d; });
      if (skip == skips.end()) continue;
      const index::Block& block = cursor.block(static_cast<std::size_t>(skip - skips.begin()));
      if (std::binary_search(block.docs.begin(), block.docs.begin() + static_cast<std::ptrdiff_t>(block.size), doc)) return true;
    }
    return false;
  }

  store::Store& store_;
  std::int64_t sample_;
  Stemmers stemmers_;
  IndexReport report_;
};

}  // namespace

IndexReport check_index(store::Store& store, std::int64_t sample) {
  const store::Snapshot snapshot(store.db());
  return Checker(store, sample).run();
}

}  // namespace ckm::search
