// A segment's bytes in the store, where each blob is sealed (index/seal.hh).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/segment.hh"
#include "store/store.hh"

namespace ckm::search {

// Each call throws Error{kDamaged} where a blob is not as it was written.
// Compares the seal of each chunk when it first reads it, and keeps what it reads again, up to so many bytes: the queries of a
// session read the same chunks, and one by itself has nothing of keeping them.
class StoreBlobs final : public index::BlobReader {
 public:
  StoreBlobs(store::Store& store, std::int64_t segment, std::size_t keeps = 0)
      : store_(store), segment_(segment), keeps_(keeps) {}
  std::shared_ptr<const std::string> chunk(std::uint32_t number) override;
  bool terms(std::string_view term, std::string& first_term, std::string& into) override;
  bool next_terms(const std::optional<std::string>& after, std::string& first_term, std::string& into) override;

 private:
  store::Store& store_;
  std::int64_t segment_;
  std::size_t keeps_;
  std::size_t kept_ = 0;                                    // Bytes.
  std::vector<std::shared_ptr<const std::string>> chunks_;  // By number; null for those that are not kept.
  std::vector<bool> compared_;                              // By number.
};

// Writes blobs, and sums them up: the digest of the chunks' digests in order, then of the dictionary blocks'.
class StoreBlobWriter final : public index::BlobWriter {
 public:
  StoreBlobWriter(store::Store& store, std::int64_t segment) : store_(store), segment_(segment) {}
  void chunk(std::uint32_t number, std::string_view data) override;
  void terms(std::string_view first_term, std::string_view data) override;
  [[nodiscard]] std::string checksum() const;  // 16 bytes.

 private:
  store::Store& store_;
  std::int64_t segment_;
  std::string sealed_;
  std::string chunk_digests_;
  std::string term_digests_;
};

// The same sum over what a segment of that many chunks holds now. Throws Error{kDamaged} where a chunk is missing.
std::string checksum_of(store::Store& store, std::int64_t segment, std::uint32_t chunks);

}  // namespace ckm::search
