#include "search/draft.hh"

#include <algorithm>

#include "base/cores.hh"

namespace ckm::search {
namespace {

// Documents that a thread takes at once. A draft with few of them is not worth a second one.
constexpr std::size_t kRun = 64;
// Of the memory allowed: the rest is for the page cache, texts, facets and merging.
constexpr double kShare = 0.75;
constexpr std::size_t kBatchDocuments = 4'096;
constexpr std::size_t kBatchBytes = std::size_t{16} << 20;

}  // namespace

SegmentDraft::SegmentDraft(const index::Scoring& scoring)
    : workers_(workers()), builders_(workers_.size(), index::SegmentBuilder(scoring)) {}

void SegmentDraft::add(std::span<const DraftDocument> documents) {
  share_out(documents.size(), kRun, [&](std::size_t i, std::size_t begin, std::size_t end) {
    for (const DraftDocument& document : documents.subspan(begin, end - begin)) {
      const text::Language language = add_document(builders_[i], workers_[i].stemmers, document.doc, document.text);
      workers_[i].languages |= language_bit(language);
    }
  });
}

std::uint64_t SegmentDraft::documents() const { return sum(&index::SegmentBuilder::documents); }
std::size_t SegmentDraft::memory() const { return sum(&index::SegmentBuilder::memory); }
index::LengthSum SegmentDraft::question_lengths() const { return sum(&index::SegmentBuilder::question_lengths); }
index::LengthSum SegmentDraft::answer_lengths() const { return sum(&index::SegmentBuilder::answer_lengths); }

std::int64_t SegmentDraft::languages() const {
  std::int64_t all = 0;
  for (const Worker& worker : workers_) all |= worker.languages;
  return all;
}

std::uint32_t SegmentDraft::first() const {
  std::uint32_t least = UINT32_MAX;
  for (const auto& builder : builders_) {
    if (builder.documents() > 0) least = std::min(least, builder.first());
  }
  return least;
}

std::uint32_t SegmentDraft::last() const {
  std::uint32_t most = 0;
  for (const auto& builder : builders_) {
    if (builder.documents() > 0) most = std::max(most, builder.last());
  }
  return most;
}

void SegmentDraft::write(index::SegmentWriter& writer) {
  // A small draft is all in the first.
  in_threads(documents() <= kRun ? 1 : builders_.size(), [&](std::size_t i) { builders_[i].sort(); });
  index::write_sorted(builders_, writer);
  for (auto& builder : builders_) builder.clear();
  for (Worker& worker : workers_) worker.languages = 0;
}

bool SegmentDraft::is_full(std::size_t allowed) const {
  return static_cast<double>(memory()) > kShare * static_cast<double>(allowed);
}

void TextBatch::push(std::uint32_t doc, store::SearchText text) {
  bytes_ += text.question.size() + text.answer.size();
  texts_.push_back({doc, std::move(text)});
}

bool TextBatch::full() const { return texts_.size() >= kBatchDocuments || bytes_ >= kBatchBytes; }

void TextBatch::add_to(SegmentDraft& draft) {
  draft.add(texts_);
  texts_.clear();
  bytes_ = 0;
}

void DraftFeed::start(TextBatch& texts) {
  wait();
  std::swap(texts_, texts);
  if (!texts_.empty()) done_ = std::async(std::launch::async, [this] { texts_.add_to(draft_); });
}

void DraftFeed::wait() {
  if (done_.valid()) done_.get();
}

}  // namespace ckm::search
