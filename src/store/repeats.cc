#include "store/repeats.hh"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace ckm::store {

Repeats::Repeats(std::map<std::uint32_t, std::string> there) : left_(std::move(there)) {
  for (const auto& [number, hash] : left_) by_hash_.emplace(hash, number);
  if (!left_.empty()) next_ = std::max(next_, left_.rbegin()->first + 1);
}

void Repeats::claim(std::uint32_t number) {
  const auto found = left_.find(number);
  if (found == left_.end()) return;
  const auto [begin, end] = by_hash_.equal_range(found->second);
  by_hash_.erase(std::find_if(begin, end, [&](const auto& row) { return row.second == number; }));
  left_.erase(found);
}

std::optional<std::uint32_t> Repeats::claim_same(const std::string& hash) {
  const auto found = by_hash_.lower_bound(hash);
  if (found == by_hash_.end() || found->first != hash) {
    const auto given = given_.find(hash);
    return given == given_.end() ? std::nullopt : std::optional(given->second);
  }
  const std::uint32_t number = found->second;
  by_hash_.erase(found);
  left_.erase(number);
  given_.emplace(hash, number);
  return number;
}

std::uint32_t Repeats::claim_next(const std::string& hash) {
  const std::uint32_t number = left_.empty() ? next_++ : left_.begin()->first;
  claim(number);
  given_.insert_or_assign(hash, number);
  return number;
}

std::string numbered(const std::string& id, std::uint32_t number) { return number == 1 ? id : fmt::format("{}#{}", id, number); }

std::optional<std::uint32_t> number_of(std::string_view numbered, std::string_view id) {
  if (numbered == id) return 1;
  if (!numbered.starts_with(id) || numbered.size() < id.size() + 2 || numbered[id.size()] != '#') return std::nullopt;
  const std::string_view digits = numbered.substr(id.size() + 1);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.front() == '0' || number < 2) return std::nullopt;
  return number;
}

}  // namespace ckm::store
