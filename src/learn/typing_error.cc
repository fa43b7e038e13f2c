#include "learn/typing_error.hh"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/number.hh"
#include "base/utf8.hh"
#include "text/reading.hh"

namespace ckm::learn {
namespace {

constexpr std::size_t kLeastMended = 4;  // Letters of a word that may have a typing error,
constexpr std::size_t kTwoErrors = 9;    // and of one that may have two.

}  // namespace

std::size_t edits_between(std::u32string_view a, std::u32string_view b, std::size_t most) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > most) return most + 1;
  std::vector<std::size_t> two(b.size() + 1), one(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) one[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({one[j] + 1, row[j - 1] + 1, one[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], two[j - 2] + 1);
    }
    std::swap(two, one);
    std::swap(one, row);
  }
  return one[b.size()];
}

bool is_typing_error(std::string_view a, std::string_view b) {
  if (has_digit(a) || has_digit(b)) return false;
  const std::u32string one = utf8::code_points(a), other = utf8::code_points(b);
  const std::size_t shorter = std::min(one.size(), other.size());
  if (shorter < kLeastMended || one[0] != other[0]) return false;
  const std::size_t most = shorter >= kTwoErrors ? 2 : 1;
  return edits_between(one, other, most) <= most;
}

bool is_read_alike(std::string_view a, std::string_view b) {
  const char32_t one = utf8::decode(a.data(), a.data() + a.size()).code;
  const char32_t other = utf8::decode(b.data(), b.data() + b.size()).code;
  const auto ours = text::readings(one), theirs = text::readings(other);
  return !ours.empty() && !theirs.empty() && ours.front() == theirs.front();
}

}  // namespace ckm::learn
