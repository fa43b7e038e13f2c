#include "text/decode.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

#include "base/utf8.hh"

using namespace ckm;
using text::DecodeSource;

namespace {

// Gives at most `piece` bytes a call.
class Trickle final : public ByteSource {
 public:
  Trickle(std::string_view text, std::size_t piece) : rest_(text), piece_(piece) {}
  std::size_t read(std::span<char> into) override {
    const std::size_t n = rest_.copy(into.data(), std::min(piece_, into.size()));
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
  std::size_t piece_;
};

std::string decoded(std::string_view bytes, std::size_t piece = 1U << 20, std::size_t buffer = 1000,
                    std::string_view encoding = {}) {
  Trickle in(bytes, piece);
  DecodeSource source(in);
  std::string out;
  std::string into(buffer, '\0');
  while (const std::size_t n = source.read(into)) out.append(into, 0, n);
  CHECK(source.read(into) == 0);
  if (!encoding.empty()) CHECK(source.encoding() == encoding);
  return out;
}

std::string utf16(std::u32string_view codes, bool big_endian) {
  std::string out;
  const auto put = [&](char32_t unit) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8 & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  put(0xFEFF);
  for (const char32_t code : codes) {
    if (code < 0x10000) {
      put(code);
    } else {
      put(0xD800 + ((code - 0x10000) >> 10));
      put(0xDC00 + ((code - 0x10000) & 0x3FF));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("decode: UTF-8 passes, its mark is removed") {
  CHECK(decoded("") == "");
  CHECK(decoded("a") == "a");
  CHECK(decoded("退款 refund", 1U << 20, 1000, "UTF-8") == "退款 refund");
  CHECK(decoded("\xEF\xBB\xBF退款", 1, 1, "UTF-8") == "退款");
  CHECK(decoded("\xEF\xBB\xBF") == "");
  CHECK(decoded("\xEF\xBB") == "\xEF\xBB");
  CHECK(decoded("\xFF") == "\xFF");
  CHECK(decoded("a\xEF\xBB\xBF") == "a\xEF\xBB\xBF");
}

TEST_CASE("decode: UTF-16 with a mark") {
  CHECK(decoded(utf16(U"退款 😀", false), 1, 1, "UTF-16LE") == "退款 😀");
  CHECK(decoded(utf16(U"退款 😀", true), 1, 1, "UTF-16BE") == "退款 😀");
  CHECK(decoded(utf16(U"", true)) == "");
}

TEST_CASE("decode: what is no UTF-16") {
  CHECK(decoded(std::string("\xFF\xFE\x41\x00\x00\xD8", 6)) == "A\uFFFD");         // A high surrogate at the end.
  CHECK(decoded(std::string("\xFF\xFE\x00\xD8\x41\x00", 6)) == "\uFFFDA");         // One without its low one.
  CHECK(decoded(std::string("\xFF\xFE\x00\xDC\x41\x00", 6)) == "\uFFFDA");         // A low one alone.
  CHECK(decoded(std::string("\xFF\xFE\x41\x00\x42", 5)) == "A\uFFFD");             // Half a unit.
  CHECK(decoded(std::string("\xFF\xFE\x00\xD8\x42", 5), 1, 1) == "\uFFFD\uFFFD");  // Both.
}

TEST_CASE("decode: long texts come out whole, however they are cut") {
  std::mt19937 random(7);
  std::u32string codes;
  std::string expected;
  for (int i = 0; i < 100000; ++i) {
    const auto code = static_cast<char32_t>(random() % 3 == 0 ? 0x10000 + random() % 0x1000 : 1 + random() % 0xD000);
    codes.push_back(code);
    utf8::append(expected, code);
  }
  for (const std::size_t piece : {1U, 3U, 1000U, 65535U, 1U << 20}) {
    CHECK(decoded(utf16(codes, false), piece, 4096) == expected);
    CHECK(decoded(utf16(codes, true), piece, 7) == expected);
    CHECK(decoded(expected, piece, 777) == expected);
  }
}
