#include "text/repair_plausible.hh"

#include <unicode/ubrk.h>

#include <string>

#include "base/error.hh"
#include "text/fold.hh"
#include "text/repair_gbk.hh"

namespace ckm::text {
namespace {

constexpr double kWord = 2;
constexpr double kKnownPair = 1;
constexpr double kUncommon = -4;
constexpr double kRare = -8;
constexpr double kPrivateUse = -12;
constexpr std::size_t kNeighbours = 6;

std::uint64_t key(char32_t first, char32_t second) { return static_cast<std::uint64_t>(first) << 32 | second; }

bool han(char32_t code) { return char_class(code) == CharClass::kHan; }

// Punctuation of Chinese text, and enumeration.
bool usual_mark(char32_t code) {
  constexpr std::u32string_view kMarks = U"\u3000、。·—…‘’“”〔〕〈〉《》「」『』【】！（），．：；？～％①②③④⑤⑥⑦⑧⑨⑩";
  return kMarks.find(code) != std::u32string_view::npos;
}

}  // namespace

Plausible::Plausible(const Annotated& text) : breaks_(nullptr, &ubrk_close) {
  UErrorCode status = U_ZERO_ERROR;
  breaks_.reset(ubrk_open(UBRK_WORD, "zh", nullptr, 0, &status));
  if (U_FAILURE(status))
    throw Error{Exit::kSystem, "ICU has no word breaks for Chinese", "install ICU's data (Debian: libicu72)"};
  char32_t last = 0;
  for (std::size_t i = 0; i < text.characters.size();) {
    const char32_t code = text.characters[i].code;
    const Annotated::Bracket* const bracket = text.bracket_at(i + 1);
    Use& use = uses_[code];
    ++use.count;
    use.with_bracket += bracket != nullptr;
    if (last != 0) ++pairs_[key(last, code)];
    last = code;
    i = bracket != nullptr ? bracket->end : i + 1;
  }
}

Plausible::~Plausible() = default;

bool Plausible::character(char32_t code) {
  if (code >= 0x20 && code < 0x7F) return true;
  if (usual_mark(code)) return true;
  if (!han(code)) return false;
  const auto [at, added] = common_.emplace(code, false);
  if (added) {
    const auto use = uses_.find(code);
    at->second = common_han(code) || (use != uses_.end() && use->second.count > 2);
  }
  return at->second;
}

std::size_t Plausible::times(char32_t first, char32_t second) const {
  const auto found = pairs_.find(key(first, second));
  return found == pairs_.end() ? 0 : found->second;
}

bool Plausible::pair(char32_t first, char32_t second) { return times(first, second) > 0 || word(first, second); }

bool Plausible::word(char32_t first, char32_t second) {
  if (!han(first) || !han(second)) return false;
  const auto [at, added] = words_.emplace(key(first, second), false);
  if (added) {
    const char32_t both[] = {first, second};
    at->second = joins({both, 2}) > 0;
  }
  return at->second;
}

// By how much the text has fewer words than Han characters.
std::size_t Plausible::joins(std::u32string_view text) {
  std::u16string units;
  std::size_t count = 0;
  for (const char32_t code : text) {
    if (!han(code) || code > 0xFFFF) {
      units += u' ';
      continue;
    }
    units += static_cast<char16_t>(code);
    ++count;
  }
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(breaks_.get(), units.data(), static_cast<int32_t>(units.size()), &status);
  std::size_t words = 0;
  for (int32_t begin = ubrk_first(breaks_.get()), end = ubrk_next(breaks_.get()); end != UBRK_DONE;
       end = ubrk_next(breaks_.get())) {
    words += units[static_cast<std::size_t>(begin)] != u' ';
    begin = end;
  }
  return count - std::min(words, count);
}

double Plausible::strangeness(char32_t code) {
  if (character(code)) return 0;
  if (code >= 0xE000 && code <= 0xF8FF) return kPrivateUse;
  if (!han(code)) return code < 0x80 ? 0 : kRare;
  const unsigned bytes = Gbk::table().bytes(code);
  return bytes >= 0xD8A1 && bytes <= 0xF7FE && (bytes & 0xFF) >= 0xA1 ? kUncommon : kRare;
}

double Plausible::points(std::u32string_view before, std::u32string_view middle, std::u32string_view after, bool stands) {
  std::u32string all(before.substr(before.size() - std::min(before.size(), kNeighbours)));
  const std::size_t first = all.size();
  all.append(middle).append(after.substr(0, kNeighbours));
  double out = kWord * static_cast<double>(joins(all));
  for (const char32_t code : middle) out += strangeness(code);
  for (std::size_t i = first == 0 ? 1 : first; i <= first + middle.size() && i < all.size(); ++i) {
    const bool itself = stands && (all[i - 1] < 0x80 || all[i] < 0x80 || times(all[i - 1], all[i]) < 2);
    if (times(all[i - 1], all[i]) > 0 && !itself) out += kKnownPair;
  }
  return out;
}

int Plausible::annotated(char32_t code) const {
  const auto use = uses_.find(code);
  if (use == uses_.end()) return 0;
  if (use->second.with_bracket == use->second.count) return 1;
  return use->second.with_bracket == 0 ? -1 : 0;
}

}  // namespace ckm::text
