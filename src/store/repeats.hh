// Records of one identifier that differ: which of 4711, 4711#2, 4711#3 … each of them is, in whatever order they come.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ckm::store {

// Of one identifier, for one run: each number is given to one record. All in O(log n).
class Repeats {
 public:
  // `there`: what the store has of it before, by number, with the hashes of what was said last.
  explicit Repeats(std::map<std::uint32_t, std::string> there);
  // Takes a number away; nothing happens where that was done already.
  void claim(std::uint32_t number);
  // The lowest number left whose content is that one, else the one that was given for it before.
  std::optional<std::uint32_t> claim_same(const std::string& hash);
  // The lowest number left, else a new one, for that content.
  std::uint32_t claim_next(const std::string& hash);

 private:
  std::map<std::uint32_t, std::string> left_;
  std::multimap<std::string, std::uint32_t> by_hash_;
  std::unordered_map<std::string, std::uint32_t> given_;
  std::uint32_t next_ = 2;
};

// The identifier with its number: 4711, 4711#2.
std::string numbered(const std::string& id, std::uint32_t number);
// The number of one of that identifier; nothing where it is another one.
std::optional<std::uint32_t> number_of(std::string_view numbered, std::string_view id);

}  // namespace ckm::store
