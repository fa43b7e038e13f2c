#include "text/misread_byte.hh"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/utf8.hh"
#include "text/converter.hh"
#include "text/windows_1252.hh"

namespace ckm::text {
namespace {

// What Latin-1 and windows-1252 read from the bytes 80 to FF, but the blank that has no break.
bool of_high_byte(char32_t code) {
  return (code >= 0x80 && code < 0x100 && code != 0xA0) ||
         (code > 0x100 && code < 0x10000 && std::ranges::find(kWindows1252, static_cast<char16_t>(code)) != kWindows1252.end());
}

std::size_t length_of(char32_t code) { return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4; }

// Whether some code page whose letters are not Latin reads UTF-8 as what stands there between ASCII. These letters are the bytes
// C0 to FF, of which no two are side by side in UTF-8.
bool is_of_utf8(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr int kMost = 12;  // Characters on each side.
  std::size_t first = begin;
  int before = 0;
  for (; before < kMost && first > 0 && character_before(text, first) >= 0x80; ++before)
    first -= length_of(character_before(text, first));
  if (before == 0) return false;
  std::size_t last = end;
  for (int after = 0; after < kMost && last < text.size() && character_at(text, last) >= 0x80; ++after)
    last += length_of(character_at(text, last));
  const std::string_view run = text.substr(first, last - first);
  if (utf8::first_invalid(run)) return false;
  static thread_local std::array<Converter, 5> kPages = {Converter("UTF-8"), Converter("windows-1251"), Converter("windows-1253"),
                                                         Converter("windows-1255"), Converter("windows-1256")};
  const std::u16string wide = decode_all(kPages[0], run).text;
  if (std::ranges::none_of(wide, [](char16_t unit) { return unit >= 0x370 && unit < 0x700; })) return false;
  std::string bytes;
  for (std::size_t page = 1; page < kPages.size(); ++page) {
    if (!encode_all(kPages[page], wide, bytes)) continue;
    std::string_view whole(bytes);
    while (before == kMost && !whole.empty() && (static_cast<unsigned char>(whole[0]) & 0xC0U) == 0x80) whole.remove_prefix(1);
    const auto invalid = utf8::first_invalid(whole);
    if (!invalid || utf8::is_cut(whole.substr(*invalid))) return true;
  }
  return false;
}

}  // namespace

char32_t character_before(std::string_view text, std::size_t offset) {
  for (std::size_t back = 1; back <= 4 && back <= offset; ++back) {
    const utf8::Decoded c = utf8::decode(text.data() + offset - back, text.data() + offset);
    if (c.valid && c.length == back) return c.code;
  }
  return ' ';
}

char32_t character_at(std::string_view text, std::size_t offset) {
  return offset < text.size() ? utf8::decode(text.data() + offset, text.data() + text.size()).code : U' ';
}

bool is_misread_byte(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t kLeast = 3;
  const auto sign = [](char32_t code) { return code >= 0x80 && code < 0xC0 && code != 0xA0 && code != 0xAB && code != 0xBB; };
  // The second ones are those of windows-1250: Ă, Ĺ.
  const auto capital = [](char32_t code) {
    return (code >= 0xC0 && code < 0xDF) || (code >= 0x100 && code < 0x180 && u_isupper(static_cast<UChar32>(code)) != 0);
  };
  const char32_t before = character_before(text, begin);
  const char32_t after = character_at(text, end);
  if (sign(before) || sign(after) || is_of_utf8(text, begin, end)) return true;
  std::size_t row = 0;
  std::size_t at = begin;
  for (char32_t code = before; row < kLeast && at > 0 && of_high_byte(code); code = character_before(text, at)) {
    ++row;
    at -= code < 0x800 ? 2 : 3;
  }
  at = end;
  for (char32_t code = after; row < kLeast && at < text.size() && of_high_byte(code); code = character_at(text, at)) {
    ++row;
    at += code < 0x800 ? 2 : 3;
  }
  if (row >= kLeast) return true;
  if (!capital(before)) return false;
  const char32_t front = character_before(text, begin - 2);
  return (front >= 'a' && front <= 'z') || !((after >= 'A' && after <= 'Z') || (after >= 'a' && after <= 'z') || after >= 0xC0);
}

}  // namespace ckm::text
