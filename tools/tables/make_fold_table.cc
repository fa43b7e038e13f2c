// Writes the tables behind src/text/fold_table.hh, whose header says what each holds: how every character folds and what
// class it is of (ICU, OpenCC and src/text/variants.txt), its canonical order, and which pairs of characters compose.
#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <opencc/SimpleConverter.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold_table.hh"

namespace {

using ckm::text::CharClass;
namespace table = ckm::text::table;

constexpr UChar32 kEnd = 0x110000;
using Codes = std::vector<UChar32>;

bool surrogate(UChar32 code) { return code >= 0xD800 && code <= 0xDFFF; }

Codes codes_of(const icu::UnicodeString& text) {
  Codes out;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) out.push_back(text.char32At(i));
  return out;
}

std::string utf8_of(const Codes& codes) {
  std::string out;
  for (const UChar32 code : codes) icu::UnicodeString(code).toUTF8String(out);
  return out;
}

const icu::Normalizer2& normalizer(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* found = icu::Normalizer2::getInstance(nullptr, name, UNORM2_COMPOSE, status);
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
  return *found;
}

// What each variant of the file folds to; nothing for those that are removed.
std::map<UChar32, Codes> read_variants(const char* path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(fmt::format("can't read {}", path));
  std::map<UChar32, Codes> out;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const Codes codes = codes_of(icu::UnicodeString::fromUTF8(line));
    if (codes.size() < 4 || codes[1] != ':') throw std::runtime_error(fmt::format("{}: not TARGET: VARIANTS: {}", path, line));
    for (std::size_t i = 2; i < codes.size(); ++i) {
      if (codes[i] == ' ') continue;
      const Codes target = codes[0] == '-' ? Codes{} : Codes{codes[0]};
      if (!out.emplace(codes[i], target).second) throw std::runtime_error(fmt::format("{}: twice in: {}", path, line));
    }
  }
  return out;
}

class Folder {
 public:
  explicit Folder(const char* variants) : variants_(read_variants(variants)) {}

  // Repeats all steps until nothing changes.
  Codes fold(UChar32 code) const {
    Codes now{code};
    for (int round = 0; round < 10; ++round) {
      Codes next;
      for (const UChar32 c : now) {
        for (const UChar32 folded : step(c)) next.push_back(folded);
      }
      if (next == now) return now;
      now = next;
    }
    throw std::runtime_error(fmt::format("U+{:04X} folds in a circle", code));
  }

 private:
  Codes step(UChar32 code) const {
    if (const auto found = variants_.find(code); found != variants_.end()) return found->second;
    UErrorCode status = U_ZERO_ERROR;
    Codes out = codes_of(normalizer_.normalize(icu::UnicodeString(code), status));
    if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
    for (UChar32& c : out) {
      if (!variants_.contains(c)) c = simplified(c);
    }
    return out;
  }

  UChar32 simplified(UChar32 code) const {
    UErrorCode status = U_ZERO_ERROR;
    if (uscript_getScript(code, &status) != USCRIPT_HAN) return code;
    for (const auto* converter : {&general_, &hong_kong_, &taiwan_}) {
      const Codes found = codes_of(icu::UnicodeString::fromUTF8(converter->Convert(utf8_of({code}))));
      if (found.size() == 1 && found[0] != code) return found[0];
    }
    return code;
  }

  std::map<UChar32, Codes> variants_;
  const icu::Normalizer2& normalizer_ = normalizer("nfkc_cf");
  opencc::SimpleConverter general_{"t2s.json"};
  opencc::SimpleConverter hong_kong_{"hk2s.json"};
  opencc::SimpleConverter taiwan_{"tw2s.json"};
};

// Of a folded character.
CharClass class_of(UChar32 code) {
  UErrorCode status = U_ZERO_ERROR;
  const int type = u_charType(code);
  if (type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK) return CharClass::kMark;
  const UScriptCode script = uscript_getScript(code, &status);
  const bool letter = u_isalpha(code) != 0 || (U_GET_GC_MASK(code) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
  if (u_hasBinaryProperty(code, UCHAR_IDEOGRAPHIC) || (script == USCRIPT_HAN && (letter || type == U_OTHER_SYMBOL))) {
    return CharClass::kHan;
  }
  if (!letter || type == U_OTHER_SYMBOL) return CharClass::kOther;
  if (script == USCRIPT_HANGUL) return CharClass::kHangul;
  const bool kana = script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_BOPOMOFO ||
                    (script == USCRIPT_COMMON && uscript_hasScript(code, USCRIPT_KATAKANA));
  // Thai, Lao, Khmer and Burmese, too, put no blanks between words.
  if (kana || u_getIntPropertyValue(code, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return CharClass::kKana;
  return CharClass::kWord;
}

// Which letters can't stand in one word with which others: 0 goes with all (digits), 15 is every script without its own.
unsigned script_of(UChar32 code) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(code, &status)) {
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED: return 0;
    case USCRIPT_LATIN: return table::kLatin;
    case USCRIPT_GREEK: return 2;
    case USCRIPT_CYRILLIC: return 3;
    case USCRIPT_ARMENIAN: return 4;
    case USCRIPT_HEBREW: return 5;
    case USCRIPT_ARABIC: return 6;
    case USCRIPT_DEVANAGARI: return 7;
    case USCRIPT_BENGALI: return 8;
    case USCRIPT_TAMIL: return 9;
    case USCRIPT_TELUGU: return 10;
    case USCRIPT_GEORGIAN: return 11;
    case USCRIPT_ETHIOPIC: return 12;
    default: return u_charType(code) == U_DECIMAL_DIGIT_NUMBER ? 0 : 15;
  }
}

// The entry of one character; folds of more than one character go to the pool.
class Entries {
 public:
  std::uint32_t add(UChar32 code, const Codes& folded) {
    if (folded.empty()) return static_cast<std::uint32_t>(CharClass::kMark) << table::kClassShift | table::kRemovedBit;
    const UChar32 first = folded[0];
    const CharClass klass = class_of(first);
    std::uint32_t entry = static_cast<std::uint32_t>(klass) << table::kClassShift;
    if (klass == CharClass::kWord) entry |= script_of(first) << table::kScriptShift;
    if (folded.size() == 1) return entry | (static_cast<std::uint32_t>(first - code) & table::kDeltaMask);
    return entry | table::kManyBit | pooled(utf8_of(folded));
  }
  [[nodiscard]] const std::string& pool() const { return pool_; }

 private:
  std::uint32_t pooled(const std::string& text) {
    const auto [at, added] = offsets_.emplace(text, static_cast<std::uint32_t>(pool_.size()));
    if (added) pool_ += static_cast<char>(text.size()) + text;
    return at->second;
  }
  std::string pool_;
  std::map<std::string, std::uint32_t> offsets_;
};

void print_entries(const std::vector<std::uint32_t>& entries) {
  std::map<std::vector<std::uint32_t>, std::size_t> numbers;
  std::vector<std::vector<std::uint32_t>> blocks;
  fmt::print("const std::uint16_t kFoldBlock[] = {{\n");
  for (std::size_t start = 0; start < entries.size(); start += table::kBlockSize) {
    const auto from = entries.begin() + static_cast<std::ptrdiff_t>(start);
    std::vector<std::uint32_t> block(from, from + table::kBlockSize);
    const auto [at, added] = numbers.emplace(block, blocks.size());
    if (added) blocks.push_back(std::move(block));
    fmt::print("{},{}", at->second, start / table::kBlockSize % 32 == 31 ? "\n" : "");
  }
  fmt::print("}};\nconst std::uint32_t kFoldEntry[] = {{\n");
  for (const auto& block : blocks) {
    for (const std::uint32_t entry : block) fmt::print("{},", entry);
    fmt::print("\n");
  }
  fmt::print("}};\n");
}

void print_pool(const std::string& pool) {
  fmt::print("const char kFoldPool[] =\n");
  for (std::size_t i = 0; i < pool.size(); i += 32) {
    fmt::print("\"");
    for (const char byte : std::string_view(pool).substr(i, 32)) fmt::print("\\{:03o}", static_cast<unsigned char>(byte));
    fmt::print("\"\n");
  }
  fmt::print(";\n");
}

// Runs of characters with the same canonical combining class other than 0.
void print_orders() {
  fmt::print("const Order kOrders[] = {{\n");
  std::size_t count = 0;
  for (UChar32 code = 0; code < kEnd;) {
    const UChar32 first = code;
    const unsigned order = u_getCombiningClass(code);
    while (code < kEnd && u_getCombiningClass(code) == order) ++code;
    if (order == 0) continue;
    fmt::print("{{{},{},{}}},{}", first, code - 1, order, ++count % 10 == 0 ? "\n" : "");
  }
  fmt::print("}};\nconst std::size_t kOrderCount = {};\n", count);
}

// Pairs of folded characters that compose, Hangul left out (its composition is arithmetic).
void print_compositions(const std::vector<Codes>& folds) {
  struct Pair {
    UChar32 base, mark, composed;
  };
  const auto& nfc = normalizer("nfc");
  std::vector<Pair> pairs;
  const auto self = [&](UChar32 code) { return folds[static_cast<std::size_t>(code)] == Codes{code}; };
  for (UChar32 code = 0; code < kEnd; ++code) {
    icu::UnicodeString raw;
    if (surrogate(code) || (code >= 0xAC00 && code <= 0xD7A3) || !nfc.getRawDecomposition(code, raw)) continue;
    const Codes parts = codes_of(raw);
    if (parts.size() != 2 || nfc.composePair(parts[0], parts[1]) != code) continue;
    if (!self(parts[0]) || !self(parts[1])) continue;
    if (!self(code)) throw std::runtime_error(fmt::format("U+{:04X} is composed of folded characters, but not folded", code));
    if (class_of(parts[1]) != CharClass::kMark) throw std::runtime_error(fmt::format("U+{:04X} ends with no mark", code));
    pairs.push_back({parts[0], parts[1], code});
  }
  std::sort(pairs.begin(), pairs.end(),
            [](const Pair& a, const Pair& b) { return a.base != b.base ? a.base < b.base : a.mark < b.mark; });
  fmt::print("const Composition kCompositions[] = {{\n");
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    fmt::print("{{{},{},{}}},{}", pairs[i].base, pairs[i].mark, pairs[i].composed, i % 8 == 7 ? "\n" : "");
  }
  std::vector<std::size_t> order(pairs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return pairs[a].composed < pairs[b].composed; });
  fmt::print("}};\nconst std::uint16_t kByComposed[] = {{\n");
  for (std::size_t i = 0; i < order.size(); ++i) fmt::print("{},{}", order[i], i % 24 == 23 ? "\n" : "");
  fmt::print("}};\nconst std::size_t kCompositionCount = {};\n", pairs.size());
}

void print_tables() {
  const Folder folder(CKM_VARIANTS);
  std::vector<Codes> folds(kEnd);
  Entries entries;
  std::vector<std::uint32_t> all(kEnd);
  for (UChar32 code = 0; code < kEnd; ++code) {
    const auto i = static_cast<std::size_t>(code);
    folds[i] = surrogate(code) ? Codes{code} : folder.fold(code);
    all[i] = entries.add(code, folds[i]);
  }
  if (entries.pool().size() > table::kDeltaMask) throw std::runtime_error("the pool is too large");
  fmt::print("// Generated by tools/tables/make_fold_table.cc from ICU's Unicode {}, OpenCC and src/text/variants.txt.\n",
             U_UNICODE_VERSION);
  print_entries(all);
  print_pool(entries.pool());
  print_orders();
  print_compositions(folds);
}

}  // namespace

int main() {
  try {
    print_tables();
  } catch (const std::exception& error) {
    fmt::print(stderr, "make_fold_table: {}\n", error.what());
    return 1;
  }
  return 0;
}
