#include "base/utf8.hh"

#include <doctest/doctest.h>

#include <random>

using namespace ckm;

namespace {

// RFC 3629, section 4, row by row.
std::optional<std::size_t> naive_invalid(std::string_view text) {
  struct Row {
    unsigned first_low, first_high, second_low, second_high, length;
  };
  constexpr Row kRows[] = {{0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                           {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
                           {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    for (const Row& row : kRows) {
      if (byte(at) < row.first_low || byte(at) > row.first_high || at + row.length > text.size()) continue;
      bool good = row.length == 1 || (byte(at + 1) >= row.second_low && byte(at + 1) <= row.second_high);
      for (unsigned i = 2; i < row.length; ++i) good = good && byte(at + i) >= 0x80 && byte(at + i) <= 0xBF;
      if (good) length = row.length;
    }
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::string random_text(std::mt19937_64& random) {
  const std::string pieces[] = {"a",  "退", "é", "e\xCC\x81", "👩‍👩‍👧", "🇨🇳", "👍🏽", "❤️", "\xFF", "ｗ",
                                "한", "\t", "ا", "…"};
  std::string text;
  for (std::size_t n = random() % 20; n > 0; --n) text += pieces[random() % std::size(pieces)];
  return text;
}

}  // namespace

TEST_CASE("utf8: first_invalid agrees with the table of RFC 3629") {
  std::mt19937_64 random(1);
  const unsigned char likely[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
                                  0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
  for (int i = 0; i < 200'000; ++i) {
    std::string text(random() % 3 == 0 ? random() % 20 : 0, 'x');
    for (std::size_t n = random() % 8; n > 0; --n) text.push_back(static_cast<char>(likely[random() % std::size(likely)]));
    const std::vector<char> alone(text.begin(), text.end());
    REQUIRE(utf8::first_invalid({alone.data(), alone.size()}) == naive_invalid(text));
  }
}

TEST_CASE("utf8: every character comes back") {
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string text;
    utf8::append(text, code);
    const auto decoded = utf8::decode(text.data(), text.data() + text.size());
    if (decoded.code == code && decoded.valid && decoded.length == text.size()) continue;
    FAIL("U+" << static_cast<std::uint32_t>(code));
  }
}

TEST_CASE("utf8: columns") {
  const std::pair<const char*, std::size_t> table[] = {
      {"", 0},   {"abc", 3},       {"退款", 4},
      {"ｗ", 2}, {"e\xCC\x81", 1}, {"한국", 4},
      {"👍", 2},  {"👍🏽", 2},  {"👩‍👩‍👧", 2},
      {"🇨🇳", 2}, {"🇨🇳🇩🇪", 4},      {"❤️", 2},
      {"…", 1},  {"\u200B", 0},    {"カ", 2},
      {"ｶ", 1},
  };
  for (const auto& [text, columns] : table) {
    CAPTURE(std::string(text));
    CHECK(utf8::display_width(text) == columns);
  }
}

TEST_CASE("utf8: fit never exceeds its columns nor cuts a character") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = random_text(random);
    const std::size_t columns = random() % 25;
    const std::string fitted = utf8::fit(text, columns);
    REQUIRE(utf8::display_width(fitted) <= columns);
    if (utf8::display_width(text) <= columns) {
      REQUIRE(fitted == text);
    } else if (columns > 0) {
      REQUIRE(fitted.ends_with("…"));
      REQUIRE(text.starts_with(fitted.substr(0, fitted.size() - 3)));
      if (!utf8::first_invalid(text)) REQUIRE_FALSE(utf8::first_invalid(fitted));
    }
  }
  CHECK(utf8::fit("退款了", 5) == "退款…");
  CHECK(utf8::fit("退款了", 4) == "退…");
}

TEST_CASE("utf8: what is safe to show") {
  CHECK(utf8::one_line("a\r\n\tb\x1B[31m\x7F") == "a b [31m ");
  CHECK(utf8::one_line("\xFF") == "\uFFFD");
  CHECK(utf8::printable("a\n\tb\x1B\xC2\x9B") == "a\n\tb\uFFFD\uFFFD");
}
