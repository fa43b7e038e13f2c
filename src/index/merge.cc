#include "index/merge.hh"

#include <algorithm>
#include <deque>

#include "index/builder.hh"

namespace ckm::index {
namespace {

// The postings of one term in one input, as a stream.
class Stream {
 public:
  Stream(const MergeInput& input, const TermEntry& entry) : cursor_(*input.blobs, entry), dead_(input.dead) { settle(); }

  [[nodiscard]] bool done() const { return block_ == nullptr; }
  [[nodiscard]] Posting posting() const { return {block_->docs[at_], block_->impacts[at_]}; }
  void next() {
    ++at_;
    settle();
  }

 private:
  // Moves on to a posting that counts.
  void settle() {
    for (;;) {
      if (block_ == nullptr || at_ == block_->size) {
        if (number_ == cursor_.skips().size()) {
          block_ = nullptr;
          return;
        }
        block_ = &cursor_.block(number_++);
        at_ = 0;
      }
      if (dead_ == nullptr || !dead_->contains(block_->docs[at_])) return;
      ++at_;
    }
  }
  PostingCursor cursor_;
  const DocSet* dead_;
  const Block* block_ = nullptr;
  std::size_t number_ = 0;
  std::size_t at_ = 0;
};

}  // namespace

MergeResult merge_segments(std::span<const MergeInput> inputs, SegmentWriter& writer) {
  struct Head {
    TermCursor terms;
    bool open = true;
  };
  std::deque<Head> heads;
  for (const MergeInput& input : inputs) {
    heads.push_back({TermCursor(*input.blobs)});
    heads.back().open = heads.back().terms.next();
  }
  MergeResult result;
  std::deque<Stream> streams;
  for (;;) {
    const std::string* least = nullptr;
    for (const Head& head : heads) {
      if (head.open && (least == nullptr || head.terms.term() < *least)) least = &head.terms.term();
    }
    if (least == nullptr) break;
    const std::string term = *least;
    streams.clear();
    for (std::size_t i = 0; i < heads.size(); ++i) {
      Head& head = heads[i];
      if (!head.open || head.terms.term() != term) continue;
      streams.emplace_back(inputs[i], head.terms.entry());
      head.open = head.terms.next();
    }
    writer.begin(term);
    const bool lengths = term == kQuestionLengths;
    const auto take = [&](Stream& stream) {
      const Posting posting = stream.posting();
      if (lengths) {
        if (result.documents++ == 0) result.first = posting.doc;
        result.last = posting.doc;
      }
      writer.push(posting);
      stream.next();
    };
    for (;;) {
      // The stream with the least document, and the least of the others: up to there it can be drained.
      Stream* first = nullptr;
      std::uint64_t limit = UINT64_MAX;
      for (Stream& stream : streams) {
        if (stream.done()) continue;
        if (first == nullptr || stream.posting().doc < first->posting().doc) {
          if (first != nullptr) limit = std::min<std::uint64_t>(limit, first->posting().doc);
          first = &stream;
        } else {
          limit = std::min<std::uint64_t>(limit, stream.posting().doc);
        }
      }
      if (first == nullptr) break;
      if (first->posting().doc == limit) damaged("a document counts in two segments");
      while (!first->done() && first->posting().doc < limit) take(*first);
    }
    writer.end();
  }
  writer.finish();
  return result;
}

}  // namespace ckm::index
