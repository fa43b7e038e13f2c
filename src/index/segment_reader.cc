#include <algorithm>
#include <bit>
#include <cstring>

#include "index/segment.hh"

namespace ckm::index {
namespace {

constexpr std::size_t kSkipBytes = 12;
constexpr std::uint32_t kMostReserved = 1 << 16;

Skip get_skip(std::string_view bytes, std::size_t at) {
  Skip skip;
  static_assert(sizeof skip == kSkipBytes);
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&skip, bytes.data() + at, kSkipBytes);  // It lies in the file as it does here.
  } else {
    const auto get = [&](std::size_t from, std::size_t size) {
      std::uint32_t value = 0;
      while (size-- > 0) value = value << 8U | static_cast<unsigned char>(bytes[at + from + size]);
      return value;
    };
    skip = {get(0, 4), get(4, 4), static_cast<std::uint16_t>(get(8, 2)), static_cast<std::uint8_t>(get(10, 1)),
            static_cast<std::uint8_t>(get(11, 1))};
  }
  return skip;
}

// Most numbers of a dictionary have one byte.
std::uint64_t number(std::string_view& bytes) {
  if (bytes.empty() || static_cast<unsigned char>(bytes.front()) >= 0x80) return get_varint(bytes);
  const auto value = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  return value;
}

std::size_t common_size(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t size = 0;
  while (size < most && a[size] == b[size]) ++size;
  return size;
}

}  // namespace

DictionaryEntry::DictionaryEntry(std::string_view& rest, std::size_t term_before) {
  shared = number(rest);
  const auto length = number(rest);
  if (shared > term_before || length > rest.size() || shared + length > kMostTermBytes) damaged("a dictionary block");
  suffix = rest.substr(0, length);
  rest.remove_prefix(length);
  count = number(rest);
  if (rest.empty() || count == 0) damaged("a dictionary block");
  most = static_cast<std::uint8_t>(rest.front());
  rest.remove_prefix(1);
  const auto size = number(rest);
  if (size > 0) {
    if (size > rest.size() || size > kInlineBytes || count > kBlockSize) damaged("a dictionary block");
    inline_block = rest.substr(0, size);
    rest.remove_prefix(size);
    return;
  }
  skip_chunk = static_cast<std::uint32_t>(get_varint(rest));
  skip_offset = static_cast<std::uint32_t>(get_varint(rest));
  blocks = static_cast<std::uint32_t>(get_varint(rest));
  if (blocks == 0 || (count + kBlockSize - 1) / kBlockSize != blocks) damaged("a dictionary block");
}

TermEntry DictionaryEntry::entry() const { return {count, most, std::string(inline_block), skip_chunk, skip_offset, blocks}; }

namespace {

// Takes an entry off the front that shares more than `matching` bytes with the term before it, where all its numbers have one
// byte and its postings are inline, as nearly all have. False where it is another, or damaged.
bool skip_entry(std::string_view& rest, std::size_t matching, std::size_t& term_before) {
  constexpr std::size_t kNumbers = 5;
  const auto byte = [&](std::size_t at) -> std::size_t { return static_cast<unsigned char>(rest[at]); };
  if (rest.size() < kNumbers || byte(0) <= matching || byte(0) > term_before || byte(0) >= 0x80 || byte(1) >= 0x80) return false;
  const std::size_t behind = 2 + byte(1);
  if (behind + 3 > rest.size() || byte(behind) == 0 || byte(behind) >= 0x80) return false;
  const std::size_t size = byte(behind + 2);
  if (size == 0 || size >= 0x80 || behind + 3 + size > rest.size()) return false;
  term_before = byte(0) + byte(1);
  rest.remove_prefix(behind + 3 + size);
  return true;
}

// Goes on in a dictionary block to the first term that is not less than the target; `at`, the one before, is. False, and the rest
// empty, where all are. No term is put together on the way: one that shares more with the term before it than that shares with
// the target is less as well, and one that shares less is greater.
bool walk_to(std::string_view target, std::string_view& rest, std::string& at, DictionaryEntry& entry) {
  std::size_t matching = common_size(at, target);  // Of the term before with the target.
  std::size_t term_before = at.size();
  while (!rest.empty()) {
    if (skip_entry(rest, matching, term_before)) continue;
    entry = DictionaryEntry(rest, term_before);
    term_before = entry.shared + entry.suffix.size();
    if (entry.shared > matching) continue;
    if (entry.shared == matching) {
      const std::string_view wanted = target.substr(matching);
      const std::size_t same = common_size(entry.suffix, wanted);
      const bool less = same < wanted.size() && (same == entry.suffix.size() || static_cast<unsigned char>(entry.suffix[same]) <
                                                                                    static_cast<unsigned char>(wanted[same]));
      if (less) {
        matching += same;
        continue;
      }
    }
    at.assign(target.substr(0, entry.shared));
    at += entry.suffix;
    if (at < target) damaged("a dictionary block's terms do not ascend");
    return true;
  }
  return false;
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

PostingCursor::PostingCursor(std::span<const Posting> postings) : postings_(postings), block_(std::make_unique<Block>()) {
  entry_.count = postings.size();
  for (std::size_t at = 0; at < postings.size(); at += kBlockSize) {
    const auto block = postings.subspan(at, std::min(kBlockSize, postings.size() - at));
    const std::uint8_t most = std::ranges::max_element(block, {}, &Posting::impact)->impact;
    skips_.push_back({block.back().doc, 0, 0, most, static_cast<std::uint8_t>(block.size() - 1)});
    entry_.most = std::max(entry_.most, most);
  }
}

void PostingCursor::load_skips() {
  std::uint32_t number = entry_.skip_chunk;
  std::size_t at = entry_.skip_offset;
  std::shared_ptr<const std::string> chunk = blobs_->chunk(number);
  if (chunk == nullptr) damaged("a skip table is missing");
  // A damaged count must not ask for all memory.
  skips_.reserve(std::min(entry_.blocks, kMostReserved));
  while (skips_.size() < entry_.blocks) {
    if (at + kSkipBytes > chunk->size()) {
      if (at == 0 || (chunk = blobs_->chunk(++number)) == nullptr) damaged("a skip table is cut off");
      at = 0;
      continue;
    }
    const Skip skip = get_skip(*chunk, at);
    if (!skips_.empty() && skip.last_doc <= skips_.back().last_doc) damaged("a skip table does not ascend");
    const std::uint64_t left = entry_.count - skips_.size() * kBlockSize;
    if (skip.count + std::uint64_t{1} != std::min<std::uint64_t>(left, kBlockSize)) damaged("a skip table has a wrong count");
    skips_.push_back(skip);
    at += kSkipBytes;
  }
}

const Block& PostingCursor::block(std::size_t number) {
  if (number == block_number_) return *block_;
  if (!entry_.inline_block.empty()) return *block_;
  const Skip& skip = skips_[number];
  if (blobs_ == nullptr) {
    block_->size = skip.count + std::size_t{1};
    for (std::size_t i = 0; i < block_->size; ++i) {
      block_->docs[i] = postings_[number * kBlockSize + i].doc;
      block_->impacts[i] = postings_[number * kBlockSize + i].impact;
    }
    block_number_ = number;
    return *block_;
  }
  if (skip.chunk != chunk_number_) {
    chunk_ = blobs_->chunk(skip.chunk);
    if (chunk_ == nullptr) damaged("a chunk of postings is missing");
    chunk_number_ = skip.chunk;
  }
  if (skip.offset >= chunk_->size()) damaged("a posting block lies outside of its chunk");
  decode_block(std::string_view(*chunk_).substr(skip.offset), skip.count + std::size_t{1}, *block_);
  if (block_->docs[block_->size - 1] != skip.last_doc) damaged("a posting block and its skip table differ");
  if (number > 0 && block_->docs[0] <= skips_[number - 1].last_doc) damaged("posting blocks overlap");
  block_number_ = number;
  return *block_;
}

std::optional<TermEntry> find_term(BlobReader& blobs, std::string_view term) {
  std::string first;
  std::string block;
  if (!blobs.terms(term, first, block)) return std::nullopt;
  std::string_view rest = block;
  std::string at;
  DictionaryEntry entry;
  if (!walk_to(term, rest, at, entry) || at != term) return std::nullopt;
  return entry.entry();
}

bool TermCursor::next() {
  if (rest_.empty()) {
    std::string first;
    if (!blobs_.next_terms(block_first_, first, block_)) return false;
    ++blocks_;
    rest_ = block_;
    if (rest_.empty()) damaged("a dictionary block is empty");
    entry_ = DictionaryEntry(rest_, 0);
    if (entry_.suffix != first) damaged("a dictionary block begins with another term");
    if (block_first_ && first <= term_) damaged("dictionary blocks overlap");
    term_ = first;
    block_first_ = std::move(first);
    return true;
  }
  entry_ = DictionaryEntry(rest_, term_.size());
  if (entry_.suffix <= std::string_view(term_).substr(entry_.shared)) damaged("a dictionary block's terms do not ascend");
  term_.resize(entry_.shared);
  term_ += entry_.suffix;
  return true;
}

bool TermCursor::seek(std::string_view term) {
  if (!term_.empty() && term_ >= term) return true;
  if (walk_to(term, rest_, term_, entry_)) return true;
  std::string first;
  if (blobs_.terms(term, first, block_)) {
    ++blocks_;
    // The block that was just walked through ends before the term.
    const bool another = first != block_first_;
    block_first_ = std::move(first);
    if (another) {
      rest_ = block_;
      term_.clear();
      if (walk_to(term, rest_, term_, entry_)) return true;
    }
  }
  return next();
}

}  // namespace ckm::index
