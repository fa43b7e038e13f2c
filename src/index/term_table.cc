#include "index/term_table.hh"

#include <bit>
#include <cstring>
#include <functional>

namespace ckm::index {
namespace {

constexpr unsigned kFirstBits = 12;

}  // namespace

std::uint64_t term_key(std::string_view term) {
  std::uint64_t key = 0;
  if (term.size() <= sizeof key) {
    std::memcpy(&key, term.data(), term.size());
    return std::endian::native == std::endian::big ? __builtin_bswap64(key) : key;
  }
  return std::hash<std::string_view>()(term) | 0xFF;
}

std::uint32_t TermTable::number(std::string_view name, std::uint64_t key) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = place_of_key(key, bits_);
  for (; slots_[at].key != 0; at = (at + 1) & mask) {
    if (slots_[at].key == key && (!is_long_key(key) || term(slots_[at].number) == name)) return slots_[at].number;
  }
  const auto number = static_cast<std::uint32_t>(ends_.size());
  slots_[at] = {key, number};
  names_ += name;
  ends_.push_back(names_.size());
  if (ends_.size() * 3 > slots_.size() * 2) grow();
  return number;
}

void TermTable::grow() {
  const std::vector<Slot> before = std::move(slots_);
  ++bits_;
  slots_.assign(std::size_t{1} << bits_, {});
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : before) {
    if (slot.key == 0) continue;
    std::size_t at = place_of_key(slot.key, bits_);
    while (slots_[at].key != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

std::size_t TermTable::memory() const {
  return names_.capacity() + ends_.capacity() * sizeof ends_[0] + slots_.capacity() * sizeof slots_[0];
}

void TermTable::clear() {
  bits_ = kFirstBits;
  slots_ = std::vector<Slot>(std::size_t{1} << bits_);
  names_ = std::string();
  ends_.clear();
}

}  // namespace ckm::index
