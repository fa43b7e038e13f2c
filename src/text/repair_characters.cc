// The rules escape, control and space of repair.hh.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/utf8.hh"
#include "text/fold.hh"
#include "text/misread_byte.hh"
#include "text/repair_rules.hh"

namespace ckm::text {
namespace {

constexpr std::string_view kEscapeRule = "escape";
constexpr std::string_view kControlRule = "control";
constexpr std::string_view kLineEndRule = "line-end";
constexpr std::string_view kSpaceRule = "space";
constexpr std::string_view kPrivateUseRule = "private-use";

constexpr std::size_t kEscapeSize = 7;  // _xHHHH_

// The 16 bits of an _xHHHH_ that begins at `at`, or -1.
int escaped(std::string_view text, std::size_t at) {
  if (text.size() - at < kEscapeSize || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_') return -1;
  unsigned value = 0;
  const char* const digits = text.data() + at + 2;
  const auto [end, error] = std::from_chars(digits, digits + 4, value, 16);
  return error == std::errc{} && end == digits + 4 ? static_cast<int>(value) : -1;
}

// Whether Excel writes that one so: what XML can't hold, controls, and halves of a character. file_x1234_name is a name.
bool is_escaped(int unit) {
  return unit < 0x20 || unit == '_' || (unit >= 0x7F && unit < 0xA0) || (unit >= 0xD800 && unit < 0xE000) || unit >= 0xFFFE;
}

// How many bytes a sequence that sets a terminal's colours or cursor has at `at` (ECMA-48, CSI), or 0.
std::size_t terminal_sequence(std::string_view text, std::size_t at) {
  if (text.size() - at < 3 || text[at + 1] != '[') return 0;
  std::size_t end = at + 2;
  while (end < text.size() && text[end] >= 0x20 && text[end] <= 0x3F) ++end;
  return end < text.size() && text[end] >= 0x40 && text[end] <= 0x7E ? end + 1 - at : 0;
}

// Whether joiners have no meaning beside it: Han, kana, Hangul, ASCII, full-width forms.
bool plain_script(char32_t code) {
  if (code < 0x250) return true;
  if (code >= 0xFF00 && code <= 0xFFEF) return true;
  if (code >= 0x3000 && code <= 0x303F) return true;
  const CharClass klass = char_class(code);
  return klass == CharClass::kHan || klass == CharClass::kHangul || (klass == CharClass::kKana && code >= 0x3040);
}

enum class Kind { kKeep, kRemove, kLineEnd, kByte, kJoiner, kDirection, kReport };

Kind kind_of(char32_t code) {
  switch (code) {
    case '\t':
    case '\n': return Kind::kKeep;
    case '\r':
    case '\v':
    case '\f':
    case 0x2028:
    case 0x2029: return Kind::kLineEnd;
    case 0x85:
    case 0xAD: return Kind::kByte;
    case 0x2060:
    case 0xFEFF: return Kind::kRemove;
    case 0x200B:  // Parts words where no blanks do: Thai, Khmer.
    case 0x200C:
    case 0x200D: return Kind::kJoiner;
    case 0x200E:
    case 0x200F: return Kind::kDirection;
    default: break;
  }
  if ((code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069)) return Kind::kDirection;
  if (code < 0x20 || code == 0x7F) return Kind::kRemove;
  return code >= 0x80 && code < 0xA0 ? Kind::kReport : Kind::kKeep;
}

bool private_use(char32_t code) {
  return (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xF0000 && code <= 0xFFFFD) || (code >= 0x100000 && code <= 0x10FFFD);
}

// The first byte of a character that find_controls or find_private_use looks at, among others.
constexpr auto kInteresting = [] {
  std::array<bool, 256> out{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) out[byte] = byte != '\n' && byte != '\t';
  for (const int byte : {0x7F, 0xC2, 0xE2, 0xEE, 0xEF, 0xF3, 0xF4}) out[static_cast<std::size_t>(byte)] = true;
  return out;
}();

// Calls visit(offset, character) for each character that may be interesting.
template <typename Visit>
void each_interesting(std::string_view text, const Visit& visit) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    if (!kInteresting[static_cast<unsigned char>(*at)]) {
      ++at;
      continue;
    }
    const utf8::Decoded c = utf8::decode(at, end);
    const auto offset = static_cast<std::size_t>(at - text.data());
    at += c.valid ? visit(offset, c) : 1;
  }
}

// Whether anything in it is written from right to left: letters of Hebrew, Arabic and their neighbours (U+0590-08FF), their
// presentation forms (U+FB1D-FDFF, FE70-FEFC), or those of the planes beyond (U+10800-10FFF, 1E800-1EFFF). By their first bytes.
bool has_right_to_left(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U; };
    if (byte(i) < 0xD6) continue;
    if (byte(i) <= 0xDF) return true;
    const unsigned next = byte(i + 1);
    if (byte(i) == 0xE0 && next >= 0xA0 && next <= 0xA3) return true;
    if (byte(i) == 0xEF && ((next >= 0xAC && next <= 0xB7) || (next == 0xB9 && byte(i + 2) >= 0xB0) || next == 0xBA ||
                            (next == 0xBB && byte(i + 2) < 0xBF)))
      return true;
    if (byte(i) == 0xF0 && (next == 0x90 || next == 0x9E) && byte(i + 2) >= 0xA0) return true;
  }
  return false;
}

}  // namespace

void find_escapes(std::string_view text, const RepairOptions&, Found& found) {
  for (std::size_t at = text.find("_x"); at != std::string_view::npos; at = text.find("_x", at)) {
    const int unit = escaped(text, at);
    if (unit < 0 || !is_escaped(unit)) {
      ++at;
      continue;
    }
    const std::size_t behind = at + kEscapeSize;
    if (unit == '_') {  // It keeps what follows from being decoded.
      at = behind + (behind < text.size() && text[behind] == 'x' ? 6 : 0);
      continue;
    }
    char32_t code = static_cast<char32_t>(unit);
    std::size_t end = behind;
    if (unit >= 0xD800 && unit < 0xE000) {
      const int low = unit < 0xDC00 && behind < text.size() ? escaped(text, behind) : -1;
      if (low < 0xDC00 || low >= 0xE000) {
        at = behind;
        continue;
      }
      code = 0x10000 + ((code - 0xD800) << 10) + (static_cast<char32_t>(low) - 0xDC00);
      end = behind + kEscapeSize;
    }
    std::string after;
    utf8::append(after, code);
    found.changes.push_back({at, end, std::move(after), kEscapeRule});
    at = end;
  }
}

void find_controls(std::string_view text, const RepairOptions&, Found& found) {
  std::optional<bool> right_to_left;
  each_interesting(text, [&](std::size_t at, utf8::Decoded c) -> std::size_t {
    switch (kind_of(c.code)) {
      case Kind::kKeep: break;
      case Kind::kRemove: {
        const std::size_t sequence = c.code == 0x1B ? terminal_sequence(text, at) : 0;
        const std::size_t size = sequence > 0 ? sequence : c.length;
        found.changes.push_back({at, at + size, {}, kControlRule});
        return size;
      }
      case Kind::kLineEnd: {
        const std::size_t size = c.length + (c.code == '\r' && text.substr(at + 1).starts_with('\n') ? 1U : 0U);
        found.changes.push_back({at, at + size, "\n", kLineEndRule});
        return size;
      }
      case Kind::kByte:
        if (is_misread_byte(text, at, at + c.length)) {
          found.findings.push_back({at, std::string(text.substr(at, c.length)), kControlRule});
        } else if (c.code == 0x85) {
          found.changes.push_back({at, at + c.length, "\n", kLineEndRule});
        } else {
          found.changes.push_back({at, at + c.length, {}, kControlRule});
        }
        break;
      case Kind::kJoiner:
        if (plain_script(character_before(text, at)) && plain_script(character_at(text, at + c.length))) {
          found.changes.push_back({at, at + c.length, {}, kControlRule});
        }
        break;
      case Kind::kDirection:
        if (!right_to_left) right_to_left = has_right_to_left(text);
        if (!*right_to_left) found.changes.push_back({at, at + c.length, {}, kControlRule});
        break;
      case Kind::kReport: found.findings.push_back({at, std::string(text.substr(at, c.length)), kControlRule}); break;
    }
    return c.length;
  });
}

void find_spaces(std::string_view text, const RepairOptions&, Found& found) {
  constexpr std::string_view kIdeographic = "\u3000";
  for (std::size_t at = text.find(kIdeographic); at != std::string_view::npos; at = text.find(kIdeographic, at)) {
    std::size_t end = at;
    while (text.substr(end).starts_with(kIdeographic)) end += kIdeographic.size();
    const std::size_t count = (end - at) / kIdeographic.size();
    const std::size_t before = text.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
    const bool line_start = at == 0 || before == std::string_view::npos || text[before] == '\n';
    const bool line_end = end == text.size() || text[end] == '\n';
    const std::size_t kept = line_end ? 0 : line_start || count == 2 ? 2 : 1;
    if (count > kept) found.changes.push_back({at + kept * kIdeographic.size(), end, {}, kSpaceRule});
    at = end;
  }
}

void find_private_use(std::string_view text, const RepairOptions&, Found& found) {
  std::size_t last_end = 0;
  each_interesting(text, [&](std::size_t at, utf8::Decoded c) -> std::size_t {
    if (!private_use(c.code)) return c.length;
    const std::string_view bytes = text.substr(at, c.length);
    if (last_end == at && !found.findings.empty()) {
      found.findings.back().text += bytes;
    } else {
      found.findings.push_back({at, std::string(bytes), kPrivateUseRule});
    }
    last_end = at + c.length;
    return c.length;
  });
}

}  // namespace ckm::text
