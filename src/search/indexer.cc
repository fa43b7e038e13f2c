#include "search/indexer.hh"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <optional>

#include "search/asked_terms.hh"
#include "search/blobs.hh"
#include "search/facets.hh"
#include "search/learned.hh"
#include "search/row_seal.hh"
#include "store/queue.hh"

namespace ckm::search {
namespace {

// Segments of a level are merged when there are this many; a level's segments are this many times larger than those below.
constexpr std::size_t kFanOut = 8;
constexpr std::int64_t kSmallestLevel = 1'000;
// While a kind has no more documents than this, its averages follow its growth; see refreeze.
constexpr std::int64_t kSmallKind = 20'000;
constexpr double kMostDrift = 0.1;

int level_of(const store::SegmentRow& row) {
  int level = 0;
  for (std::int64_t size = kSmallestLevel; row.docs - row.dead > size; size *= static_cast<std::int64_t>(kFanOut)) ++level;
  return level;
}

std::vector<store::SegmentRow> live_segments(store::Store& store, model::Kind kind) {
  std::vector<store::SegmentRow> rows = store::read_segments(store, true);
  for (const store::SegmentRow& row : rows) need_whole(row);
  std::erase_if(rows, [&](const store::SegmentRow& row) { return row.kind != kind; });
  return rows;
}

// The documents of one list that count.
template <typename Visit>
void for_each_length(store::Store& store, const store::SegmentRow& row, std::string_view list, Visit visit) {
  StoreBlobs blobs(store, row.id);
  const auto entry = index::find_term(blobs, list);
  if (!entry) index::damaged("a segment lacks its list of documents");
  const index::DocSet dead = dead_documents(store, row.id);
  index::PostingCursor cursor(blobs, *entry);
  for (std::size_t number = 0; number < cursor.skips().size(); ++number) {
    const index::Block& block = cursor.block(number);
    for (std::size_t i = 0; i < block.size; ++i) {
      if (!dead.contains(block.docs[i])) visit(block.docs[i], index::length_of_code(block.impacts[i]));
    }
  }
}

// Which of a kind's segments a document lies in, looked up only when it may be in one.
class Membership {
 public:
  Membership(store::Store& store, model::Kind kind) : store_(store) {
    for (store::SegmentRow& row : live_segments(store, kind)) segments_.push_back({std::move(row), {}, {}, {}});
  }

  // Marks the document as dead where it counts. Returns whether it did anywhere.
  bool kill(std::uint32_t doc) {
    for (Segment& segment : segments_) {
      if (doc < segment.row.first_doc || doc > segment.row.last_doc) continue;
      if (!segment.members) load(segment);
      if (!segment.members->contains(doc)) continue;
      segment.members->remove(doc);
      segment.dead.add(doc);
      segment.touched.push_back(doc >> 16);
      ++segment.row.dead;
      return true;
    }
    return false;
  }

  [[nodiscard]] bool holds(std::uint32_t doc) {
    for (Segment& segment : segments_) {
      if (doc < segment.row.first_doc || doc > segment.row.last_doc) continue;
      if (!segment.members) load(segment);
      if (segment.members->contains(doc)) return true;
    }
    return false;
  }

  void write() {
    for (Segment& segment : segments_) {
      if (segment.touched.empty()) continue;
      std::sort(segment.touched.begin(), segment.touched.end());
      segment.touched.erase(std::unique(segment.touched.begin(), segment.touched.end()), segment.touched.end());
      for (const std::uint32_t chunk : segment.touched)
        store::write_dead(store_, segment.row.id, chunk, segment.dead.store(chunk));
      segment.row.seal = row_seal(segment.row);
      store::write_dead_count(store_, segment.row);
    }
  }

 private:
  struct Segment {
    store::SegmentRow row;
    std::optional<index::DocSet> members;  // That count.
    index::DocSet dead;
    std::vector<std::uint32_t> touched;
  };
  void load(Segment& segment) {
    segment.members.emplace();
    for_each_length(store_, segment.row, index::kQuestionLengths,
                    [&](std::uint32_t doc, std::uint32_t) { segment.members->add(doc); });
    segment.dead = dead_documents(store_, segment.row.id);
  }
  store::Store& store_;
  std::vector<Segment> segments_;
};

store::Lengths average_lengths(store::Store& store, const std::vector<store::SegmentRow>& rows) {
  index::LengthSum question;
  index::LengthSum answer;
  std::int64_t docs = 0;
  for (const store::SegmentRow& row : rows) {
    for_each_length(store, row, index::kQuestionLengths, [&](std::uint32_t, std::uint32_t length) {
      question.add(length);
      ++docs;
    });
    for_each_length(store, row, index::kAnswerLengths, [&](std::uint32_t, std::uint32_t length) { answer.add(length); });
  }
  return {question.average(), answer.average(), docs};
}

}  // namespace

std::int64_t Indexer::step_kind(model::Kind kind, std::int64_t limit) {
  std::vector<store::Queued> queue = store::read_queue(store_, kind, limit);
  if (queue.empty()) return 0;
  Membership membership(store_, kind);
  FacetWriter facets(store_, kind);
  const bool redo = store::rebuilder(store_).has_value();
  TextBatch texts;
  std::optional<SegmentDraft> draft;
  std::optional<DraftFeed> feed;
  // Returns whether what is in the draft takes all the memory that it may.
  const auto analyse = [&] {
    if (texts.empty()) return false;
    if (!draft) {
      draft.emplace(scoring_of(settings_, lengths_for(kind, texts.all())));
      feed.emplace(*draft);
    }
    feed->wait();
    const bool full = draft->is_full(settings_.memory);
    feed->start(texts);
    return full;
  };
  std::size_t taken = 0;
  while (taken < queue.size()) {
    const store::Queued& queued = queue[taken++];
    const store::Item item{kind, queued.id};
    const auto doc = static_cast<std::uint32_t>(queued.id);
    const bool known = queued.text ? membership.kill(doc) : membership.holds(doc);
    auto text = store::read_search_text(store_, item);
    if (text) facets.set(doc, store::read_facts(store_, item), true, known);
    else facets.set(doc, {}, false, true);
    if (text && (queued.text || !known)) texts.push(doc, std::move(*text));
    if (redo) store::note_redo(store_, item);
    if (texts.full() && analyse()) break;
  }
  analyse();
  queue.resize(taken);
  store::remove_queued(store_, kind, queue);
  membership.write();
  facets.write();
  if (feed) feed->wait();
  if (draft) write_segment(store_, kind, true, settings_, *draft);
  merge_tiers(kind);
  return static_cast<std::int64_t>(taken);
}

store::Lengths Indexer::lengths_for(model::Kind kind, std::span<const DraftDocument> texts) {
  store::Lengths lengths =
      store::read_lengths(store_, kind).value_or(store::Lengths{0, 0, static_cast<std::int64_t>(texts.size())});
  // Nothing was computed yet with the average of a field that no document had.
  const bool question = lengths.question <= 0;
  const bool answer =
      lengths.answer <= 0 && std::ranges::any_of(texts, [](const DraftDocument& d) { return !d.text.answer.empty(); });
  if (!question && !answer) return lengths;
  SegmentDraft counter{index::Scoring()};
  counter.add(texts);
  if (question) lengths.question = counter.question_lengths().average();
  if (answer) lengths.answer = counter.answer_lengths().average();
  store::write_lengths(store_, kind, lengths);
  return lengths;
}

void Indexer::merge_tiers(model::Kind kind) {
  for (;;) {
    std::map<int, std::vector<store::SegmentRow>> levels;
    for (store::SegmentRow& row : live_segments(store_, kind)) {
      // Mostly dead: written anew by itself.
      if (row.dead * 2 > row.docs) {
        merge_rows(store_, {row}, true);
        continue;
      }
      levels[level_of(row)].push_back(std::move(row));
    }
    const auto full =
        std::find_if(levels.begin(), levels.end(), [](const auto& level) { return level.second.size() >= kFanOut; });
    if (full == levels.end()) return;
    merge_rows(store_, full->second, true);
  }
}

std::int64_t Indexer::step(std::int64_t limit) {
  clear_killed_rebuild(store_);
  std::int64_t done = 0;
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.searchable || done >= limit) continue;
    const std::int64_t taken = step_kind(kind.kind, limit - done);
    done += taken;
    if (taken == 0) continue;
    // Small kinds grow from one article to many: averages of the first few would be wrong for ever.
    const std::vector<store::SegmentRow> rows = live_segments(store_, kind.kind);
    std::int64_t docs = 0;
    for (const store::SegmentRow& row : rows) docs += row.docs - row.dead;
    const auto frozen = store::read_lengths(store_, kind.kind);
    if (!frozen || docs > kSmallKind || docs < frozen->docs * 2) continue;
    const store::Lengths now = average_lengths(store_, rows);
    const auto drift = [](double before, double after) { return std::abs(after - before) > kMostDrift * std::max(before, 1.0); };
    if (!drift(frozen->question, now.question) && !drift(frozen->answer, now.answer)) {
      store::write_lengths(store_, kind.kind, {frozen->question, frozen->answer, docs});
      continue;
    }
    store::write_lengths(store_, kind.kind, now);
    store::queue_all(store_, kind.kind);
    while (step_kind(kind.kind, INT64_MAX) > 0) {
    }
  }
  if (done < limit) done += refresh_learned(store_, limit - done);
  if (done < limit) done += count_wordings(store_, limit - done);
  return done;
}

bool Indexer::merge_all() {
  bool merged = false;
  for (const model::KindInfo& kind : model::kKinds) {
    const std::vector<store::SegmentRow> rows = live_segments(store_, kind.kind);
    if (rows.empty() || (rows.size() == 1 && rows.front().dead == 0)) continue;
    merge_rows(store_, rows, true);
    merged = true;
  }
  return merged;
}

}  // namespace ckm::search
