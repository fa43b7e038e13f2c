#include "text/stem.hh"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "unit/rounds.hh"

using ckm::text::Language;
using ckm::text::Stemmer;

TEST_CASE("stem: one word for each language") {
  const std::vector<std::tuple<Language, std::string, std::string>> words = {{Language::kEnglish, "refunds", "refund"},
                                                                             {Language::kEnglish, "delayed", "delay"},
                                                                             {Language::kGerman, "bestellungen", "bestell"},
                                                                             {Language::kFrench, "remboursements", "rembours"},
                                                                             {Language::kSpanish, "devoluciones", "devolu"},
                                                                             {Language::kPortuguese, "devoluções", "devolu"},
                                                                             {Language::kItalian, "rimborsi", "rimbors"},
                                                                             {Language::kDutch, "bestellingen", "bestell"},
                                                                             {Language::kSwedish, "beställningar", "beställning"},
                                                                             {Language::kDanish, "bestillinger", "bestilling"},
                                                                             {Language::kNorwegian, "bestillinger", "bestilling"},
                                                                             {Language::kFinnish, "tilaukset", "tilauks"},
                                                                             {Language::kRussian, "возвраты", "возврат"}};
  for (const auto& [language, word, stem] : words) {
    Stemmer stemmer(language);
    CHECK(stemmer.stem(word) == stem);
    CHECK(stemmer.stem(word) == stem);  // From the cache.
  }
}

TEST_CASE("stem: what is left as it is") {
  Stemmer none(Language::kNone);
  CHECK(none.stem("refunds") == "refunds");
  CHECK(none.stem("") == "");
  Stemmer english(Language::kEnglish);
  CHECK(english.stem("") == "");
  CHECK(english.stem("iphones15") == "iphones15");
  CHECK(english.stem("15iphones") == "15iphones");
  CHECK(english.stem("0") == "0");
  CHECK(english.stem("abcdefghijklmnopqrstuvwxyz2things") == "abcdefghijklmnopqrstuvwxyz2things");
  CHECK(english.stem("退款") == "退款");
  const std::string at_limit = std::string(57, 'x') + "refunds";
  CHECK(english.stem(at_limit) == at_limit.substr(0, 63));
  CHECK(english.stem("x" + at_limit) == "x" + at_limit);
}

TEST_CASE("stem: moving") {
  Stemmer first(Language::kEnglish);
  CHECK(first.stem("refunds") == "refund");
  Stemmer second(std::move(first));
  CHECK(second.stem("refunds") == "refund");
  second = Stemmer(Language::kGerman);
  CHECK(second.stem("bestellungen") == "bestell");
}

// A stemmer whose cache has seen much says the same as one that has seen nothing.
TEST_CASE("stem: the cache changes nothing") {
  std::mt19937 random(6);
  const std::vector<std::string> endings = {"", "s", "ing", "ings", "ed", "ly", "ness", "ational", "'s", "e", "y", "ies", "é"};
  Stemmer warm(Language::kEnglish);
  for (int i = 0; i < rounds(60000); ++i) {
    std::string word;
    for (std::size_t k = 1 + random() % 22; k > 0; --k) word.push_back("abcdeginorstuvy"[random() % 15]);
    if (random() % 4 == 0) word.resize(1 + word.size() % 3);
    word += endings[random() % endings.size()];
    const std::string once(warm.stem(word));
    CAPTURE(word);
    REQUIRE(warm.stem(word) == once);
    if (i % 50 == 0) {
      Stemmer cold(Language::kEnglish);
      REQUIRE(cold.stem(word) == once);
      REQUIRE(warm.stem(std::string(30, 'q') + word).starts_with("qqq"));  // Past the cache.
      std::string buffer = word;
      buffer.resize(64, '#');
      REQUIRE(warm.stem_in_buffer(std::string_view(buffer).substr(0, word.size())) == once);
    }
  }
}
