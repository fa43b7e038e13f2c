#include "text/tokenize.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/utf8.hh"
#include "unit/rounds.hh"

using namespace ckm;
using text::CharClass;
using text::Lane;
using text::Language;
using text::Stemmer;
using text::Token;
using text::TokenStream;

namespace {

// A token that outlives its stream.
struct Copy {
  std::string term, folded, slice;
  std::uint32_t begin = 0, end = 0, position = 0;
  Lane lane = Lane::kWord;
  CharClass script = CharClass::kWord;
};

std::vector<Copy> tokens(std::string_view text, Language language = Language::kNone) {
  Stemmer stemmer(language);
  TokenStream stream(text, stemmer);
  std::vector<Copy> out;
  for (Token token; stream.next(token);) {
    out.push_back({std::string(token.term), std::string(token.folded),
                   std::string(text.substr(token.begin, token.end - token.begin)), token.begin, token.end, token.position,
                   token.lane, token.script});
  }
  return out;
}

// All terms, a pair in brackets, parts and names in others: "退 [退款] 款 iphone15 (iphone) (15) t 1 <t+1>".
std::string shown(std::string_view text, Language language = Language::kNone) {
  std::string out;
  for (const Copy& token : tokens(text, language)) {
    if (!out.empty()) out += ' ';
    switch (token.lane) {
      case Lane::kWord: out += token.term; break;
      case Lane::kPair: out += "[" + token.term + "]"; break;
      case Lane::kPart: out += "(" + token.term + ")"; break;
      case Lane::kName: out += "<" + token.term + ">"; break;
    }
  }
  return out;
}

std::set<std::string> terms(std::string_view text) {
  std::set<std::string> out;
  for (const Copy& token : tokens(text)) out.insert(token.term);
  return out;
}

bool border(std::string_view text, std::uint32_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

}  // namespace

TEST_CASE("tokenize: words") {
  CHECK(shown("") == "");
  CHECK(shown("  .,;  ") == "");
  CHECK(shown("Hello, World") == "hello world");
  CHECK(shown("a-b c_d e.f") == "a b <ab> c d <cd> e f <e.f>");
  CHECK(shown("iPhone15 Pro") == "iphone15 (iphone) (15) pro");
  CHECK(shown("ＡＢＣ　１２３") == "abc 123");
  CHECK(shown("Straße") == "strasse");
  CHECK(shown("ﬁnd") == "find");
  CHECK(shown("½") == "1 2");
  CHECK(shown("E=mc²") == "e mc2 (mc) (2)");
  CHECK(shown("Windows™ 11") == "windows 11");
  CHECK(shown("co\u00ADoperate foo\u200Bbar") == "cooperate foobar");
  CHECK(shown("हिन्दी भाषा") == "हिन्दी भाषा");
  CHECK(shown("1️⃣") == "1");
}

TEST_CASE("tokenize: parts have their own place in any width") {
  const auto parts = [](std::string_view text) {
    std::string out;
    for (const Copy& token : tokens(text)) {
      if (token.lane == Lane::kPart) out += "(" + token.slice + ")";
    }
    return out;
  };
  CHECK(parts("iPhone15") == "(iPhone)(15)");
  CHECK(parts("ｉＰｈｏｎｅ１５") == "(ｉＰｈｏｎｅ)(１５)");
  CHECK(parts("iPhone１５") == "(iPhone)(１５)");
  CHECK(parts("x ｉPhone15!") == "(ｉPhone)(15)");
  CHECK(parts("㎏7") == "(㎏)(7)");
  CHECK(parts("cafe\u030115") == "(cafe\u030115)(cafe\u030115)");  // Composed.
}

TEST_CASE("tokenize: stems") {
  CHECK(shown("Refunds were delayed", Language::kEnglish) == "refund were delay");
  const auto found = tokens("Refunds", Language::kEnglish);
  REQUIRE(found.size() == 1);
  CHECK(found[0].term == "refund");
  CHECK(found[0].folded == "refunds");
  CHECK(found[0].slice == "Refunds");
}

TEST_CASE("tokenize: composed and decomposed words are equal") {
  CHECK(shown("Cafe\u0301 re\u0301sume\u0301s") == shown("café résumés"));
  CHECK(shown("Cafe\u0301") == "café");
  const auto found = tokens("x Cafe\u0301!");
  REQUIRE(found.size() == 2);
  CHECK(found[1].slice == "Cafe\u0301");
  CHECK(shown("İ") == "i");
  CHECK(shown("\u0301abc") == "abc");
  CHECK(shown("\u1112\u1161\u11AB\u1100\u116E\u11A8") == shown("한국"));
  CHECK(shown("か\u3099き") == "が [がき] き");
  CHECK(shown("ｶﾞｷ") == "ガ [ガキ] キ");
}

TEST_CASE("tokenize: apostrophes") {
  CHECK(shown("don't") == "don't");
  CHECK(shown("DON’T") == "don't");
  CHECK(shown("customer's order") == "customer order");
  CHECK(shown("customer’s") == "customer");
  CHECK(shown("CUSTOMER'S.") == "customer");
  CHECK(shown("it's") == "it");
  CHECK(shown("customers' orders") == "customers orders");
  CHECK(shown("'quoted'") == "quoted");
  CHECK(shown("l'eau d’orange qu'il") == "l eau d orange qu il");
  CHECK(shown("jusqu'à aujourd'hui") == "jusqu à aujourd'hui");
  CHECK(shown("dell'anno") == "dell anno");
  CHECK(shown("o'clock") == "o clock");
  CHECK(shown("l'eau's") == "l eau");
  CHECK(shown("rock'n'roll") == "rock'n'roll");
  CHECK(shown("5'11 90's x'5") == "5 11 90 s x 5");
  CHECK(shown("customer'story") == "customer'story");
  CHECK(shown("customer'退") == "customer 退");
  const auto found = tokens("the customer's order");
  REQUIRE(found.size() == 3);
  CHECK(found[1].slice == "customer");
  CHECK(found[2].slice == "order");
}

TEST_CASE("tokenize: Han, kana and Hangul") {
  CHECK(shown("退款") == "退 [退款] 款");
  CHECK(shown("客戶服務") == "客 [客户] 户 [户服] 服 [服务] 务");
  CHECK(shown("退 款") == "退 款");
  CHECK(shown("退，款") == "退 款");
  CHECK(shown("退\n款") == "退 款");
  CHECK(shown("退\u200B款") == "退 [退款] 款");
  CHECK(shown("食べる") == "食 [食べ] べ [べる] る");
  CHECK(shown("コーヒー・メーカー") == shown("コーヒー") + " " + shown("メーカー"));
  CHECK(shown("환불") == "환 [환불] 불");
  CHECK(shown("㈱日") == "株 日");
  CHECK(shown("㍿") == "株 [株式] 式 [式会] 会 [会社] 社");
  CHECK(shown("\U00020000\U00020001") == "\U00020000 [\U00020000\U00020001] \U00020001");
}

TEST_CASE("tokenize: runs of different scripts split") {
  CHECK(shown("退款refund退") == "退 [退款] 款 refund 退");
  CHECK(shown("买iPhone15了") == "买 iphone15 (iphone) (15) 了");
  CHECK(shown("приветhello") == "привет hello");
  CHECK(shown("helloпривет15 15привет") == "hello привет15 (привет) (15) 15привет (15) (привет)");
  CHECK(shown("3月5日") == "3 月 5 日");
  CHECK(shown("αβγabc") == "αβγ abc");
}

TEST_CASE("tokenize: offsets, positions, scripts") {
  const std::string text = "客戶 Café退款";
  const auto found = tokens(text);
  REQUIRE(found.size() == 7);
  const std::vector<std::string> slices = {"客", "客戶", "戶", "Café", "退", "退款", "款"};
  const std::vector<std::uint32_t> positions = {0, 0, 1, 2, 3, 3, 4};
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(found[i].slice == slices[i]);
    CHECK(found[i].position == positions[i]);
    CHECK(found[i].script == (i == 3 ? CharClass::kWord : CharClass::kHan));
    CHECK(found[i].lane == (i == 1 || i == 5 ? Lane::kPair : Lane::kWord));
  }
}

TEST_CASE("tokenize: long words are cut on a character border") {
  const std::string longest(255, 'a');
  for (const int more : {0, 1, 7, 8, 9, 300, 5000}) {
    const auto found = tokens(longest + std::string(static_cast<std::size_t>(more), 'a') + " next");
    REQUIRE(found.size() == 2);
    CHECK(found[0].term == longest);
    CHECK(found[0].slice == longest);
    CHECK(found[1].term == "next");
  }
  std::string cyrillic;
  for (int i = 0; i < 200; ++i) cyrillic += "ж";
  const auto found = tokens(cyrillic + " next");
  REQUIRE(found.size() == 2);
  CHECK(found[0].term.size() == 254);
  CHECK(found[0].slice == found[0].term);
  CHECK(shown(longest + "ж") == longest + " ж");
  CHECK(shown(longest.substr(1) + "éa") == longest.substr(1));
  std::string marks = "退";
  for (int i = 0; i < 1000; ++i) marks += "\u0323\u0301";
  REQUIRE(tokens(marks + "款").size() == 3);
  CHECK(tokens(marks + "款")[0].slice == marks);
}

TEST_CASE("tokenize: names are found whole and by part") {
  CHECK(shown("T+1到账") == "t 1 <t+1> 到 [到账] 账");
  CHECK(shown("Ｔ＋１") == "t 1 <t+1>");
  CHECK(shown("v2.3.1.") == "v2 (v) (2) 3 1 <v2.3.1>");
  CHECK(shown("ERR_404: ERR404 err-404") == "err 404 <err404> err404 (err) (404) err 404 <err404>");
  CHECK(shown("<a@b.cn>") == "a b cn <a@b.cn>");
  CHECK(shown("e-mails email", Language::kEnglish) == "e mail <email> email");
  CHECK(shown("2024-08-15 No.7") == "2024 08 15 <2024-08-15> no 7 <no.7>");
  CHECK(shown("LM-2026-008230") == "lm 2026 008230 <lm2026-008230>");
  CHECK(shown("C++ C# C++11 a++b C+++ G#m") == "c <c++> c <c#> c 11 a b c g m");
  CHECK(shown("AT&T, R&D") == "at t <at&t> r d <r&d>");
  CHECK(shown("end. Next - a- -b a--b") == "end next a b a b");
  // Numbers of many parts are not taken apart, and long names not put together.
  CHECK(shown("3f9a0c2e") == "3f9a0c2e");
  CHECK(shown("a-b-c-d-e-f-g-h-i") == "a b c d e f g h i");
  CHECK(shown(std::string(40, 'x') + "-" + std::string(40, 'y')) == std::string(40, 'x') + " " + std::string(40, 'y'));
  for (const Copy& token : tokens("买 iPhone15 或 ＥＲＲ_404 吧")) {
    if (token.lane == Lane::kPart) CHECK((token.slice == "iPhone" || token.slice == "15"));
    if (token.lane == Lane::kName) CHECK(token.slice == "ＥＲＲ_404");
  }
}

TEST_CASE("tokenize: any bytes keep offsets in range, ascending and on borders") {
  std::mt19937 random(3);
  const std::vector<std::string> parts = {"退", "戶", "ガ", "ｶ", "ﾞ",    "한",       "\u1112", "\u1161", "é", "e\u0301", "a", "Z",
                                          "9",  " ",  "'",  "’", "s",    "\u0301",   "\u00AD", "㍿",     "½", "ﬁ",       "ж", "-",
                                          "+",  ".",  "＋", "#", "\xFF", "\xE9\x80", "\xC3",   "😀",      "_", "İ"};
  for (int i = 0; i < rounds(30000); ++i) {
    std::string text;
    bool valid = true;
    for (int k = static_cast<int>(random() % 16); k > 0; --k) {
      const std::string& part = parts[random() % parts.size()];
      valid = valid && !utf8::first_invalid(part);
      text += part;
    }
    CAPTURE(text);
    std::uint32_t last_begin = 0;
    std::uint32_t words = 0;
    for (const Copy& token : tokens(text, Language::kEnglish)) {
      REQUIRE_FALSE(token.term.empty());
      REQUIRE(token.begin < token.end);
      REQUIRE(token.end <= text.size());
      if (valid) REQUIRE((border(text, token.begin) && border(text, token.end)));
      if (token.lane == Lane::kWord) {
        REQUIRE(token.begin >= last_begin);
        REQUIRE(token.position == words++);
        last_begin = token.begin;
      } else if (token.lane == Lane::kPair) {
        REQUIRE(token.position + 1 == words);
        REQUIRE(token.begin == last_begin);
      } else if (token.lane == Lane::kPart) {
        REQUIRE(token.position + 1 == words);
        REQUIRE(token.begin >= last_begin);
      } else {
        REQUIRE(token.position < words);
        REQUIRE(token.begin <= last_begin);
      }
      REQUIRE_FALSE(utf8::first_invalid(token.term).has_value());
    }
  }
}

TEST_CASE("tokenize: a folded text has the same terms") {
  std::mt19937 random(4);
  const std::vector<std::string> parts = {"退", "戶",     "ガ",     "ｶ", "ﾞ",  "한", "\u1112", "\u1161", "\u11AB", "é",
                                          "e",  "\u0301", "\u0323", "A", "9",  " ",  "'",      "’",      "s",      "\u00AD",
                                          "㍿", "½",      "ﬁ",      "ж", "😀",  "İ",  "ŉ",      "ß",      "Ａ",     "™",
                                          "-",  "_",      "＿",     "+", "＋", "#",  "@"};
  for (int i = 0; i < rounds(30000); ++i) {
    std::string text;
    for (int k = static_cast<int>(random() % 16); k > 0; --k) text += parts[random() % parts.size()];
    CAPTURE(text);
    REQUIRE(shown(text) == shown(text::fold(text)));
  }
}

TEST_CASE("tokenize: tokens of a Han substring are tokens of the text") {
  std::mt19937 random(5);
  for (int i = 0; i < 300; ++i) {
    std::u32string codes;
    for (int k = 0; k < 30; ++k) codes.push_back(random() % 8 == 0 ? U'，' : static_cast<char32_t>(0x4E00 + random() % 0x5200));
    const auto utf8_of = [](std::u32string_view from) {
      std::string out;
      for (const char32_t code : from) utf8::append(out, code);
      return out;
    };
    const std::set<std::string> whole = terms(utf8_of(codes));
    for (std::size_t length = 1; length <= 6; ++length) {
      for (std::size_t at = 0; at + length <= codes.size(); ++at) {
        const std::set<std::string> part = terms(utf8_of(std::u32string_view(codes).substr(at, length)));
        REQUIRE(std::includes(whole.begin(), whole.end(), part.begin(), part.end()));
      }
    }
  }
}
