// Sets of document numbers, in chunks of 65,536: what filters and deletions are.
//
// A chunk is coded for a blob as one byte 1 and sorted u16s while it has at most 4,096 members, else as one byte 2 and a bitmap
// of 8 KB (the idea of Roaring bitmaps, Lemire and others, 2016). Little endian, and sealed (seal.hh).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::index {

class DocSet {
 public:
  static constexpr std::size_t kWords = 1024;
  using Chunk = std::array<std::uint64_t, kWords>;

  DocSet() = default;
  DocSet(DocSet&&) = default;
  DocSet& operator=(DocSet&&) = default;
  DocSet(const DocSet& other);
  DocSet& operator=(const DocSet& other);

  void add(std::uint32_t doc);
  void remove(std::uint32_t doc);
  [[nodiscard]] bool contains(std::uint32_t doc) const {
    const std::size_t chunk = doc >> 16;
    return chunk < chunks_.size() && chunks_[chunk] != nullptr &&
           ((*chunks_[chunk])[doc >> 6 & (kWords - 1)] >> (doc & 63) & 1) != 0;
  }
  [[nodiscard]] bool empty() const;
  [[nodiscard]] std::uint64_t count() const;
  // Whether any document lies in [first, last].
  [[nodiscard]] bool any(std::uint32_t first, std::uint32_t last) const;

  DocSet& operator|=(const DocSet& other);
  DocSet& operator&=(const DocSet& other);
  DocSet& operator-=(const DocSet& other);

  // Every member, ascending.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::size_t c = 0; c < chunks_.size(); ++c) {
      if (chunks_[c] == nullptr) continue;
      for (std::size_t w = 0; w < kWords; ++w) {
        for (std::uint64_t bits = (*chunks_[c])[w]; bits != 0; bits &= bits - 1) {
          visit(static_cast<std::uint32_t>(c << 16 | w << 6 | static_cast<unsigned>(__builtin_ctzll(bits))));
        }
      }
    }
  }

  // One chunk as a blob, empty where it has no member; and a chunk's blob joined in. load throws Error{kDamaged}.
  [[nodiscard]] std::string store(std::size_t chunk) const;
  void load(std::size_t chunk, std::string_view data);
  [[nodiscard]] std::size_t chunks() const { return chunks_.size(); }

 private:
  Chunk& need(std::size_t chunk);
  std::vector<std::unique_ptr<Chunk>> chunks_;
};

}  // namespace ckm::index
