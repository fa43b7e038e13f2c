#include "text/reading.hh"

#include <doctest/doctest.h>

#include <string>

namespace ckm::text {
namespace {

std::string all(char32_t code) {
  std::string out;
  for (const std::string_view reading : readings(code)) out.append(out.empty() ? "" : " ").append(reading);
  return out;
}

TEST_CASE("Characters have their readings, the commonest first") {
  CHECK(all(U'退') == "tui");
  CHECK(all(U'重') == "zhong chong");
  CHECK(all(U'行') == "xing hang");
  CHECK(all(U'还') == "hai huan");
  CHECK(all(U'乐') == "le yue");
  CHECK(all(U'绿') == "lv lu");
  CHECK(all(U'a').empty());
  CHECK(all(U'。').empty());
  CHECK(all(U'あ').empty());
  CHECK(all(0x10FFFF).empty());
}

TEST_CASE("A Traditional character is read like its Simplified one") {
  CHECK(has_reading(U'長', *syllable("zhang")));
  CHECK(has_reading(U'長', *syllable("chang")));
  CHECK(has_reading(U'樂', *syllable("yuè")));
  CHECK(has_reading(U'還', *syllable("huán")));
  CHECK(has_reading(U'著', *syllable("zhù")));
  CHECK(all(U'網') == "wang");
  CHECK(all(U'髮') == "fa");
}

TEST_CASE("A syllable is read however its tone is written") {
  for (const char* written : {"wǎng", "wang", " wǎng ", "wǎnɡ", "wɑng", "wa\u030Cng"}) {
    INFO(written);
    REQUIRE(syllable(written));
    CHECK(syllable(written)->text() == "wang");
  }
  CHECK(syllable("wǎng")->toned);
  CHECK_FALSE(syllable("wang")->toned);
  CHECK(syllable("lǜ")->text() == "lv");
  CHECK(syllable("lu\u0308\u0300")->text() == "lv");
  CHECK(syllable("nüè")->text() == "nve");
  CHECK(has_reading(U'綠', *syllable("lǜ")));
  CHECK(has_reading(U'旅', *syllable("lu")));
  CHECK_FALSE(has_reading(U'路', *syllable("lǜ")));
}

TEST_CASE("What is no syllable is none") {
  for (const char* written :
       {"", " ", "KM", "CRM", "Wang", "wan g", "the", "wangwang", "wǎng1", "\u030C", "\xFF", "zhuangx", "aaaaaaaaaaaa"}) {
    INFO(written);
    CHECK_FALSE(syllable(written));
  }
}

}  // namespace
}  // namespace ckm::text
