// Documents on their way to a segment, analysed on all cores.
#pragma once

#include <cstdint>
#include <future>
#include <span>
#include <vector>

#include "index/builder.hh"
#include "search/analyze.hh"

namespace ckm::search {

struct DraftDocument {
  std::uint32_t doc = 0;
  store::SearchText text;
};

// What comes out does not depend on the number of cores, or on which of them did what.
//
// Threads: belongs to one; add() and sort() use others and return when all is done.
class SegmentDraft {
 public:
  explicit SegmentDraft(const index::Scoring& scoring);

  // Documents in ascending order, all behind those added before.
  void add(std::span<const DraftDocument> documents);

  [[nodiscard]] std::uint64_t documents() const;
  [[nodiscard]] std::size_t memory() const;
  // Whether it takes so much of the memory that building may take that it is to be written.
  [[nodiscard]] bool is_full(std::size_t allowed) const;
  // See language_bit.
  [[nodiscard]] std::int64_t languages() const;
  [[nodiscard]] index::LengthSum question_lengths() const;
  [[nodiscard]] index::LengthSum answer_lengths() const;
  // Of at least one document.
  [[nodiscard]] std::uint32_t first() const;
  [[nodiscard]] std::uint32_t last() const;

  // Writes all terms and forgets the documents. Calls writer.finish().
  void write(index::SegmentWriter& writer);

 private:
  struct Worker {
    Stemmers stemmers;
    std::int64_t languages = 0;
  };
  template <typename T>
  [[nodiscard]] T sum(T (index::SegmentBuilder::*value)() const) const {
    T all{};
    for (const auto& builder : builders_) all += (builder.*value)();
    return all;
  }
  std::vector<Worker> workers_;
  std::vector<index::SegmentBuilder> builders_;  // One a worker.
};

// Texts on their way to a draft: enough of them for all cores, whatever their sizes.
class TextBatch {
 public:
  void push(std::uint32_t doc, store::SearchText text);
  [[nodiscard]] bool empty() const { return texts_.empty(); }
  [[nodiscard]] bool full() const;
  [[nodiscard]] std::span<const DraftDocument> all() const { return texts_; }
  // And forgets them.
  void add_to(SegmentDraft& draft);

 private:
  std::vector<DraftDocument> texts_;
  std::size_t bytes_ = 0;
};

// Analyses texts for a draft while their owner reads the next ones.
//
// Threads: belongs to one. The draft must outlive it, and is left alone by others between start() and wait().
class DraftFeed {
 public:
  explicit DraftFeed(SegmentDraft& draft) : draft_(draft) {}
  DraftFeed(const DraftFeed&) = delete;
  DraftFeed& operator=(const DraftFeed&) = delete;

  // Takes texts and begins with them when what was begun before is done.
  void start(TextBatch& texts);
  // Until all that was begun is in the draft; throws what that has thrown, as start() does.
  void wait();

 private:
  SegmentDraft& draft_;
  TextBatch texts_;
  std::future<void> done_;  // Waits for the end of its work when it goes.
};

}  // namespace ckm::search
