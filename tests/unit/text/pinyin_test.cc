#include "text/pinyin.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/utf8.hh"
#include "text/fold.hh"
#include "text/reading.hh"

namespace ckm::text {
namespace {

// All ways with blanks between syllables and bars between ways.
std::string all(std::string_view word) {
  std::string out;
  for (const Syllables& way : spellings(word)) {
    if (!out.empty()) out += " | ";
    for (std::size_t i = 0; i < way.size(); ++i) out.append(i == 0 ? "" : " ").append(way[i]);
  }
  return out;
}

bool reads(std::string_view syllable, char32_t code) {
  for (const Commonness commonness : {Commonness::kCommon, Commonness::kRare}) {
    const auto list = characters_read(syllable, commonness);
    REQUIRE(std::ranges::is_sorted(list));
    if (std::ranges::binary_search(list, code)) return true;
  }
  return false;
}

char32_t folded(char32_t code) {
  std::string scratch;
  const std::string_view text = fold_char(code, scratch);
  return utf8::decode(text.data(), text.data() + text.size()).code;
}

TEST_CASE("A word is cut into syllables in every way, the fewest first") {
  CHECK(all("tuikuan") == "tui kuan | tui ku an");
  CHECK(all("zhishi") == "zhi shi");
  CHECK(all("xian") == "xian | xi an");
  CHECK(all("fangan") == "fang an | fan gan");
  CHECK(all("xian") != all("xi'an"));
  CHECK(all("xi'an") == "xi an");
  CHECK(all("fang'an") == "fang an");
  CHECK(all("fan'gan") == "fan gan");
  CHECK(all("tui") == "tui");
  CHECK(all("ertong") == "er tong");
}

TEST_CASE("ü is typed v or u, and tones do no harm") {
  CHECK(all("lvse") == "lv se");
  CHECK(all("lüse") == "lv se");
  CHECK(all("nve") == "nve | nv e");
  CHECK(all("nue") == "nve | nu e");
  CHECK(all("tuìkuǎn") == "tui kuan | tui ku an");
  CHECK(all("tui\u0300kuan") == all("tuikuan"));
}

TEST_CASE("What is no pinyin has no spelling") {
  for (const char* word : {"", "refund", "tk", "zhsh", "n", "ng", "i", "v", "u", "'an", "xi'", "xi''an", "x1", "退款", "tuikuanx",
                           "привет", "\xFF", "xi\xCC"}) {
    INFO(word);
    CHECK(spellings(word).empty());
  }
  CHECK(spellings(std::string(10'000, 'a')).empty());
}

TEST_CASE("Long words have a bounded number of spellings, and all of them spell the word") {
  std::string word;
  while (word.size() < 100) word += "xianfangan";
  const auto ways = spellings(word);
  CHECK(ways.size() == kMostSpellings);
  for (const Syllables& way : ways) {
    std::string joined;
    for (const std::string_view syllable : way) joined += syllable;
    CHECK(joined == word);
    CHECK(way.size() >= ways.front().size());
  }
}

TEST_CASE("Characters are found by all their readings, folded") {
  CHECK(reads("tui", U'退'));
  CHECK(reads("kuan", U'款'));
  for (const char* reading : {"chong", "zhong"}) CHECK(reads(reading, U'重'));
  for (const char* reading : {"hang", "xing"}) CHECK(reads(reading, U'行'));
  for (const char* reading : {"hai", "huan"}) CHECK(reads(reading, U'还'));
  for (const char* reading : {"chang", "zhang"}) CHECK(reads(reading, U'长'));
  CHECK(reads("lv", U'绿'));
  CHECK(reads("lu", U'旅'));
  CHECK_FALSE(reads("lv", U'路'));
  CHECK_FALSE(reads("tui", U'款'));
  CHECK_FALSE(reads("chang", U'長'));   // Only folded characters are listed.
  CHECK(reads("qian", folded(U'乾')));  // As in 乾隆, though it folds to 干.
  CHECK(reads("gan", folded(U'乾')));
  CHECK(characters_read("tu1", Commonness::kCommon).empty());
  const auto common = characters_read("tui", Commonness::kCommon);
  CHECK(std::ranges::binary_search(common, U'退'));
  CHECK_FALSE(std::ranges::binary_search(common, U'煺'));
  CHECK(reads("tui", U'煺'));
}

TEST_CASE("Every reading of every character leads to what it folds to") {
  int known = 0;
  for (char32_t code = 0x4E00; code < 0xA000; code += 7) {
    for (const std::string_view reading : readings(code)) {
      if (reading.find_first_of("aeiouv") == std::string_view::npos) continue;
      CAPTURE(static_cast<std::uint32_t>(code));
      REQUIRE(reads(reading, folded(code)));
      ++known;
    }
  }
  CHECK(known > 2'000);
}

TEST_CASE("Characters by their first letter") {
  const auto common = characters_beginning('t', false);
  CHECK(std::ranges::binary_search(common, U'退'));
  CHECK_FALSE(std::ranges::binary_search(common, U'款'));
  CHECK(std::ranges::binary_search(characters_beginning('z', false), U'知'));
  CHECK(characters_beginning('i', false).empty());
  CHECK(characters_beginning('v', true).empty());
}

}  // namespace
}  // namespace ckm::text
