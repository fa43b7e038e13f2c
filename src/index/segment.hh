// A segment: terms in byte order, each with its postings in document order (ckm-store(5), "Segments").
//
// The dictionary is cut into blocks of about 4 KB. A short list lies in its dictionary entry; a long one is a run of posting
// blocks in chunks of at most 16,300 bytes, so that a chunk with its seal is one page of the file, followed by a skip table with
// one row a block. Segments never change once written.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/block.hh"

namespace ckm::index {

inline constexpr std::size_t kChunkBytes = 16'300;
inline constexpr std::size_t kDictionaryBytes = 4'000;
inline constexpr std::size_t kInlineBytes = 256;
inline constexpr std::size_t kMostTermBytes = 1'024;

// Where a segment's bytes lie. Chunks are numbered from 0.
class BlobReader {
 public:
  BlobReader() = default;
  BlobReader(const BlobReader&) = delete;
  BlobReader& operator=(const BlobReader&) = delete;
  virtual ~BlobReader() = default;
  // Null where there is none. A reader may hand out one that it keeps.
  virtual std::shared_ptr<const std::string> chunk(std::uint32_t number) = 0;
  // The last dictionary block that begins at or before the term; false before the first.
  virtual bool terms(std::string_view term, std::string& first_term, std::string& into) = 0;
  // The dictionary block behind the one that begins with `after`, the first one without it; false at the end.
  virtual bool next_terms(const std::optional<std::string>& after, std::string& first_term, std::string& into) = 0;
};

class BlobWriter {
 public:
  BlobWriter() = default;
  BlobWriter(const BlobWriter&) = delete;
  BlobWriter& operator=(const BlobWriter&) = delete;
  virtual ~BlobWriter() = default;
  virtual void chunk(std::uint32_t number, std::string_view data) = 0;
  virtual void terms(std::string_view first_term, std::string_view data) = 0;
};

// A row of the skip table, 12 bytes in the file.
struct Skip {
  std::uint32_t last_doc = 0;
  std::uint32_t chunk = 0;
  std::uint16_t offset = 0;
  std::uint8_t most = 0;   // The largest impact in the block.
  std::uint8_t count = 0;  // Postings minus one.
};

// What the dictionary knows of a term.
struct TermEntry {
  std::uint64_t count = 0;       // Postings: documents that have the term.
  std::uint8_t most = 0;         // The largest impact.
  std::string inline_block;      // The only block, where it lies in the dictionary; else:
  std::uint32_t skip_chunk = 0;  // The skip table begins there and goes on at the start of the next chunks.
  std::uint32_t skip_offset = 0;
  std::uint32_t blocks = 0;
};

// An entry as it lies in a dictionary block, which it must not outlive.
struct DictionaryEntry {
  DictionaryEntry() = default;
  // Takes it off the front of what is left of a block. Throws Error{kDamaged}, also where it shares more than the term before it
  // has bytes.
  DictionaryEntry(std::string_view& rest, std::size_t term_before);
  [[nodiscard]] TermEntry entry() const;

  std::size_t shared = 0;   // Bytes at its front that are those of the term before it.
  std::string_view suffix;  // The others.
  std::uint64_t count = 0;
  std::uint8_t most = 0;
  std::string_view inline_block;
  std::uint32_t skip_chunk = 0;
  std::uint32_t skip_offset = 0;
  std::uint32_t blocks = 0;
};

class SegmentWriter {
 public:
  explicit SegmentWriter(BlobWriter& out) : out_(out) {}

  // A term and its postings, one by one. Terms ascend strictly by bytes, postings by document; a term without postings is left
  // out.
  void begin(std::string_view term);
  void push(Posting posting);
  void end();
  void finish();

  [[nodiscard]] std::uint64_t terms() const { return terms_; }
  [[nodiscard]] std::uint64_t postings() const { return postings_; }
  [[nodiscard]] std::uint32_t chunks() const { return next_chunk_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void flush_block();
  void flush_chunk();
  void flush_terms();
  BlobWriter& out_;
  std::string chunk_;
  std::uint32_t next_chunk_ = 0;
  std::string dictionary_;
  std::string first_term_;
  std::string previous_term_;
  std::string term_;
  std::vector<Posting> block_;
  std::string coded_;
  std::vector<Skip> skips_;
  std::uint64_t count_ = 0;
  std::uint8_t most_ = 0;
  std::uint64_t terms_ = 0;
  std::uint64_t postings_ = 0;
  std::uint64_t bytes_ = 0;
};

// Walks one postings list block by block. Whatever the bytes are, documents ascend over all blocks and are as many as the
// dictionary says, or there is an Error.
class PostingCursor {
 public:
  // The reader must outlive the cursor. Throws Error{kDamaged} on bytes that are no list; so do all calls.
  PostingCursor(BlobReader& blobs, TermEntry entry);
  // Of postings that are no list of a segment; they ascend by document and must outlive the cursor.
  explicit PostingCursor(std::span<const Posting> postings);

  [[nodiscard]] std::uint64_t count() const { return entry_.count; }
  [[nodiscard]] std::uint8_t most() const { return entry_.most; }
  [[nodiscard]] const std::vector<Skip>& skips() const { return skips_; }
  // The decoded block of that number. Valid until the next call. Ask for blocks in ascending order to read each chunk once.
  const Block& block(std::size_t number);

 private:
  void load_skips();
  BlobReader* blobs_ = nullptr;
  std::span<const Posting> postings_;
  TermEntry entry_;
  std::vector<Skip> skips_;
  std::shared_ptr<const std::string> chunk_;
  std::uint32_t chunk_number_ = UINT32_MAX;
  std::size_t block_number_ = SIZE_MAX;
  std::unique_ptr<Block> block_;
};

// Looks a term up.
std::optional<TermEntry> find_term(BlobReader& blobs, std::string_view term);

// Walks all terms in order: whatever the bytes are, next() gives a greater term or an Error.
class TermCursor {
 public:
  explicit TermCursor(BlobReader& blobs) : blobs_(blobs) {}
  // False at the end. Throws Error{kDamaged}.
  bool next();
  // Goes on to the first term that is not less, which may be the one where it stands; false where there is none. Terms that are
  // asked for in ascending order walk through a dictionary block once. A smaller one leaves it where it is. Throws
  // Error{kDamaged}.
  bool seek(std::string_view term);
  // How many dictionary blocks were read.
  [[nodiscard]] std::size_t blocks() const { return blocks_; }
  [[nodiscard]] const std::string& term() const { return term_; }
  [[nodiscard]] TermEntry entry() const { return entry_.entry(); }
  // Its postings.
  [[nodiscard]] std::uint64_t count() const { return entry_.count; }

 private:
  BlobReader& blobs_;
  std::optional<std::string> block_first_;
  std::string block_;
  std::string_view rest_;
  std::string term_;
  DictionaryEntry entry_;
  std::size_t blocks_ = 0;
};

}  // namespace ckm::index
