#include "text/swapped_sides.hh"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "text/fold.hh"
#include "text/language.hh"
#include "text/question_sense.hh"
#include "text/tokenize.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kMostSwapped = 150;
constexpr std::size_t kMostBetween = 2;  // Words that one word may be swapped about with another.

constexpr auto kDirections = std::to_array<std::string_view>(
    {"to", "into", "from", "before", "after", "than", "von", "nach", "zu", "zum", "zur", "auf", "vor", "als", "vers", "naar"});
constexpr auto kJoining = std::to_array<std::string_view>({"and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "of"});
// Characters and pairs of them.
constexpr auto kHanDirections =
    std::to_array<std::string_view>({"到", "至", "给", "换", "兑", "转", "比", "变成", "改成", "升成", "降成"});
constexpr std::string_view kRather = "比较";  // Has the sign of than.
constexpr auto kHanPersons = std::to_array<std::string_view>({"我", "你", "您", "他", "她", "它"});

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

struct Units {
  std::vector<std::string> all;  // Stems and Han characters in their order.
  bool han = false;
  bool function_words = false;
};

Units units_of(std::string_view text) {
  static thread_local Stemmer none(Language::kNone), english(Language::kEnglish);
  const std::string plain = ask_plainly(fold(text));
  struct Unit {
    std::string word;
    bool counts;
  };
  std::vector<Unit> read;
  Units out;
  TokenStream tokens(plain, none);
  for (Token token; tokens.next(token);) {
    if (token.lane != Lane::kWord) continue;
    if (token.script != CharClass::kWord) {
      out.han = true;
      read.push_back({std::string(token.folded), true});
      continue;
    }
    const bool function = is_function_word(token.folded, Language::kNone);
    const bool kept = is_one_of(kDirections, token.folded) || is_one_of(kJoining, token.folded);
    out.function_words = out.function_words || function;
    read.push_back({function ? std::string(token.folded) : std::string(english.stem(token.folded)), !function || kept});
  }
  for (Unit& unit : read) {
    if (out.han || unit.counts) out.all.push_back(std::move(unit.word));
  }
  return out;
}

using Part = std::span<const std::string>;

bool has_any(Part part, std::span<const std::string_view> words) {
  return std::ranges::any_of(part, [&](const std::string& unit) { return is_one_of(words, unit); });
}

bool is_swapped_in_letters(Part one, Part between, Part other) {
  if (has_any(one, kDirections) || has_any(other, kDirections) || has_any(between, kJoining)) return false;
  return has_any(between, kDirections) || (one.size() == 1 && other.size() == 1 && between.size() <= kMostBetween);
}

bool is_swapped_in_han(Part one, Part between, Part other) {
  if (one.size() == 1 && other.size() == 1 && is_one_of(kHanPersons, one[0]) && is_one_of(kHanPersons, other[0])) return true;
  for (std::size_t i = 0; i < between.size(); ++i) {
    const std::string pair = between[i] + (i + 1 < between.size() ? between[i + 1] : "");
    if (pair == kRather) continue;
    if (is_one_of(kHanDirections, between[i]) || is_one_of(kHanDirections, pair)) return true;
  }
  return false;
}

}  // namespace

bool has_swapped_sides(std::string_view left, std::string_view right) {
  constexpr std::size_t kMostBytes = kMostSwapped * 16;
  if (left.size() > kMostBytes || right.size() > kMostBytes) return false;
  const Units ours = units_of(left), theirs = units_of(right);
  if (ours.all.size() != theirs.all.size() || ours.all.size() > kMostSwapped || ours.han != theirs.han) return false;
  if (!ours.han && (!ours.function_words || !theirs.function_words)) return false;
  Part a = ours.all, b = theirs.all;
  while (!a.empty() && a.front() == b.front()) a = a.subspan(1), b = b.subspan(1);
  while (!a.empty() && a.back() == b.back()) a = a.first(a.size() - 1), b = b.first(b.size() - 1);
  // The one is X M Y, and the other Y M X.
  for (std::size_t y = 1; y + 2 <= a.size(); ++y) {
    if (!std::ranges::equal(a.last(y), b.first(y))) continue;
    for (std::size_t x = 1; x + y + 1 <= a.size(); ++x) {
      const Part one = a.first(x), between = a.subspan(x, a.size() - x - y), other = a.last(y);
      if (!std::ranges::equal(one, b.last(x)) || !std::ranges::equal(between, b.subspan(y, between.size()))) continue;
      if (ours.han ? is_swapped_in_han(one, between, other) : is_swapped_in_letters(one, between, other)) return true;
    }
  }
  return false;
}

}  // namespace ckm::text
