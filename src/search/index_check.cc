#include "search/index_check.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/counted.hh"
#include "base/error.hh"
#include "index/block.hh"
#include "index/topk.hh"
#include "search/facet_check.hh"
#include "search/facets.hh"
#include "search/indexer.hh"
#include "search/row_seal.hh"
#include "search/terms.hh"
#include "store/asked_terms.hh"
#include "store/learned.hh"
#include "store/queue.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kMostProblems = 20;
constexpr double kMostLength = 1e9;  // Words.

class Checker {
 public:
  Checker(store::Store& store, std::int64_t sample)
      : store_(store), sample_size_(static_cast<std::uint64_t>(std::max<std::int64_t>(0, sample))) {}

  IndexReport run() {
    report_.queued = store::queue_length(store_);
    for (const model::KindInfo& kind : model::kKinds) {
      if (kind.searchable) guard(fmt::format("{}", kind.plural), [&] { check_kind(kind.kind); });
    }
    if (const std::int64_t wrong = store::wrongly_learned(store_); wrong > 0)
      problem(fmt::format("what {} learned is not what their uses say", counted(wrong, "article", "articles")));
    if (!store::asked_terms_can_be(store_)) problem("the counts of what was asked can't be");
    return std::move(report_);
  }

 private:
  void problem(std::string text) {
    auto& all = report_.problems;
    if (all.size() < kMostProblems && std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
  }
  // False where it was damage that ended it. What no rebuild mends, as a damaged file, ends the check.
  template <typename F>
  bool guard(const std::string& what, F f) {
    try {
      f();
      return true;
    } catch (const index::Damage& e) {
      problem(fmt::format("{}: {}", what, e.what()));
      return false;
    }
  }

  void check_kind(model::Kind kind) {
    Corpus corpus(store_, kind);
    queued_ = {};
    for (const store::Queued& q : store::read_queue(store_, kind, INT64_MAX)) queued_.add(static_cast<std::uint32_t>(q.id));
    index::DocSet indexed;
    bool listed = true;
    for (const auto& segment : corpus.segments()) {
      listed &= guard(fmt::format("segment {}", segment->row.id), [&] { list_documents(*segment, indexed); });
    }
    choose_sample(indexed);
    bool readable = true;
    for (const auto& segment : corpus.segments()) {
      readable &= guard(fmt::format("segment {}", segment->row.id), [&] { check_segment(*segment); });
    }
    const std::string_view plural = model::info(kind).plural;
    if (listed) {
      check_items(kind, indexed);
      guard(fmt::format("{}", plural), [&] { check_all(kind, indexed); });
    }
    for (const FacetDifference& facet : compare_facets(store_, kind, queued_)) {
      if (facet.field.empty() && !facet.damaged) continue;
      problem(facet.damaged ? fmt::format("{}: the filter {}:{} is damaged", plural, facet.field, facet.value)
                            : fmt::format("{}: the filter {}:{} lacks {} documents and has {} too many", plural, facet.field,
                                          facet.value, facet.missing, facet.extra));
    }
    if (!corpus.segments().empty()) check_lengths(kind);
    // What a segment lacks from where it can't be read on is told already.
    for (const auto& [doc, terms] : sample_terms_) {
      if (readable) check_document(kind, doc, terms);
    }
  }

  // They were averaged at some time before, so that they can't be computed again.
  void check_lengths(model::Kind kind) {
    const std::string_view plural = model::info(kind).plural;
    const auto lengths = store::read_lengths(store_, kind);
    const auto can_be = [](double average) { return average >= 0 && average < kMostLength; };  // False for NaN.
    if (!lengths) problem(fmt::format("{}: the average lengths are missing", plural));
    else if (!can_be(lengths->question) || !can_be(lengths->answer) || lengths->docs < 1)
      problem(fmt::format("{}: the average lengths can't be", plural));
  }

  // The filters know just what is indexed.
  void check_all(model::Kind kind, const index::DocSet& indexed) {
    index::DocSet extra = all_documents(store_, kind);
    index::DocSet missing = indexed;
    missing -= extra;
    extra -= indexed;
    if (extra.empty() && missing.empty()) return;
    problem(fmt::format("{}: the filters know {} documents that are not indexed and lack {}", model::info(kind).plural,
                        extra.count(), missing.count()));
  }

  // Adds the documents that live in a segment.
  void list_documents(Corpus::Segment& segment, index::DocSet& indexed) {
    const store::SegmentRow& row = segment.row;
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

  void choose_sample(const index::DocSet& indexed) {
    sample_terms_.clear();
    sample_ = {};
    index::DocSet candidates = indexed;
    candidates -= queued_;
    const std::uint64_t step = std::max<std::uint64_t>(1, candidates.count() / std::max<std::uint64_t>(1, sample_size_));
    std::uint64_t at = 0;
    candidates.for_each([&](std::uint32_t doc) {
      if (at++ % step != 0) return;
      sample_.add(doc);
      sample_terms_[doc];
    });
  }

  void check_segment(Corpus::Segment& segment) {
    const store::SegmentRow& row = segment.row;
    ++report_.segments;
    guard(fmt::format("segment {}", row.id), [&] { need_whole(row); });
    if (checksum_of(store_, row.id, static_cast<std::uint32_t>(row.chunks)) != row.checksum) {
      problem(fmt::format("segment {}: the checksum differs", row.id));
    }
    std::int64_t terms = 0;
    std::int64_t postings = 0;
    index::TermCursor cursor(segment.blobs);
    while (cursor.next()) {
      ++terms;
      const bool length = cursor.term() == index::kQuestionLengths || cursor.term() == index::kAnswerLengths;
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
        for (std::size_t i = 0; !length && i < block.size; ++i) {
          const std::uint32_t doc = block.docs[i];
          if (sample_.contains(doc) && !segment.dead.contains(doc)) sample_terms_[doc].insert(cursor.term());
        }
      }
      if (count != cursor.entry().count || most != cursor.entry().most) {
        problem(fmt::format("segment {}: a term's counts are wrong", row.id));
      }
      postings += static_cast<std::int64_t>(count);
    }
    if (terms != row.terms || postings != row.postings) problem(fmt::format("segment {}: terms or postings are missing", row.id));
    report_.postings += postings;
  }

  // Every item is indexed or queued, and nothing else is indexed.
  void check_items(model::Kind kind, const index::DocSet& indexed) {
    std::int64_t missing = 0;
    index::DocSet extra = indexed;
    std::int64_t after = 0;
    for (;;) {
      const std::vector<std::int64_t> ids = store::next_ids(store_, kind, after, 65'536);
      if (ids.empty()) break;
      for (const std::int64_t id : ids) {
        const auto doc = static_cast<std::uint32_t>(id);
        extra.remove(doc);
        if (!indexed.contains(doc) && !queued_.contains(doc)) ++missing;
      }
      after = ids.back();
    }
    extra -= queued_;
    if (missing > 0) problem(fmt::format("{}: {} are neither indexed nor queued", model::info(kind).plural, missing));
    if (!extra.empty()) problem(fmt::format("{}: {} are indexed and do not exist", model::info(kind).plural, extra.count()));
  }

  using Terms = std::set<std::string, std::less<>>;

  void check_document(model::Kind kind, std::uint32_t doc, const Terms& indexed) {
    const auto text = store::read_search_text(store_, {kind, doc});
    if (!text) return;
    ++report_.sampled;
    const text::Language language = language_of(*text);
    text::Stemmer& stemmer = stemmers_.of(language);
    Terms seen;
    if (language != text::Language::kNone) seen.insert(language_list(language));
    for (const std::string* field : {&text->question, &text->answer}) {
      text::TokenStream tokens(*field, stemmer);
      text::Token token;
      while (tokens.next(token)) {
        seen.emplace(token.script == text::CharClass::kWord ? index::kLetters : index::kCharacters);
        seen.emplace(token.term);
      }
    }
    if (seen == indexed) return;
    const auto lacks = [](const Terms& terms) { return [&terms](const std::string& term) { return !terms.contains(term); }; };
    const auto missing = std::ranges::find_if(seen, lacks(indexed));
    const auto extra = std::ranges::find_if(indexed, lacks(seen));
    const bool has = missing == seen.end();
    const std::string& term = has ? *extra : *missing;
    const std::string item = store::item_ref(store_, {kind, doc});
    if (index::is_list(term)) problem(fmt::format("{}: the index takes it for another language or script", item));
    else if (has) problem(fmt::format("{}: the index has the word '{}', which is not in the text", item, term));
    else problem(fmt::format("{}: the index lacks the word '{}'", item, term));
  }

  store::Store& store_;
  std::uint64_t sample_size_;
  index::DocSet queued_;  // Of the kind.
  index::DocSet sample_;
  std::map<std::uint32_t, Terms> sample_terms_;  // What the index has of each document of the sample.
  Stemmers stemmers_;
  IndexReport report_;
};

}  // namespace

IndexReport check_index(store::Store& store, std::int64_t sample) {
  const store::Snapshot snapshot(store.db());
  return Checker(store, sample).run();
}

}  // namespace ckm::search
