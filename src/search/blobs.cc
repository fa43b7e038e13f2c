#include "search/blobs.hh"

#include "base/hash.hh"
#include "index/seal.hh"
#include "store/segments.hh"

namespace ckm::search {
namespace {

void append_digest(std::string& digests, std::string_view data) {
  const ContentHash hash = content_hash(data);
  digests.append(bytes_of(hash));
}

std::string sum(std::string_view chunk_digests, std::string_view term_digests) {
  std::string all;
  append_digest(all, chunk_digests);
  append_digest(all, term_digests);
  std::string out;
  append_digest(out, all);
  return out;
}

}  // namespace

std::shared_ptr<const std::string> StoreBlobs::chunk(std::uint32_t number) {
  if (number < chunks_.size() && chunks_[number] != nullptr) return chunks_[number];
  const auto data = std::make_shared<std::string>();
  if (!store::read_chunk(store_, segment_, number, *data)) return nullptr;
  const bool again = number < compared_.size() && compared_[number];
  if (again && data->size() >= index::kSealBytes) {
    data->resize(data->size() - index::kSealBytes);
  } else {
    index::strip_seal(*data, "a chunk of postings");
    if (number >= compared_.size()) compared_.resize(number + std::size_t{1});
    compared_[number] = true;
  }
  if (!again || data->size() > keeps_) return data;
  // What is full begins anew: whoever still reads a chunk holds it.
  if (kept_ + data->size() > keeps_) chunks_.clear(), kept_ = 0;
  if (number >= chunks_.size()) chunks_.resize(number + std::size_t{1});
  chunks_[number] = data;
  kept_ += data->size();
  return data;
}

bool StoreBlobs::terms(std::string_view term, std::string& first_term, std::string& into) {
  if (!store::read_terms(store_, segment_, term, first_term, into)) return false;
  index::strip_seal(into, "a dictionary block");
  return true;
}

bool StoreBlobs::next_terms(const std::optional<std::string>& after, std::string& first_term, std::string& into) {
  if (!store::read_next_terms(store_, segment_, after, first_term, into)) return false;
  index::strip_seal(into, "a dictionary block");
  return true;
}

void StoreBlobWriter::chunk(std::uint32_t number, std::string_view data) {
  sealed_.assign(data);
  index::seal(sealed_);
  store::write_chunk(store_, segment_, number, sealed_);
  append_digest(chunk_digests_, sealed_);
}

void StoreBlobWriter::terms(std::string_view first_term, std::string_view data) {
  sealed_.assign(data);
  index::seal(sealed_);
  store::write_terms(store_, segment_, first_term, sealed_);
  append_digest(term_digests_, sealed_);
}

std::string StoreBlobWriter::checksum() const { return sum(chunk_digests_, term_digests_); }

std::string checksum_of(store::Store& store, std::int64_t segment, std::uint32_t chunks) {
  std::string chunk_digests;
  std::string term_digests;
  std::string data;
  for (std::uint32_t number = 0; number < chunks; ++number) {
    if (!store::read_chunk(store, segment, number, data)) index::damaged("a chunk of postings is missing");
    append_digest(chunk_digests, data);
  }
  std::optional<std::string> after;
  std::string first;
  while (store::read_next_terms(store, segment, after, first, data)) {
    append_digest(term_digests, data);
    after = first;
  }
  return sum(chunk_digests, term_digests);
}

}  // namespace ckm::search
