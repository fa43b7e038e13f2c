#include "text/compose.hh"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "text/fold_table.hh"

namespace ckm::text {
namespace {

// Hangul by arithmetic: Unicode Standard, section 3.12.
constexpr char32_t kSyllables = 0xAC00;
constexpr char32_t kInitials = 0x1100;
constexpr char32_t kVowels = 0x1161;
constexpr char32_t kFinals = 0x11A7;  // One before the first: 0 is a syllable without one.
constexpr char32_t kInitialCount = 19;
constexpr char32_t kVowelCount = 21;
constexpr char32_t kFinalCount = 28;
constexpr char32_t kSyllableCount = kInitialCount * kVowelCount * kFinalCount;

// Differences of unsigned numbers: true only where `code` is not below `first` either.
bool within(char32_t code, char32_t first, char32_t count) { return code - first < count; }

char32_t compose_hangul(char32_t base, char32_t next) {
  if (within(base, kInitials, kInitialCount) && within(next, kVowels, kVowelCount)) {
    return kSyllables + ((base - kInitials) * kVowelCount + (next - kVowels)) * kFinalCount;
  }
  const bool open = within(base, kSyllables, kSyllableCount) && (base - kSyllables) % kFinalCount == 0;
  if (open && next != kFinals && within(next, kFinals, kFinalCount)) return base + (next - kFinals);
  return 0;
}

std::uint8_t order_of(char32_t code) {
  const auto* const end = table::kOrders + table::kOrderCount;
  const auto* const run =
      std::lower_bound(table::kOrders, end, code, [](const table::Order& a, char32_t b) { return a.last < b; });
  return run != end && run->first <= code ? run->order : std::uint8_t{0};
}

const table::Composition* decomposition(char32_t code) {
  const auto* const end = table::kByComposed + table::kCompositionCount;
  const auto* const found = std::lower_bound(table::kByComposed, end, code,
                                             [](std::uint16_t i, char32_t b) { return table::kCompositions[i].composed < b; });
  if (found == end || table::kCompositions[*found].composed != code) return nullptr;
  return &table::kCompositions[*found];
}

void append_decomposed(std::u32string& out, char32_t code) {
  if (const auto* const parts = decomposition(code)) {
    append_decomposed(out, parts->base);
    out.push_back(parts->mark);
  } else {
    out.push_back(code);
  }
}

// Sorts each run of marks by their classes.
void reorder(std::u32string& text) {
  for (std::size_t i = 0; i < text.size();) {
    if (order_of(text[i]) == 0) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < text.size() && order_of(text[end]) != 0) ++end;
    std::stable_sort(text.begin() + static_cast<std::ptrdiff_t>(i), text.begin() + static_cast<std::ptrdiff_t>(end),
                     [](char32_t a, char32_t b) { return order_of(a) < order_of(b); });
    i = end;
  }
}

constexpr char32_t kDotAbove = 0x307;

}  // namespace

char32_t compose_pair(char32_t base, char32_t next) {
  if (const char32_t syllable = compose_hangul(base, next)) return syllable;
  const auto* const end = table::kCompositions + table::kCompositionCount;
  const auto* const found = std::lower_bound(
      table::kCompositions, end, std::pair{base, next},
      [](const table::Composition& a, const auto& b) { return a.base != b.first ? a.base < b.first : a.mark < b.second; });
  return found != end && found->base == base && found->mark == next ? found->composed : 0;
}

void compose(std::u32string& text) {
  std::u32string apart;
  apart.reserve(text.size() + 4);
  for (const char32_t code : text) append_decomposed(apart, code);
  reorder(apart);
  text.clear();
  std::size_t starter = std::u32string::npos;
  std::uint8_t last = 0;  // The class of the last character that was kept.
  for (const char32_t code : apart) {
    const std::uint8_t order = order_of(code);
    if (starter != std::u32string::npos && (starter + 1 == text.size() || (last != 0 && last < order))) {
      if (const char32_t composed = compose_pair(text[starter], code)) {
        text[starter] = composed;
        continue;
      }
      if (code == kDotAbove && text[starter] == 'i') continue;  // İ, taken apart, is i like İ.
    }
    if (order == 0) starter = text.size();
    text.push_back(code);
    last = order;
  }
}

}  // namespace ckm::text
