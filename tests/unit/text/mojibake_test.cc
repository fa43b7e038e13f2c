#include "text/mojibake.hh"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>

#include "base/utf8.hh"
#include "unit/rounds.hh"
#include "unit/text/encode.hh"
#include "unit/text/samples.hh"

using namespace ckm;
using text::undo_mojibake;

namespace {

// What a program shows that takes `right` for windows-1252, with Latin-1's controls where that has nothing.
std::string misread(std::string_view text, const std::string& right, bool latin1 = false) {
  constexpr std::array<char32_t, 32> kC1 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                            0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  std::string out;
  for (const char c : encode(text, right)) {
    const auto b = static_cast<unsigned char>(c);
    utf8::append(out, !latin1 && b >= 0x80 && b < 0xA0 ? kC1[b - 0x80U] : b);
  }
  return out;
}

std::string undone(std::string_view text) {
  const auto found = undo_mojibake(text);
  return found ? found->text : "(nothing)";
}

bool untouched(std::string_view text) { return !undo_mojibake(text); }

}  // namespace

TEST_CASE("mojibake: UTF-8 read as windows-1252 or Latin-1") {
  for (const samples::Sample& sample : samples::kAll) {
    CAPTURE(sample.name);
    CHECK(undone(misread(sample.text, "UTF-8")) == sample.text);
    CHECK(undone(misread(sample.text, "UTF-8", true)) == sample.text);
    CHECK(undo_mojibake(misread(sample.text, "UTF-8"))->rule == "utf-8 as windows-1252");
  }
  CHECK(undone("cafÃ©") == "café");
  CHECK(undone("Itâ€™s late") == "It’s late");
  CHECK(undone("StraÃŸe") == "Straße");
  CHECK(undone("ðŸ˜€ thanks") == "😀 thanks");
}

TEST_CASE("mojibake: GB18030 and Big5 read as windows-1252") {
  CHECK(undone(misread(samples::kSimplified, "GB18030")) == samples::kSimplified);
  CHECK(undone(misread(samples::kTraditional, "Big5")) == samples::kTraditional);
  CHECK(undone(misread(samples::kJapanese, "EUC-JP")) == samples::kJapanese);
  CHECK(undone(misread(samples::kJapanese, "Shift_JIS")) == samples::kJapanese);
  CHECK(undone(misread(samples::kKorean, "EUC-KR")) == samples::kKorean);
  CHECK(undone("ÖÐ¹úÒøÐÐ") == "中国银行");
  CHECK(undone("iPhone ÊÖ»ú³äµçÆ÷") == "iPhone 手机充电器");
  for (const char* text : {"木瓜炖雪蛤怎么做", "胃胀气打嗝喝参苓健脾胃颗粒可以吗？", "狗睾丸炎吃什么"}) {
    CHECK(undone(misread(text, "GB18030")) == text);
  }
  CHECK(undo_mojibake(misread(samples::kSimplified, "GB18030"))->rule == "gb18030 as windows-1252");
}

TEST_CASE("mojibake: UTF-8 read as GB18030") {
  CHECK(undone("浣犲ソ锛岃閫€娆") == "(nothing)");  // Its last character was lost.
  const std::string wrong = [] {
    std::string bytes = "你好，请退款，谢谢";
    text::Converter gb("GB18030");
    const text::Decoded16 decoded = decode_all(gb, bytes);
    std::string out;
    for (const char16_t unit : decoded.text) utf8::append(out, unit);
    return decoded.cut == 0 ? out : std::string();
  }();
  if (!wrong.empty() && wrong.find("\uFFFF") == std::string::npos) CHECK(undone(wrong) == "你好，请退款，谢谢");
}

TEST_CASE("mojibake: twice over") {
  for (const samples::Sample& sample : samples::kAll) {
    CAPTURE(sample.name);
    const auto found = undo_mojibake(misread(misread(sample.text, "UTF-8"), "UTF-8"));
    REQUIRE(found);
    CHECK(found->text == sample.text);
    CHECK(found->times == 2);
  }
  CHECK(undone("cafÃƒÂ©") == "café");
}

TEST_CASE("mojibake: natural text is left alone, whole and in any piece") {
  std::mt19937 random(5);
  for (const samples::Sample& sample : samples::kAll) {
    CAPTURE(sample.name);
    CHECK(untouched(sample.text));
    for (int i = 0; i < rounds(300); ++i) {
      std::size_t begin = random() % sample.text.size();
      std::size_t end = std::min(sample.text.size(), begin + 1 + random() % 60);
      const auto trail = [&](std::size_t at) { return at < sample.text.size() && (sample.text[at] & '\xC0') == '\x80'; };
      while (trail(begin)) ++begin;
      while (trail(end)) ++end;
      CAPTURE(sample.text.substr(begin, end - begin));
      CHECK(untouched(sample.text.substr(begin, end - begin)));
    }
  }
  for (const char* text : {"",
                           "plain",
                           "ÄÖÜ äöü ß",
                           "ÄÖÜSS",
                           "PÖÖRÖ",
                           "CAFÉ»",
                           "«À la carte»",
                           "20 °C ± 1",
                           "© 2026 — “quoted”…",
                           "Tiếng Việt rất đẹp",
                           "Ünïcödé",
                           "naïve façade",
                           "ÅÄÖ",
                           "ÉÉN",
                           "größte Größe",
                           "¿Qué? ¡Sí!",
                           "ÇA VA",
                           "😀👍🏽",
                           "x = a[i] << 3; // ½",
                           "系统",
                           "联通",
                           "的",
                           "中国",
                           "客戶關係管理(CRM)",
                           "網(wǎng)絡(luò )",
                           "Łódź",
                           "İstanbul",
                           "È",
                           "ÃÕ",
                           "Àéèù",
                           "São",
                           "IRMÃOS ÓRFÃOS",
                           "Þórður",
                           "×÷×÷",
                           "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ",
                           "ÀÈÉÌÒÙ",
                           "°±²³´µ¶·¸¹º»¼½¾¿",
                           "ÞJÓÐVEGUR",
                           "Ö® Ä® Ü®",
                           "áéíóú ÁÉÍÓÚ"}) {
    CAPTURE(text);
    CHECK(untouched(text));
  }
}

TEST_CASE("mojibake: a letter that is drawn out bears no witness") {
  for (const char* text : {"NÃÃÃÃÃÃÃÃÃÃO", "ESPAÑÑÑÑÑÑA", "SCHÖÖÖÖÖÖÖÖN", "TSCHÜÜÜÜÜÜÜÜÜÜSS", "JÁÁÁÁÁÁÁÁ", "PÊÊÊÊÊÊÊÊSSIMO",
                           "BRAVÔÔÔÔÔÔÔÔ", "NÃÃÃÃÃÃO E NÃÃÃÃÃÃÃÃO", "ÖÖÖÖÖÖÖÖÄÄÄÄÄÄÄÄÜÜÜÜÜÜÜÜ", "££££££££££ €€€€€€€€"}) {
    CAPTURE(text);
    CHECK(untouched(text));
    CHECK_FALSE(text::looks_misread(text));
  }
  CHECK(undone("¡¡¡¡¡¡¡¡ÄúºÃ£¬ÇëÎÊ¡­¡­¡­¡­ÔõÃ´ÍË¿î£¿£¿£¿") == "　　　　您好，请问…………怎么退款？？？");
  CHECK(undone("ÄúÄúÄúÄú£¬ÍËÍËÍË¿î¡¡¡¡¡¡¡¡") == "您您您您，退退退款　　　　");
}

TEST_CASE("mojibake: one character that can't have come that way leaves all alone") {
  CHECK(untouched("cafÃ© 退款"));
  CHECK(untouched("ÖÐ¹ú\uFFFD"));
  CHECK(untouched("caf\xE9"));
  CHECK(untouched("Ã\u0083Â© cafés"));
  CHECK(untouched("Les cafÃ©s, les thés"));
}

TEST_CASE("mojibake: noise gives no crash and, where it gives something, that is UTF-8") {
  std::mt19937 random(9);
  for (int round = 0; round < rounds(2000); ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i)
      utf8::append(text, static_cast<char32_t>(random() % 2 == 0 ? 0x20 + random() % 0xE0 : random() % 0xD800));
    const auto found = undo_mojibake(text);
    if (found) CHECK(utf8::first_invalid(found->text) == std::nullopt);
  }
}
