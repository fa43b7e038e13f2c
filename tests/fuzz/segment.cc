#include "fuzz/segment.hh"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "base/error.hh"
#include "index/docset.hh"
#include "index/merge.hh"
#include "index/seal.hh"
#include "index/topk.hh"
#include "unit/index/memory_blobs.hh"

namespace ckm::fuzz {
namespace {

using namespace index;

// What a damaged segment may make its readers do, so that one input takes no minutes: dictionary entries may share a list.
constexpr int kMostBlocks = 20'000;
constexpr std::uint32_t kMostChunks = 60;
struct Enough {};
constexpr std::uint32_t kRange = 30'000;  // Of most documents.

// Inline lists, lists of several chunks, a skip table that goes on in the next chunk, and terms that share their beginnings.
Lists make_lists() {
  Random random(1);
  Lists lists;
  for (int i = 0; i < 150; ++i) lists["term" + std::to_string(i * i)] = random_list(random, 1 + below(random, 30), kRange);
  lists["common"] = random_list(random, 15'000, kRange);
  lists["sparse"] = random_list(random, 600, 10 * kRange);
  lists["middle"] = random_list(random, 2'000, kRange);
  lists[std::string(300, 'x')] = {{5, 1}};
  return lists;
}

struct Whole {
  Whole() : lists(make_lists()) {
    write_lists(lists, blobs);
    for (std::uint32_t doc = 0; doc < kRange; doc += 3) dead.add(doc);
  }
  Lists lists;
  MemoryBlobs blobs;
  DocSet dead;
};

const Whole& whole() {
  static const Whole made;
  return made;
}

// Numbers off the front of an input; zeros behind its end.
class Bytes {
 public:
  explicit Bytes(std::string_view rest) : rest_(rest) {}
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::uint16_t two() {
    const unsigned low = byte();
    return static_cast<std::uint16_t>(low | static_cast<unsigned>(byte()) << 8);
  }

 private:
  std::string_view rest_;
};

std::string& blob_of(MemoryBlobs& blobs, std::size_t number) {
  const std::size_t n = number % (blobs.chunks.size() + blobs.blocks.size());
  if (n < blobs.chunks.size()) return blobs.chunks[n];
  return std::next(blobs.blocks.begin(), static_cast<std::ptrdiff_t>(n - blobs.chunks.size()))->second;
}

void damage(MemoryBlobs& blobs, Bytes& input) {
  while (!input.empty()) {
    const std::uint8_t what = input.byte();
    std::string& blob = blob_of(blobs, input.byte());
    std::size_t at = input.two();
    const std::uint16_t value = input.two();
    if (what % 6 == 4) blob.insert(std::min(at, blob.size()), value % 64, static_cast<char>(value >> 8));
    if (blob.empty()) continue;
    at %= blob.size();
    switch (what % 6) {
      case 0: blob[at] = static_cast<char>(value); break;
      case 1: blob[at] = static_cast<char>(blob[at] ^ (1 << value % 8)); break;
      case 2: blob.resize(at); break;
      case 3: blob.swap(blob_of(blobs, value)); break;
      case 5: blob.replace(at, std::min<std::size_t>(12, blob.size() - at), blob, value % blob.size(), 12); break;
      default: break;
    }
  }
}

void read_terms(MemoryBlobs& blobs) {
  std::string before;
  int blocks = 0;
  for (TermCursor terms(blobs); terms.next();) {
    if (!before.empty() && terms.term() <= before) throw std::logic_error("terms don't ascend");
    before = terms.term();
    std::int64_t last = -1;
    std::uint64_t count = 0;
    PostingCursor cursor(blobs, terms.entry());
    for (std::size_t number = 0; number < cursor.skips().size(); ++number) {
      if (++blocks > kMostBlocks) return;
      const Block& block = cursor.block(number);
      for (std::size_t i = 0; i < block.size; ++i) {
        if (block.docs[i] <= last) throw std::logic_error("documents don't ascend");
        last = block.docs[i];
      }
      count += block.size;
    }
    if (count != cursor.count()) throw std::logic_error("a list has not as many postings as it says");
  }
}

void find_terms(MemoryBlobs& blobs) {
  for (const auto& [term, list] : whole().lists) find_term(blobs, term);
  TermCursor cursor(blobs);
  for (const auto& [term, list] : whole().lists) {
    if (!cursor.seek(term)) break;
    if (cursor.term() < term) throw std::logic_error("a seek ends before the term");
  }
}

void find_best(MemoryBlobs& blobs) {
  std::vector<PostingCursor> cursors;
  for (const char* term : {"common", "middle", "sparse", "term2500", "term9"}) {
    if (const auto entry = find_term(blobs, term)) cursors.emplace_back(blobs, *entry);
  }
  std::vector<WeightedList> lists;
  for (PostingCursor& cursor : cursors) lists.push_back({&cursor, static_cast<std::uint32_t>(1000 * (lists.size() + 1))});
  DocSet allowed;
  for (PostingCursor& cursor : cursors) {
    if (&cursor != &cursors.front()) collect(cursor, allowed);
  }
  for (const DocSet* filter : {static_cast<const DocSet*>(nullptr), static_cast<const DocSet*>(&allowed)}) {
    TopK best(10);
    search(lists, filter, nullptr, best);
    if (best.take().size() > 10) throw std::logic_error("more than the best");
  }
}

class ShortWriter final : public BlobWriter {
 public:
  void chunk(std::uint32_t number, std::string_view data) override {
    if (number > kMostChunks) throw Enough();
    blobs.chunk(number, data);
  }
  void terms(std::string_view first_term, std::string_view data) override {
    if (blobs.blocks.size() > kMostChunks) throw Enough();
    blobs.terms(first_term, data);
  }
  MemoryBlobs blobs;
};

// What merging makes of a damaged segment, if anything, is a segment.
void merge(MemoryBlobs& blobs) {
  MemoryBlobs other;
  write_lists({{"common", {{kRange + 1, 3}, {kRange + 2, 4}}}, {"other", {{kRange + 1, 1}}}}, other);
  const DocSet& dead = whole().dead;
  const MergeInput inputs[] = {{&blobs, &dead}, {&other, nullptr}};
  ShortWriter out;
  SegmentWriter writer(out);
  try {
    merge_segments(inputs, writer);
  } catch (const Enough&) {
    return;
  }
  if (!out.blobs.in_order) throw std::logic_error("a merged segment is not in order");
  try {
    read_terms(out.blobs);
  } catch (const Error&) {
    throw std::logic_error("a merged segment is damaged");
  }
}

// Whether it is damaged for one reader does not keep the others from it.
template <typename Read>
void read_or_damaged(Read read) {
  try {
    read();
  } catch (const Error& e) {
    if (e.code() != Exit::kDamaged) throw std::logic_error("another error than damage");
  }
}

void read_all(MemoryBlobs& blobs) {
  for (const auto read : {read_terms, find_terms, find_best, merge}) read_or_damaged([&] { read(blobs); });
}

void read_posting_block(Bytes& input) {
  Block block;
  const std::size_t n = std::size_t{1} + input.byte();
  read_or_damaged([&] {
    decode_block(input.rest(), n, block);
    if (block.size != n || !std::is_sorted(block.docs.begin(), block.docs.begin() + static_cast<std::ptrdiff_t>(n)))
      throw std::logic_error("a block is none");
  });
}

void read_set(Bytes& input) {
  const std::size_t chunk = input.two();
  read_or_damaged([&] {
    DocSet set;
    std::string sealed(input.rest());
    seal(sealed);
    set.load(chunk, sealed);
    DocSet again;
    if (const std::string stored = set.store(chunk); !stored.empty()) again.load(chunk, stored);
    const std::uint64_t count = set.count();
    again -= set;
    if (!again.empty() || count > 65'536) throw std::logic_error("a set does not survive being stored");
  });
}

}  // namespace

void read_segment(std::string_view bytes) {
  Bytes input(bytes);
  MemoryBlobs blobs;
  blobs.chunks = whole().blobs.chunks;
  blobs.blocks = whole().blobs.blocks;
  switch (input.byte() % 5) {
    case 0: damage(blobs, input); break;
    case 1: std::next(blobs.blocks.begin(), input.byte() % static_cast<int>(blobs.blocks.size()))->second = input.rest(); break;
    case 2: blobs.chunks[input.byte() % blobs.chunks.size()] = input.rest(); break;
    case 3: return read_posting_block(input);
    case 4: return read_set(input);
  }
  read_all(blobs);
}

}  // namespace ckm::fuzz
