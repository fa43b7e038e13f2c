#include <algorithm>

#include "index/segment.hh"

namespace ckm::index {
namespace {

constexpr std::size_t kSkipBytes = 12;
constexpr std::uint32_t kMostReserved = 1 << 16;

std::uint64_t get_fixed(std::string_view bytes, std::size_t at, int size) {
  std::uint64_t value = 0;
  for (int i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  return value;
}

Skip get_skip(std::string_view bytes, std::size_t at) {
  Skip skip;
  skip.last_doc = static_cast<std::uint32_t>(get_fixed(bytes, at, 4));
  skip.chunk = static_cast<std::uint32_t>(get_fixed(bytes, at + 4, 4));
  skip.offset = static_cast<std::uint16_t>(get_fixed(bytes, at + 8, 2));
  skip.most = static_cast<std::uint8_t>(get_fixed(bytes, at + 10, 1));
  skip.count = static_cast<std::uint8_t>(get_fixed(bytes, at + 11, 1));
  return skip;
}

// Takes one entry off the front of a dictionary block. `term` is the one before it and becomes its own.
// An inline list stays where it is.
void take_entry(std::string_view& rest, std::string& term, TermEntry& entry, std::string_view& inline_block) {
  const auto shared = get_varint(rest);
  const auto length = get_varint(rest);
  if (shared > term.size() || length > rest.size() || shared + length > kMostTermBytes) damaged("a dictionary block");
  term.resize(shared);
  term += rest.substr(0, length);
  rest.remove_prefix(length);
  entry.count = get_varint(rest);
  if (rest.empty() || entry.count == 0) damaged("a dictionary block");
  entry.most = static_cast<std::uint8_t>(rest.front());
  rest.remove_prefix(1);
  const auto size = get_varint(rest);
  inline_block = {};
  entry.blocks = 0;
  if (size > 0) {
    if (size > rest.size() || size > kInlineBytes || entry.count > kBlockSize) damaged("a dictionary block");
    inline_block = rest.substr(0, size);
    rest.remove_prefix(size);
    return;
  }
  entry.skip_chunk = static_cast<std::uint32_t>(get_varint(rest));
  entry.skip_offset = static_cast<std::uint32_t>(get_varint(rest));
  entry.blocks = static_cast<std::uint32_t>(get_varint(rest));
  if (entry.blocks == 0 || (entry.count + kBlockSize - 1) / kBlockSize != entry.blocks) damaged("a dictionary block");
}

}  // namespace

PostingCursor::PostingCursor(BlobReader& blobs, TermEntry entry)
    : blobs_(&blobs), entry_(std::move(entry)), block_(std::make_unique<Block>()) {
  if (entry_.inline_block.empty()) {
    load_skips();
    return;
  }
  decode_block(entry_.inline_block, entry_.count, *block_);
  block_number_ = 0;
  skips_.push_back({block_->docs[block_->size - 1], 0, 0, entry_.most, static_cast<std::uint8_t>(entry_.count - 1)});
}

void PostingCursor::load_skips() {
  std::uint32_t number = entry_.skip_chunk;
  std::size_t at = entry_.skip_offset;
  std::string chunk;
  if (!blobs_->chunk(number, chunk)) damaged("a skip table is missing");
  // A damaged count must not ask for all memory.
  skips_.reserve(std::min(entry_.blocks, kMostReserved));
  while (skips_.size() < entry_.blocks) {
    if (at + kSkipBytes > chunk.size()) {
      if (at == 0 || !blobs_->chunk(++number, chunk)) damaged("a skip table is cut off");
      at = 0;
      continue;
    }
    skips_.push_back(get_skip(chunk, at));
    if (skips_.size() > 1 && skips_.back().last_doc <= skips_[skips_.size() - 2].last_doc)
      damaged("a skip table does not ascend");
    at += kSkipBytes;
  }
}

const Block& PostingCursor::block(std::size_t number) {
  if (number == block_number_) return *block_;
  if (!entry_.inline_block.empty()) return *block_;
  const Skip& skip = skips_[number];
  if (skip.chunk != chunk_number_) {
    if (!blobs_->chunk(skip.chunk, chunk_)) damaged("a chunk of postings is missing");
    chunk_number_ = skip.chunk;
  }
  if (skip.offset >= chunk_.size()) damaged("a posting block lies outside of its chunk");
  decode_block(std::string_view(chunk_).substr(skip.offset), skip.count + std::size_t{1}, *block_);
  if (block_->docs[block_->size - 1] != skip.last_doc) damaged("a posting block and its skip table differ");
  block_number_ = number;
  return *block_;
}

std::optional<TermEntry> find_term(BlobReader& blobs, std::string_view term) {
  std::string first;
  std::string block;
  if (!blobs.terms(term, first, block)) return std::nullopt;
  std::string_view rest = block;
  std::string at;
  TermEntry entry;
  std::string_view inline_block;
  while (!rest.empty()) {
    take_entry(rest, at, entry, inline_block);
    if (at == term) {
      entry.inline_block = inline_block;
      return entry;
    }
    if (at > term) break;
  }
  return std::nullopt;
}

bool TermCursor::next() {
  if (rest_.empty()) {
    std::string first;
    if (!blobs_.next_terms(block_first_, first, block_)) return false;
    ++blocks_;
    block_first_ = std::move(first);
    rest_ = block_;
    term_.clear();
    if (rest_.empty()) damaged("a dictionary block is empty");
  }
  const std::string previous = term_;
  const bool first = rest_.data() == block_.data();
  std::string_view inline_block;
  take_entry(rest_, term_, entry_, inline_block);
  entry_.inline_block = inline_block;
  if (!first && term_ <= previous) damaged("a dictionary block's terms do not ascend");
  return true;
}

bool TermCursor::seek(std::string_view term) {
  if (!term_.empty() && term_ >= term) return true;
  std::string_view inline_block;
  const auto walk = [&] {
    while (!rest_.empty()) {
      take_entry(rest_, term_, entry_, inline_block);
      if (term_ < term) continue;
      entry_.inline_block = inline_block;
      return true;
    }
    return false;
  };
  if (walk()) return true;
  std::string first;
  if (blobs_.terms(term, first, block_)) {
    ++blocks_;
    // The block that was just walked through ends before the term.
    const bool another = first != block_first_;
    block_first_ = std::move(first);
    if (another) {
      rest_ = block_;
      term_.clear();
      if (walk()) return true;
    }
  }
  return next();
}

}  // namespace ckm::index
