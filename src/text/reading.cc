#include "text/reading.hh"

#include <algorithm>

#include "base/utf8.hh"
#include "text/reading_table.hh"

namespace ckm::text {
namespace {

namespace table = reading_table;

struct Letter {
  char32_t code;
  char plain;
  bool toned;
};

// The letters of pinyin beyond ASCII.
constexpr std::array kLetters = {
    Letter{U'à', 'a', true},  Letter{U'á', 'a', true},  Letter{U'è', 'e', true},  Letter{U'é', 'e', true},
    Letter{U'ê', 'e', false}, Letter{U'ì', 'i', true},  Letter{U'í', 'i', true},  Letter{U'ò', 'o', true},
    Letter{U'ó', 'o', true},  Letter{U'ù', 'u', true},  Letter{U'ú', 'u', true},  Letter{U'ü', 'v', false},
    Letter{U'ā', 'a', true},  Letter{U'ē', 'e', true},  Letter{U'ě', 'e', true},  Letter{U'ī', 'i', true},
    Letter{U'ń', 'n', true},  Letter{U'ň', 'n', true},  Letter{U'ō', 'o', true},  Letter{U'ū', 'u', true},
    Letter{U'ǎ', 'a', true},  Letter{U'ǐ', 'i', true},  Letter{U'ǒ', 'o', true},  Letter{U'ǔ', 'u', true},
    Letter{U'ǖ', 'v', true},  Letter{U'ǘ', 'v', true},  Letter{U'ǚ', 'v', true},  Letter{U'ǜ', 'v', true},
    Letter{U'ǹ', 'n', true},  Letter{U'ɑ', 'a', false}, Letter{U'ɡ', 'g', false}, Letter{U'ḿ', 'm', true},
};
static_assert(std::is_sorted(kLetters.begin(), kLetters.end(), [](const Letter& a, const Letter& b) { return a.code < b.code; }));

constexpr char32_t kGrave = 0x300;
constexpr char32_t kAcute = 0x301;
constexpr char32_t kMacron = 0x304;
constexpr char32_t kDiaeresis = 0x308;
constexpr char32_t kCaron = 0x30C;

// Adds a letter or a mark; false where neither belongs to pinyin.
bool add(Syllable& to, char32_t code) {
  if (code == kGrave || code == kAcute || code == kMacron || code == kCaron) return to.toned = to.size > 0;
  if (code == kDiaeresis) {
    if (to.size == 0 || to.letters[to.size - 1U] != 'u') return false;
    to.letters[to.size - 1U] = 'v';
    return true;
  }
  char plain = static_cast<char>(code);
  if (code < 'a' || code > 'z') {
    const auto at =
        std::lower_bound(kLetters.begin(), kLetters.end(), code, [](const Letter& a, char32_t b) { return a.code < b; });
    if (at == kLetters.end() || at->code != code) return false;
    plain = at->plain;
    to.toned |= at->toned;
  }
  if (to.size == to.letters.size()) return false;
  to.letters[to.size++] = plain;
  return true;
}

}  // namespace

std::span<const std::string_view> readings(char32_t code) {
  if (code >= table::kEnd) return {};
  const std::size_t list = table::kList[table::kBlock[code / table::kBlockSize] * table::kBlockSize + code % table::kBlockSize];
  return {table::kReading + table::kStart[list], table::kReading + table::kStart[list + 1]};
}

std::optional<Syllable> syllable(std::string_view written) {
  while (!written.empty() && written.front() == ' ') written.remove_prefix(1);
  while (!written.empty() && written.back() == ' ') written.remove_suffix(1);
  Syllable out;
  const char* const end = written.data() + written.size();
  for (const char* at = written.data(); at < end;) {
    const utf8::Decoded c = utf8::decode(at, end);
    if (!c.valid || !add(out, c.code)) return std::nullopt;
    at += c.length;
  }
  const auto* const last = table::kSyllable + table::kSyllableCount;
  if (std::binary_search(table::kSyllable, last, out.text())) return out;
  // Of lu, nu and nue, all but nue are syllables with u too.
  if (out.text() == "nue" || out.text() == "lue") {
    out.letters[1] = 'v';
    return out;
  }
  return std::nullopt;
}

bool has_reading(char32_t code, const Syllable& syllable) {
  const std::string_view text = syllable.text();
  const bool umlaut = text == "lu" || text == "nu";
  return std::ranges::any_of(readings(code), [&](std::string_view reading) {
    return reading == text || (umlaut && reading.size() == 2 && reading[0] == text[0] && reading[1] == 'v');
  });
}

}  // namespace ckm::text
