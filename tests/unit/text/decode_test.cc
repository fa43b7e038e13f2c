#include "text/decode.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>

#include "base/utf8.hh"
#include "text/encoding.hh"
#include "text/undecodable.hh"
#include "unit/text/encode.hh"
#include "unit/text/samples.hh"

using namespace ckm;
using namespace ckm::text;

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

struct Decoded {
  std::string text;
  std::uint64_t undecodable;
  std::uint64_t first;
};

Decoded decode(std::string_view bytes, std::string_view encoding, std::size_t piece = 1U << 20, std::size_t buffer = 1000,
               OnUndecodable on_undecodable = OnUndecodable::kMark) {
  Trickle in(bytes, piece);
  DecodeSource source(in, find_encoding(encoding).value(), on_undecodable);
  std::string out;
  std::string into(buffer, '\0');
  while (const std::size_t n = source.read(into)) out.append(into, 0, n);
  CHECK(source.read(into) == 0);
  return {std::move(out), source.undecodable(), source.first_undecodable()};
}

std::string decoded(std::string_view bytes, std::string_view encoding = "UTF-8", std::size_t piece = 1U << 20,
                    std::size_t buffer = 1000) {
  return decode(bytes, encoding, piece, buffer).text;
}

std::string lenient(std::string_view bytes, std::string_view encoding = "UTF-8", std::size_t piece = 1U << 20) {
  return decode(bytes, encoding, piece, 1000, OnUndecodable::kReplace).text;
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

// The offsets of all marks, with their bytes in hexadecimal.
std::string marks(std::string_view text) {
  std::string out;
  for (;;) {
    const auto at = text.find("\uFDD0");
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at);
    const auto found = find_undecodable(text);
    if (!found) return out + " not a mark";
    out += (out.empty() ? "" : " ") + fmt::format("{}:", found->offset);
    for (const char c : found->bytes) out += fmt::format("{:02X}", static_cast<unsigned char>(c));
    text.remove_prefix(3);
  }
}

}  // namespace

TEST_CASE("decode: UTF-8 passes, its mark is removed") {
  CHECK(decoded("") == "");
  CHECK(decoded("a") == "a");
  CHECK(decoded("退款 refund") == "退款 refund");
  CHECK(decoded("\xEF\xBB\xBF退款", "UTF-8", 1, 1) == "退款");
  CHECK(decoded("\xEF\xBB\xBF") == "");
  CHECK(decoded("a\xEF\xBB\xBF") == "a\xEF\xBB\xBF");
  CHECK(decoded("true \uFFFD stays") == "true \uFFFD stays");
}

TEST_CASE("decode: what is no UTF-8 is marked with its offset, or replaced and counted") {
  const Decoded found = decode("caf\xE9 latte \xC3", "UTF-8");
  CHECK(marks(found.text) == "3:E9 11:C3");
  CHECK(with_raw_bytes(found.text, true) == "caf\xE9 latte \xC3");
  CHECK(with_raw_bytes(found.text, false) == "caf\xFF latte \xFF");
  CHECK(found.undecodable == 2);
  CHECK(found.first == 3);
  CHECK(utf8::first_invalid(found.text) == std::nullopt);
  CHECK(lenient("caf\xE9 latte \xC3") == "caf\uFFFD latte \uFFFD");
  CHECK(marks(decoded("\xE4\xB8 \xF0\x9F\x98 \xED\xA0\x80 \xC0\xAF")) == "0:E4B8 3:F09F98 7:ED 8:A0 9:80 11:C0 12:AF");
  CHECK(marks(decoded("\xEF\xBB")) == "0:EFBB");
}

TEST_CASE("decode: what is no text of another encoding") {
  CHECK(marks(decoded("\xB1\xEA\xFF,\xCC\xE2\xB1", "GB18030")) == "2:FF 6:B1");
  CHECK(marks(decoded("\xB1\xEA\x81 ,\x81\x30\x20", "GB18030")) == "2:81 5:81");
  CHECK(lenient("\xB1\xEA\xFF,", "GB18030") == "标\uFFFD,");
  CHECK(marks(decoded("\x93\xFA\x80x\xFD", "Shift_JIS")).starts_with("2:"));
  CHECK(lenient(std::string("A\0\0\xD8", 4), "UTF-16LE") == "A\uFFFD");     // A high surrogate at the end.
  CHECK(lenient(std::string("\0\xD8\x41\0", 4), "UTF-16LE") == "\uFFFDA");  // One without its low one.
  CHECK(lenient(std::string("\0\xDC\x41\0", 4), "UTF-16LE") == "\uFFFDA");  // A low one alone.
  CHECK(marks(decoded(std::string("A\0B", 3), "UTF-16LE")) == "2:42");      // Half a unit.
}

TEST_CASE("decode: UTF-16 with a mark") {
  CHECK(decoded(utf16(U"退款 😀", false), "UTF-16LE", 1, 1) == "退款 😀");
  CHECK(decoded(utf16(U"退款 😀", true), "UTF-16BE", 1, 1) == "退款 😀");
  CHECK(decoded(utf16(U"", true), "UTF-16BE") == "");
}

TEST_CASE("decode: what was encoded comes back, however it is cut") {
  for (const samples::Sample& sample : samples::kAll) {
    for (const std::string& encoding :
         words(std::string(sample.encodings) + " UTF-8 UTF-16LE UTF-16BE UTF-32LE UTF-32BE GB18030")) {
      CAPTURE(encoding);
      const std::string bytes = encode(sample.text, encoding);
      for (const std::size_t piece : {1U, 2U, 3U, 5U, 7U, 64U, 1000000U}) {
        CHECK(decoded(bytes, encoding, piece, piece == 1 ? 1 : 100) == sample.text);
      }
    }
  }
}

TEST_CASE("decode: damage is told alike, however it is cut") {
  std::mt19937 random(11);
  for (const std::string& encoding : words("UTF-8 GB18030 Big5 Shift_JIS EUC-JP EUC-KR UTF-16LE UTF-32BE")) {
    for (int round = 0; round < 40; ++round) {
      std::string bytes;
      for (int i = 0; i < 60; ++i) bytes += static_cast<char>(random() % 4 == 0 ? random() % 128 : 128 + random() % 128);
      CAPTURE(encoding);
      const Decoded whole = decode(bytes, encoding);
      CHECK(utf8::first_invalid(whole.text) == std::nullopt);
      for (std::size_t piece = 1; piece < 12; ++piece) CHECK(decode(bytes, encoding, piece).text == whole.text);
      // Each mark's bytes stand where it says.
      std::string_view rest = whole.text;
      for (auto at = rest.find("\uFDD0"); at != std::string_view::npos; at = rest.find("\uFDD0")) {
        rest.remove_prefix(at);
        const auto found = find_undecodable(rest);
        REQUIRE(found);
        CHECK(bytes.substr(static_cast<std::size_t>(found->offset), found->bytes.size()) == found->bytes);
        rest.remove_prefix(3);
      }
    }
  }
}

TEST_CASE("undecodable: only a whole mark is one") {
  CHECK(!find_undecodable("a \uFFFD b"));
  CHECK(!find_undecodable("\uFDD0 \uFDD0\uFDE1 \uFDD0\uFDE1\uFDD1\uFDE1\uFDD2"));
  std::string text = "x\uFDD0";
  append_mark(text, {0x123456789A, "\x80\xFF"});
  text += "y";
  CHECK(find_undecodable(text)->offset == 0x123456789A);
  CHECK(find_undecodable(text)->bytes == "\x80\xFF");
  CHECK(find_undecodable(text)->reason() == "bytes 0x80 0xFF at offset 78187493530 can't be decoded");
  CHECK(with_raw_bytes(text, true) == "x\uFDD0\x80\xFFy");
}

TEST_CASE("encodings: names and aliases") {
  CHECK(find_encoding("utf8")->name == "UTF-8");
  CHECK(find_encoding("gbk")->name == "GB18030");
  CHECK(find_encoding("GB2312")->name == "GB18030");
  CHECK(find_encoding("cp936")->name == "GB18030");
  // Names of several tables: the one with the euro, and the one that IANA means.
  for (const std::string name :
       {"windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1258"}) {
    CHECK(find_encoding(name)->name == name);
  }
  CHECK(find_encoding("shift_jis")->name == "Shift_JIS");
  CHECK(find_encoding("sjis")->name == "Shift_JIS");
  CHECK(find_encoding("latin1")->name == "ISO-8859-1");
  CHECK(find_encoding("cp1252")->name == "windows-1252");
  CHECK(find_encoding("big5")->converter == "Big5-HKSCS");
  CHECK(find_encoding("klingon") == std::nullopt);
  CHECK(find_encoding("") == std::nullopt);
  CHECK(find_encoding("GB18030,version=2") == std::nullopt);
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
    CHECK(decoded(utf16(codes, false), "UTF-16LE", piece, 4096) == expected);
    CHECK(decoded(utf16(codes, true), "UTF-16BE", piece, 7) == expected);
    CHECK(decoded(expected, "UTF-8", piece, 777) == expected);
  }
}
