#include "base/utf8.hh"

#include <array>
#include <bit>
#include <cstring>

#include "width_table.inc"

namespace ckm::utf8 {
namespace {

bool continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

constexpr char32_t kZeroWidthJoiner = 0x200D;
constexpr char32_t kEmojiVariation = 0xFE0F;

bool regional_indicator(char32_t code) { return code >= 0x1F1E6 && code <= 0x1F1FF; }
bool skin_tone(char32_t code) { return code >= 0x1F3FB && code <= 0x1F3FF; }

// Walks a text cluster by cluster: calls visit(end offset, columns) with the columns that the characters up to `end`
// add. A negative number never occurs; a variation selector adds the column that makes its base wide.
template <typename Visit>
void walk_width(std::string_view text, Visit visit) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  int previous = 0;
  bool joined = false;
  bool half_flag = false;
  for (const char* at = begin; at < end;) {
    const Decoded c = decode(at, end);
    at += c.length;
    int columns = width(c.code);
    if (c.code == kZeroWidthJoiner) {
      joined = previous == 2;
      columns = 0;
    } else if (c.code == kEmojiVariation) {
      columns = previous == 1 ? 1 : 0;
      previous = 2;
    } else {
      if (joined || (skin_tone(c.code) && previous == 2)) columns = 0;
      if (regional_indicator(c.code)) {
        columns = half_flag ? 0 : 2;
        half_flag = !half_flag;
      } else {
        half_flag = false;
      }
      joined = false;
      if (columns > 0) previous = columns;
    }
    if (!visit(static_cast<std::size_t>(at - begin), columns)) return;
  }
}

}  // namespace

Decoded decode(const char* at, const char* end) {
  constexpr Decoded kBad{kReplacement, 1, false};
  const auto byte = [&](int i) { return static_cast<unsigned char>(at[i]); };
  const std::ptrdiff_t left = end - at;
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  if (lead < 0xC2 || lead > 0xF4) return kBad;
  if (lead < 0xE0) {
    if (left < 2 || !continuation(byte(1))) return kBad;
    return {static_cast<char32_t>((lead & 0x1F) << 6 | (byte(1) & 0x3F)), 2, true};
  }
  if (lead < 0xF0) {
    if (left < 3 || !continuation(byte(1)) || !continuation(byte(2))) return kBad;
    const auto code = static_cast<char32_t>((lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
    if (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF)) return kBad;
    return {code, 3, true};
  }
  if (left < 4 || !continuation(byte(1)) || !continuation(byte(2)) || !continuation(byte(3))) return kBad;
  const auto code =
      static_cast<char32_t>((lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F));
  if (code < 0x10000 || code > 0x10FFFF) return kBad;
  return {code, 4, true};
}

void append(std::string& out, char32_t code) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

std::optional<std::size_t> first_invalid(std::string_view text) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const char* at = begin;
  while (at < end) {
    while (end - at >= 8) {
      std::uint64_t eight;
      std::memcpy(&eight, at, 8);
      if ((eight & 0x8080808080808080ULL) != 0) break;
      at += 8;
    }
    if (at == end) break;
    const Decoded c = decode(at, end);
    if (!c.valid) return static_cast<std::size_t>(at - begin);
    at += c.length;
  }
  return std::nullopt;
}

bool is_cut(std::string_view bytes) {
  if (bytes.empty() || bytes.size() > 3) return false;
  const auto lead = static_cast<unsigned char>(bytes.front());
  const std::size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (bytes.size() >= length) return false;
  if (bytes.size() == 1) return true;
  // Only the second byte's range depends on the first, so any others show whether it is right.
  std::string whole(bytes);
  whole.append(length - bytes.size(), '\x80');
  return decode(whole.data(), whole.data() + whole.size()).valid;
}

std::string_view head(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80) --bytes;
  return text.substr(0, bytes);
}

int width(char32_t code) {
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return 0;
  if (code < 0x300) return 1;
  return lookup_width(code);
}

std::size_t display_width(std::string_view text) {
  std::size_t total = 0;
  walk_width(text, [&](std::size_t, int columns) {
    total += static_cast<std::size_t>(columns);
    return true;
  });
  return total;
}

std::string fit(std::string_view text, std::size_t columns) {
  std::size_t total = 0;
  std::size_t keep = 0;  // Bytes that leave one column for the ellipsis.
  bool cut = false;
  walk_width(text, [&](std::size_t end, int added) {
    total += static_cast<std::size_t>(added);
    if (total + 1 <= columns) keep = end;
    cut = total > columns;
    return !cut;
  });
  if (!cut) return std::string(text);
  if (columns == 0) return {};
  return std::string(text.substr(0, keep)) + "…";
}

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool blank = false;
  for (const char* at = text.data(); at < text.data() + text.size();) {
    const Decoded c = decode(at, text.data() + text.size());
    if (c.code < 0x20 || (c.code >= 0x7F && c.code < 0xA0)) {
      if (!blank) out.push_back(' ');
      blank = true;
    } else {
      append(out, c.code);
      blank = false;
    }
    at += c.length;
  }
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char* at = text.data(); at < text.data() + text.size();) {
    const Decoded c = decode(at, text.data() + text.size());
    const bool control = (c.code < 0x20 && c.code != '\n' && c.code != '\t') || (c.code >= 0x7F && c.code < 0xA0);
    append(out, control ? kReplacement : c.code);
    at += c.length;
  }
  return out;
}

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded c = decode(text.data() + at, text.data() + text.size());
    out += c.code;
    at += c.length;
  }
  return out;
}

}  // namespace ckm::utf8
