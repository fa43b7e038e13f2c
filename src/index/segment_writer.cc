#include <algorithm>

#include "index/segment.hh"

namespace ckm::index {
namespace {

constexpr std::size_t kSkipBytes = 12;

void put_skip(std::string& out, const Skip& skip) {
  const auto put = [&](std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  };
  put(skip.last_doc, 4);
  put(skip.chunk, 4);
  put(skip.offset, 2);
  put(skip.most, 1);
  put(skip.count, 1);
}

}  // namespace

void SegmentWriter::begin(std::string_view term) {
  term_ = term;
  block_.clear();
  skips_.clear();
  count_ = 0;
  most_ = 0;
}

void SegmentWriter::push(Posting posting) {
  if (block_.size() == kBlockSize) flush_block();
  block_.push_back(posting);
  most_ = std::max(most_, posting.impact);
  ++count_;
}

void SegmentWriter::flush_chunk() {
  if (chunk_.empty()) return;
  out_.chunk(next_chunk_++, chunk_);
  bytes_ += chunk_.size();
  chunk_.clear();
}

void SegmentWriter::flush_block() {
  coded_.clear();
  encode_block(block_, coded_);
  if (chunk_.size() + coded_.size() > kChunkBytes) flush_chunk();
  const auto most = std::max_element(block_.begin(), block_.end(), [](auto a, auto b) { return a.impact < b.impact; })->impact;
  skips_.push_back({block_.back().doc, next_chunk_, static_cast<std::uint16_t>(chunk_.size()), most,
                    static_cast<std::uint8_t>(block_.size() - 1)});
  chunk_ += coded_;
  block_.clear();
}

void SegmentWriter::end() {
  if (count_ == 0) return;
  // How many bytes the term shares with the one before it in this dictionary block, then the rest of it.
  std::size_t shared = 0;
  if (!dictionary_.empty()) {
    shared = static_cast<std::size_t>(
        std::mismatch(term_.begin(), term_.end(), previous_term_.begin(), previous_term_.end()).first - term_.begin());
  } else {
    first_term_ = term_;
  }
  put_varint(dictionary_, shared);
  put_varint(dictionary_, term_.size() - shared);
  dictionary_.append(term_, shared);
  put_varint(dictionary_, count_);
  dictionary_.push_back(static_cast<char>(most_));
  coded_.clear();
  if (skips_.empty()) encode_block(block_, coded_);
  if (skips_.empty() && coded_.size() <= kInlineBytes) {
    put_varint(dictionary_, coded_.size());
    dictionary_ += coded_;
  } else {
    flush_block();
    if (chunk_.size() + kSkipBytes > kChunkBytes) flush_chunk();
    put_varint(dictionary_, 0);
    put_varint(dictionary_, next_chunk_);
    put_varint(dictionary_, chunk_.size());
    put_varint(dictionary_, skips_.size());
    for (const Skip& skip : skips_) {
      if (chunk_.size() + kSkipBytes > kChunkBytes) flush_chunk();
      put_skip(chunk_, skip);
    }
  }
  previous_term_ = term_;
  ++terms_;
  postings_ += count_;
  if (dictionary_.size() >= kDictionaryBytes) flush_terms();
}

void SegmentWriter::flush_terms() {
  if (dictionary_.empty()) return;
  out_.terms(first_term_, dictionary_);
  bytes_ += dictionary_.size();
  dictionary_.clear();
}

void SegmentWriter::finish() {
  flush_chunk();
  flush_terms();
}

}  // namespace ckm::index
