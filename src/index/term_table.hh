// Numbers for terms: what a builder counts with instead of strings.
//
// Open addressing over keys of eight bytes, as most terms are: a term of up to eight bytes is its own key and is compared with
// nothing else; a longer one has its hash as the key, marked with a first byte that begins no UTF-8, and is compared whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::index {

// The key of a term. Terms are not empty, hold no NUL, and don't begin with the byte FF. Equal for different terms only where
// both are long.
std::uint64_t term_key(std::string_view term);
// Whether terms of that key are to be compared themselves.
constexpr bool is_long_key(std::uint64_t key) { return (key & 0xFF) == 0xFF; }
// Which of 2^bits places a key has, bits > 0.
constexpr std::size_t place_of_key(std::uint64_t key, unsigned bits) {
  return static_cast<std::size_t>(((key ^ key >> 32) * 0x9E3779B97F4A7C15ULL) >> (64 - bits));
}

class TermTable {
 public:
  TermTable() { clear(); }

  // The term's number, a new one (size()) where it has none. `key` is term_key(term).
  std::uint32_t number(std::string_view term, std::uint64_t key);
  // Says that number() will soon be asked for that key.
  void expect(std::uint64_t key) const { __builtin_prefetch(&slots_[place_of_key(key, bits_)]); }

  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  // Valid until the next call of number().
  [[nodiscard]] std::string_view term(std::uint32_t number) const {
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(names_).substr(begin, ends_[number] - begin);
  }
  [[nodiscard]] std::size_t memory() const;
  // Forgets all terms, and gives large tables back.
  void clear();

 private:
  struct Slot {
    std::uint64_t key = 0;  // 0: free.
    std::uint32_t number = 0;
  };
  void grow();
  unsigned bits_ = 0;
  std::vector<Slot> slots_;
  std::string names_;
  std::vector<std::size_t> ends_;  // In names_.
};

}  // namespace ckm::index
