#include "learn/word_finder.hh"

#include <doctest/doctest.h>

#include <random>

#include "base/utf8.hh"
#include "text/fold.hh"

using namespace ckm;
using namespace ckm::learn;

namespace {

using Numbers = std::vector<std::size_t>;

Numbers find(const std::vector<std::string>& words, const std::string& text) { return WordFinder(words).in(text::fold(text)); }

// Two letters of an alphabet, one with an accent, a mark that joins with none of them, a digit, Han characters that share their
// first byte, and what separates words.
constexpr const char* kPieces[] = {"a", "b", "é", "\u0332", "1", "退", "迀", " ", "*", "ж", "א", "。"};

std::string random_text(std::mt19937& random, std::size_t most) {
  std::string text;
  for (std::size_t length = 1 + random() % most; length > 0; --length) text += kPieces[random() % std::size(kPieces)];
  return text;
}

bool is(char32_t code, text::CharClass what) { return text::char_class(code) == what; }

// The definition, word by word and place by place.
bool occurs(const std::string& word, const std::string& text) {
  const auto codes_of = [](const std::string& bytes) {
    std::vector<char32_t> codes;
    const std::string folded = text::fold(bytes);
    for (std::size_t at = 0; at < folded.size();) {
      const utf8::Decoded c = utf8::decode(folded.data() + at, folded.data() + folded.size());
      codes.push_back(c.code);
      at += c.length;
    }
    return codes;
  };
  std::vector<char32_t> wanted = codes_of(word);
  const std::vector<char32_t> codes = codes_of(text);
  const bool open = wanted.size() > 1 && wanted.back() == U'*';
  if (open) wanted.pop_back();
  const auto ends_with_letter = [](const std::vector<char32_t>& all, std::size_t end) {
    while (end > 0 && is(all[end - 1], text::CharClass::kMark)) --end;
    return end > 0 && is(all[end - 1], text::CharClass::kWord);
  };
  for (std::size_t at = 0; at + wanted.size() <= codes.size(); ++at) {
    const std::size_t end = at + wanted.size();
    if (!std::equal(wanted.begin(), wanted.end(), codes.begin() + static_cast<std::ptrdiff_t>(at))) continue;
    if (is(wanted.front(), text::CharClass::kWord) && ends_with_letter(codes, at)) continue;
    const bool goes_on = end < codes.size() && (is(codes[end], text::CharClass::kWord) || is(codes[end], text::CharClass::kMark));
    if (!open && goes_on && ends_with_letter(wanted, wanted.size())) continue;
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("WordFinder: words within words, and the same word twice") {
  CHECK(find({"退款", "款", "要退款了", "退", "货"}, "我要退款了") == Numbers{0, 1, 2, 3});
  CHECK(find({"refund", "fund", "refund*", "REFUND", "re*"}, "refund refunds") == Numbers{0, 2, 3, 4});
  CHECK(find({"a b", "b", "b c"}, "a b c") == Numbers{0, 1, 2});
  CHECK(find({"退款"}, "").empty());
  CHECK(find({}, "text").empty());
}

TEST_CASE("WordFinder: a letter of any alphabet, and a mark, make another word") {
  CHECK(find({"שלום"}, "שלום לך") == Numbers{0});
  CHECK(find({"שלום"}, "ושלום").empty());
  CHECK(find({"क"}, "की").empty());
  CHECK(find({"की"}, "की।") == Numbers{0});
  CHECK(find({"pay"}, "p\u0332pay").empty());
  CHECK(find({"pay"}, "退\u0332pay") == Numbers{0});
}

TEST_CASE("WordFinder: finds what is there, compared with the definition") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> words;
    while (words.size() < 30) {
      std::string word = random_text(random, 4);
      if (!text::fold(word).empty()) words.push_back(std::move(word));
    }
    const WordFinder finder(words);
    for (int i = 0; i < 10; ++i) {
      const std::string text = random_text(random, 40);
      Numbers expected;
      for (std::size_t number = 0; number < words.size(); ++number) {
        if (occurs(words[number], text)) expected.push_back(number);
      }
      CAPTURE(text);
      CHECK(finder.in(text::fold(text)) == expected);
    }
  }
}
