#include "text/fold.hh"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>

#include "base/utf8.hh"
#include "unit/rounds.hh"

using namespace ckm;
using text::char_class;
using text::CharClass;
using text::fold;

namespace {

std::string utf8_of(char32_t code) {
  std::string out;
  utf8::append(out, code);
  return out;
}

bool surrogate(char32_t code) { return code >= 0xD800 && code <= 0xDFFF; }

// One of `count` characters from `first` on.
char32_t pick(std::mt19937& random, char32_t first, std::uint32_t count) {
  return first + static_cast<char32_t>(random() % count);
}

// Characters of every kind that folding treats in its own way, and some of any kind.
std::string random_text(std::mt19937& random, int length) {
  std::string out;
  for (int i = 0; i < length; ++i) {
    char32_t code = 0;
    switch (random() % 7) {
      case 0: code = pick(random, 0x300, 0x70); break;     // Combining marks.
      case 1: code = pick(random, 0x41, 0x200); break;     // Latin.
      case 2: code = pick(random, 0x1100, 0x100); break;   // Hangul letters.
      case 3: code = pick(random, 0x3040, 0xC0); break;    // Kana.
      case 4: code = pick(random, 0x4E00, 0x5200); break;  // Han.
      case 5: code = pick(random, 0xFF00, 0xF0); break;    // Full and half width.
      default: code = pick(random, 0, 0x110000); break;
    }
    utf8::append(out, surrogate(code) ? U'x' : code);
  }
  return out;
}

}  // namespace

TEST_CASE("has_words: letters and digits of any script") {
  for (const char* sample : {"a", "?? 1", "退", "（é）", "１"}) CHECK(text::has_words(sample));
  for (const char* sample : {"", " ", "?!*", "？！（）", "\u200B", "\xFF", "→"}) CHECK_FALSE(text::has_words(sample));
}

TEST_CASE("fold: Latin") {
  CHECK(fold("") == "");
  CHECK(fold("Hello, WORLD 42 [\\]^_`{|}~@") == "hello, world 42 [\\]^_`{|}~@");
  CHECK(fold("ＡＢＣ１２３！") == "abc123!");
  CHECK(fold("Straße") == "strasse");
  CHECK(fold("STRASSE ẞ") == "strasse ss");
  CHECK(fold("ﬁnd ﬄ") == "find ffl");
  CHECK(fold("½") == "1⁄2");
  CHECK(fold("m² ㎏ №") == "m2 kg no");
  CHECK(fold("ΌΔΟΣ") == fold("όδος"));
  CHECK(fold("ПРИВЕТ Ё") == "привет ё");
  CHECK(fold("don’t") == "don't");
  CHECK(fold("Windows™") == "windows");
}

TEST_CASE("fold: composed and decomposed are equal") {
  CHECK(fold("Cafe\u0301") == "café");
  CHECK(fold("CAFÉ") == "café");
  CHECK(fold("a\u0323\u0302") == "ậ");
  CHECK(fold("a\u0302\u0323") == "ậ");  // In the other order.
  CHECK(fold("â\u0323") == "ậ");
  CHECK(fold("ạ\u0302") == "ậ");
  CHECK(fold("e\u00AD\u0301") == "é");  // A soft hyphen between.
  CHECK(fold("İstanbul") == "istanbul");
  CHECK(fold("İ") == fold("I\u0307"));
  CHECK(fold("\u212B") == "å");
  CHECK(fold("\u0301") == "\u0301");
  CHECK(fold("x\u0301y") == "x\u0301y");
}

TEST_CASE("fold: Hangul letters compose to syllables") {
  CHECK(fold("\u1112\u1161\u11AB") == "한");
  CHECK(fold("하\u11AB") == "한");
  CHECK(fold("한\u11AB") == "한\u11AB");
  CHECK(fold("ㅎㅏㄴ") == "하\u1102");  // Compatibility letters are initials.
  CHECK(fold("ﾡ") == "\u1100");
}

TEST_CASE("fold: kana") {
  CHECK(fold("ｶﾞｷﾞｸﾞ") == "ガギグ");
  CHECK(fold("ﾊﾟｿｺﾝ") == "パソコン");
  CHECK(fold("か\u3099") == "が");
  CHECK(fold("㌔") == "キロ");
}

TEST_CASE("fold: Traditional and Simplified are equal") {
  CHECK(fold("客戶關係管理") == "客户关系管理");
  CHECK(fold("網路購物退貨") == "网路购物退货");
  CHECK(fold("說") == "说");
  CHECK(fold("説") == "说");
  CHECK(fold("帳") == "账");
  CHECK(fold("帐") == "账");
  CHECK(fold("賬") == "账");
  CHECK(fold("户戶戸") == "户户户");
  CHECK(fold("臺台颱檯") == "台台台台");
  CHECK(fold("裏裡里") == "里里里");
  CHECK(fold("為爲为") == "为为为");
  CHECK(fold("衞衛卫") == "卫卫卫");
  CHECK(fold("甚麼 什麽 什么") == "甚么 什么 什么");
  CHECK(fold("著着") == "着着");
  CHECK(fold("抬") == "抬");
  CHECK(fold("㈱") == "(株)");
  CHECK(fold("㊎") == "金");
  CHECK(fold("\uF90A") == "金");  // A compatibility ideograph.
  CHECK(fold("⾦⻓") == "金长");  // Radicals.
  CHECK(fold("\U0002F800") == "丽");
  CHECK(fold("優惠劵") == "优惠券");
  CHECK(fold("発売") == "发卖");
}

TEST_CASE("fold: what is removed, and what is no UTF-8") {
  CHECK(fold("co\u00ADop") == "coop");
  CHECK(fold("退\u200B款\uFEFF") == "退款");
  CHECK(fold("葛\U000E0100") == "葛");
  CHECK(fold("a\xFF\xC3z") == "a\uFFFD\uFFFDz");
  CHECK(fold("\xE9\x80") == "\uFFFD\uFFFD");
  CHECK(fold("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
  CHECK(fold(std::string("a\0B", 3)) == std::string("a\0b", 3));
}

TEST_CASE("fold_char") {
  std::string scratch;
  CHECK(text::fold_char(U'A', scratch) == "a");
  CHECK(text::fold_char(U'戶', scratch) == "户");
  CHECK(text::fold_char(U'ß', scratch) == "ss");
  CHECK(text::fold_char(0xAD, scratch) == "");
  CHECK(text::fold_char(0xD800, scratch) == "\uFFFD");
  CHECK(text::fold_char(0x110000, scratch) == "\uFFFD");
  CHECK(text::fold_char(0xFFFFFFFF, scratch) == "\uFFFD");
}

TEST_CASE("char_class") {
  for (const char32_t code : {U'a', U'Z', U'0', U'é', U'Ω', U'Ж', U'א', U'م', U'न', U'Ａ', U'①', U'ﬁ'}) {
    CAPTURE(static_cast<std::uint32_t>(code));
    CHECK(char_class(code) == CharClass::kWord);
  }
  for (const char32_t code : {U'中', U'戶', U'〇', U'々', U'\U00020000', U'⾦', U'㊎'}) {
    CHECK(char_class(code) == CharClass::kHan);
  }
  for (const char32_t code : {U'あ', U'ア', U'ー', U'ｱ', U'ㄅ', U'ก'}) CHECK(char_class(code) == CharClass::kKana);
  for (const char32_t code : {U'한', char32_t{0x1100}, U'ㄱ'}) CHECK(char_class(code) == CharClass::kHangul);
  for (const char32_t code : {char32_t{0x301}, char32_t{0x3099}, char32_t{0xAD}, char32_t{0x200B}, U'ﾞ'}) {
    CHECK(char_class(code) == CharClass::kMark);
  }
  for (const char32_t code : {U' ', U'_', U'.', U'-', U'。', U'、', U'・', U'　', U'€', U'😀', U'\'', char32_t{0xFFFD},
                              char32_t{0xE000}, char32_t{0xD800}, char32_t{0x110000}}) {
    CHECK(char_class(code) == CharClass::kOther);
  }
}

TEST_CASE("fold is idempotent on every character, and says the same as fold_char") {
  std::string scratch;
  for (char32_t code = 0; code < 0x110000; ++code) {
    if (surrogate(code)) continue;
    const std::string once = fold(utf8_of(code));
    if (fold(once) != once || text::fold_char(code, scratch) != once) {
      CAPTURE(static_cast<std::uint32_t>(code));
      REQUIRE(fold(once) == once);
      REQUIRE(text::fold_char(code, scratch) == once);
    }
  }
}

TEST_CASE("fold is idempotent on random text") {
  std::mt19937 random(1);
  for (int i = 0; i < rounds(50000); ++i) {
    const std::string text = random_text(random, 1 + static_cast<int>(random() % 12));
    const std::string once = fold(text);
    CAPTURE(text);
    REQUIRE(fold(once) == once);
    REQUIRE_FALSE(utf8::first_invalid(once).has_value());
  }
}

TEST_CASE("fold reads any bytes") {
  std::mt19937 random(2);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (int k = 0; k < 12; ++k) text.push_back(static_cast<char>(random() % 2 == 0 ? random() % 256 : 0xC0 + random() % 64));
    REQUIRE_FALSE(utf8::first_invalid(fold(text)).has_value());
  }
}

TEST_CASE("fold: many marks on one character") {
  std::string text = "a";
  for (int i = 0; i < 20000; ++i) text += i % 2 == 0 ? "\u0323" : "\u0301";
  const std::string once = fold(text);
  CHECK(once.starts_with("ạ"));
  CHECK(fold(once) == once);
}
