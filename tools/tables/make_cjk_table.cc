// Writes the table behind src/text/cjk_frequency.hh, whose header says what it holds: how rare each Chinese and Japanese
// character is, from the word costs of the dictionary that ICU segments both languages with (cjdict), from what the national
// character sets hold, and from OpenCC's pairs of Traditional and Simplified characters.
#include <fmt/format.h>
#include <unicode/ucharstrie.h>
#include <unicode/ucnv.h>
#include <unicode/udata.h>
#include <unicode/unistr.h>
#include <unicode/utypes.h>
#include <opencc/SimpleConverter.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "text/cjk_frequency.hh"

namespace {

namespace cjk = ckm::text::cjk;

// A word's cost c stands for a probability of about exp(-c / kScale): with it the most frequent word of Chinese, 的, comes out
// at the 3 to 4 % of a text that it is known to be.
constexpr double kScale = 7.0;
// What a Traditional character inherits of the weight of its Simplified one, which the dictionary saw far more often.
constexpr double kInherited = 0.25;

void check(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) throw std::runtime_error(fmt::format("{}: {}", what, u_errorName(status)));
}

constexpr auto kBegin = static_cast<UChar32>(cjk::kBegin);
constexpr auto kEnd = static_cast<UChar32>(cjk::kEnd);

bool is_kana(UChar32 code) { return code >= 0x3040 && code < 0x3100; }

struct Weights {
  std::map<UChar32, double> chinese;
  std::map<UChar32, double> japanese;
};

// Sums what each word gives its characters. A word with kana is Japanese; of the others it is not known.
Weights read_dictionary() {
  UErrorCode status = U_ZERO_ERROR;
  const std::string package = fmt::format("icudt{}{}-brkitr", U_ICU_VERSION_MAJOR_NUM, U_IS_BIG_ENDIAN ? "b" : "l");
  UDataMemory* const data = udata_open(package.c_str(), "dict", "cjdict", &status);
  check(status, "ICU's dictionary cjdict");
  // source/common/dictionarydata.h: eight numbers, the first of which is where the trie of 16-bit units begins and the fifth,
  // in its lowest three bits, of what kind it is.
  const auto* const numbers = static_cast<const std::int32_t*>(udata_getMemory(data));
  if ((numbers[4] & 7) != 1) throw std::runtime_error("cjdict is no trie of 16-bit units");
  const auto* const units = reinterpret_cast<const char16_t*>(reinterpret_cast<const char*>(numbers) + numbers[0]);
  Weights out;
  icu::UCharsTrie::Iterator words(units, 0, status);
  while (words.next(status) != 0) {
    const icu::UnicodeString& word = words.getString();
    const double weight = std::exp(-words.getValue() / kScale);
    bool japanese = false;
    for (int32_t i = 0; i < word.length(); ++i) japanese |= is_kana(word.char32At(i));
    for (int32_t i = 0; i < word.length(); i = word.moveIndex32(i, 1)) {
      out.japanese[word.char32At(i)] += weight;
      if (!japanese) out.chinese[word.char32At(i)] += weight;
    }
  }
  check(status, "reading cjdict");
  udata_close(data);
  return out;
}

// A character set, for asking what it holds.
class CharSet {
 public:
  explicit CharSet(const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    converter_ = ucnv_open(name, &status);
    check(status, name);
    ucnv_setFromUCallBack(converter_, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    ucnv_setFallback(converter_, 0);
  }
  CharSet(const CharSet&) = delete;
  CharSet& operator=(const CharSet&) = delete;
  ~CharSet() { ucnv_close(converter_); }
  // The lead byte of a two-byte code; 0 for a character that has none.
  unsigned lead(UChar32 code) {
    const icu::UnicodeString text(code);
    UErrorCode status = U_ZERO_ERROR;
    std::array<char, 8> bytes{};
    const int32_t n = ucnv_fromUChars(converter_, bytes.data(), 8, text.getBuffer(), text.length(), &status);
    return U_FAILURE(status) || n != 2 ? 0 : static_cast<unsigned char>(bytes[0]);
  }

 private:
  UConverter* converter_ = nullptr;
};

// What a character costs that no word has: by the level in which the national sets keep it.
double unseen(bool held, bool frequent) { return frequent ? 15 : held ? 17 : 19; }

unsigned quantised(double bits) {
  return static_cast<unsigned>(std::clamp(std::lround(bits) - static_cast<long>(cjk::kLeastBits), 0L, 15L));
}

void print_table() {
  Weights weights = read_dictionary();
  const opencc::SimpleConverter simplify("t2s.json");
  CharSet gb("gb2312");
  CharSet big5("windows-950-2000");
  CharSet jis("euc-jp-2007");
  std::map<UChar32, double> inherited;
  for (UChar32 code = 0x4E00; code < kEnd; ++code) {
    std::string text;
    icu::UnicodeString(code).toUTF8String(text);
    const auto simple = icu::UnicodeString::fromUTF8(simplify.Convert(text));
    if (simple.char32At(0) == code || big5.lead(code) == 0) continue;
    if (const auto found = weights.chinese.find(simple.char32At(0)); found != weights.chinese.end())
      inherited[code] = found->second * kInherited;
  }
  for (const auto& [code, weight] : inherited) weights.chinese[code] += weight;
  // Characters that only the other language's sets hold lend no weight.
  std::erase_if(weights.chinese, [&](const auto& w) { return gb.lead(w.first) == 0 && big5.lead(w.first) == 0; });
  std::erase_if(weights.japanese, [&](const auto& w) { return !is_kana(w.first) && jis.lead(w.first) == 0; });
  const auto total = [](const std::map<UChar32, double>& map) {
    double sum = 0;
    for (const auto& [code, weight] : map) sum += weight;
    return sum;
  };
  const double chinese = total(weights.chinese);
  const double japanese = total(weights.japanese);
  fmt::print("// Generated by tools/tables/make_cjk_table.cc from ICU {} and OpenCC.\nconst std::uint8_t kRarity[] = {{\n",
             U_ICU_VERSION);
  for (UChar32 code = kBegin; code < kEnd; ++code) {
    const unsigned gb_lead = gb.lead(code);
    const unsigned big5_lead = big5.lead(code);
    const unsigned jis_lead = jis.lead(code);
    // GB 2312 keeps its level 1 in rows B0 to D7, Big5 its frequent characters in A4 to C6, JIS X 0208 its level 1 in B0 to CF.
    double zh =
        unseen(gb_lead != 0 || big5_lead != 0, (gb_lead >= 0xB0 && gb_lead <= 0xD7) || (big5_lead >= 0xA4 && big5_lead <= 0xC6));
    double ja = unseen(jis_lead != 0, jis_lead >= 0xB0 && jis_lead <= 0xCF);
    if (const auto found = weights.chinese.find(code); found != weights.chinese.end())
      zh = std::min(zh, -std::log2(found->second / chinese));
    if (const auto found = weights.japanese.find(code); found != weights.japanese.end())
      ja = std::min(ja, -std::log2(found->second / japanese));
    fmt::print("{},{}", quantised(zh) << 4 | quantised(ja), code % 32 == 31 ? "\n" : "");
  }
  fmt::print("}};\n");
}

}  // namespace

int main() {
  try {
    print_table();
  } catch (const std::exception& error) {
    fmt::print(stderr, "make_cjk_table: {}\n", error.what());
    return 1;
  }
  return 0;
}
