#include "index/docset.hh"

#include <algorithm>
#include <bit>

#include "index/block.hh"
#include "index/seal.hh"

namespace ckm::index {
namespace {

constexpr std::size_t kMostInArray = 4096;
constexpr char kArray = 1;
constexpr char kBitmap = 2;
// Document numbers fit 32 bits.
constexpr std::size_t kMostChunks = 1 << 16;

std::uint64_t count_of(const DocSet::Chunk& chunk) {
  std::uint64_t n = 0;
  for (const std::uint64_t word : chunk) n += static_cast<std::uint64_t>(std::popcount(word));
  return n;
}

}  // namespace

DocSet::DocSet(const DocSet& other) { *this |= other; }

DocSet& DocSet::operator=(const DocSet& other) {
  if (this != &other) {
    chunks_.clear();
    *this |= other;
  }
  return *this;
}

DocSet::Chunk& DocSet::need(std::size_t chunk) {
  if (chunk >= chunks_.size()) chunks_.resize(chunk + 1);
  if (chunks_[chunk] == nullptr) chunks_[chunk] = std::make_unique<Chunk>();
  return *chunks_[chunk];
}

void DocSet::add(std::uint32_t doc) { need(doc >> 16)[doc >> 6 & (kWords - 1)] |= 1ULL << (doc & 63); }

void DocSet::remove(std::uint32_t doc) {
  if (contains(doc)) (*chunks_[doc >> 16])[doc >> 6 & (kWords - 1)] &= ~(1ULL << (doc & 63));
}

bool DocSet::empty() const {
  return std::all_of(chunks_.begin(), chunks_.end(), [](const auto& chunk) {
    return chunk == nullptr || std::all_of(chunk->begin(), chunk->end(), [](std::uint64_t word) { return word == 0; });
  });
}

std::uint64_t DocSet::count() const {
  std::uint64_t n = 0;
  for (const auto& chunk : chunks_) n += chunk == nullptr ? 0 : count_of(*chunk);
  return n;
}

bool DocSet::any(std::uint32_t first, std::uint32_t last) const {
  for (std::size_t c = first >> 16; c <= last >> 16 && c < chunks_.size(); ++c) {
    if (chunks_[c] == nullptr) continue;
    const std::size_t from = c == first >> 16 ? first & 0xFFFF : 0;
    const std::size_t to = c == last >> 16 ? last & 0xFFFF : 0xFFFF;
    for (std::size_t w = from >> 6; w <= to >> 6; ++w) {
      std::uint64_t bits = (*chunks_[c])[w];
      if (w == from >> 6) bits &= ~0ULL << (from & 63);
      if (w == to >> 6) bits &= ~0ULL >> (63 - (to & 63));
      if (bits != 0) return true;
    }
  }
  return false;
}

DocSet& DocSet::operator|=(const DocSet& other) {
  for (std::size_t c = 0; c < other.chunks_.size(); ++c) {
    if (other.chunks_[c] == nullptr) continue;
    Chunk& mine = need(c);
    for (std::size_t w = 0; w < kWords; ++w) mine[w] |= (*other.chunks_[c])[w];
  }
  return *this;
}

DocSet& DocSet::operator&=(const DocSet& other) {
  for (std::size_t c = 0; c < chunks_.size(); ++c) {
    if (chunks_[c] == nullptr) continue;
    if (c >= other.chunks_.size() || other.chunks_[c] == nullptr) {
      chunks_[c].reset();
      continue;
    }
    for (std::size_t w = 0; w < kWords; ++w) (*chunks_[c])[w] &= (*other.chunks_[c])[w];
  }
  return *this;
}

DocSet& DocSet::operator-=(const DocSet& other) {
  for (std::size_t c = 0; c < chunks_.size() && c < other.chunks_.size(); ++c) {
    if (chunks_[c] == nullptr || other.chunks_[c] == nullptr) continue;
    for (std::size_t w = 0; w < kWords; ++w) (*chunks_[c])[w] &= ~(*other.chunks_[c])[w];
  }
  return *this;
}

std::string DocSet::store(std::size_t chunk) const {
  if (chunk >= chunks_.size() || chunks_[chunk] == nullptr) return {};
  const Chunk& words = *chunks_[chunk];
  const std::uint64_t n = count_of(words);
  if (n == 0) return {};
  std::string data;
  if (n <= kMostInArray) {
    data.reserve(1 + n * 2 + kSealBytes);
    data.push_back(kArray);
    for (std::size_t w = 0; w < kWords; ++w) {
      for (std::uint64_t bits = words[w]; bits != 0; bits &= bits - 1) {
        const auto low = static_cast<unsigned>(w << 6 | static_cast<unsigned>(std::countr_zero(bits)));
        data.push_back(static_cast<char>(low & 0xFF));
        data.push_back(static_cast<char>(low >> 8));
      }
    }
    seal(data);
    return data;
  }
  data.reserve(1 + kWords * 8 + kSealBytes);
  data.push_back(kBitmap);
  for (const std::uint64_t word : words) {
    for (int shift = 0; shift < 64; shift += 8) data.push_back(static_cast<char>(word >> shift));
  }
  seal(data);
  return data;
}

void DocSet::load(std::size_t chunk, std::string_view data) {
  data = unseal(data, "a set of documents");
  if (data.empty() || chunk >= kMostChunks) damaged("a set of documents is empty or out of range");
  const char form = data.front();
  data.remove_prefix(1);
  const auto byte = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(data[i])); };
  Chunk& words = need(chunk);
  if (form == kArray && data.size() % 2 == 0 && data.size() <= kMostInArray * 2) {
    for (std::size_t i = 0; i < data.size(); i += 2) {
      const std::uint64_t low = byte(i) | byte(i + 1) << 8;
      words[low >> 6] |= 1ULL << (low & 63);
    }
  } else if (form == kBitmap && data.size() == kWords * 8) {
    for (std::size_t w = 0; w < kWords; ++w) {
      std::uint64_t word = 0;
      for (std::size_t b = 0; b < 8; ++b) word |= byte(w * 8 + b) << (b * 8);
      words[w] |= word;
    }
  } else {
    damaged("a set of documents has an unknown form");
  }
}

}  // namespace ckm::index
