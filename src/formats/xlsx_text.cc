#include "formats/xlsx_text.hh"

#include <cctype>
#include <charconv>

#include "base/utf8.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMostUnits = 32'767;
constexpr std::size_t kEscape = 7;  // Bytes.
constexpr std::string_view kEllipsis = "…";

std::size_t bytes_of(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

// _xHHHH_
bool is_escape(std::string_view text) {
  if (text.size() < kEscape || text[0] != '_' || text[1] != 'x' || text[6] != '_') return false;
  for (std::size_t i = 2; i < 6; ++i) {
    if (std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

char32_t code_of(std::string_view escape) {
  std::uint32_t code = 0;
  std::from_chars(escape.data() + 2, escape.data() + kEscape - 1, code, 16);
  return code;
}

bool is_high(char32_t code) { return code >= 0xD800 && code < 0xDC00; }
bool is_low(char32_t code) { return code >= 0xDC00 && code < 0xE000; }

}  // namespace

XlsxCell xlsx_cell(std::string_view text) {
  XlsxCell cell;
  std::size_t units = 0;
  std::size_t fits = 0;  // Of the text so far, what leaves room for an ellipsis.
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::string_view one = text.substr(at, bytes_of(lead));
    at += one.size();
    if (lead == 0 || one == "\xEF\xBF\xBE" || one == "\xEF\xBF\xBF") continue;
    const bool escape = is_escape(text.substr(at - one.size()));
    // The library writes control characters as such escapes.
    const bool control = lead < 0x20 && lead != '\t' && lead != '\n';
    units += control || escape ? 7 : one.size() == 4 ? 2 : 1;
    if (units > kMostUnits) {
      cell.text.resize(fits);
      cell.text += kEllipsis;
      cell.cut = true;
      return cell;
    }
    if (escape) cell.text += "_x005F";
    cell.text += one;
    if (units < kMostUnits) fits = cell.text.size();
  }
  return cell;
}

std::string xlsx_text(std::string_view cell) {
  std::string text;
  for (std::size_t at = 0; at < cell.size();) {
    const std::size_t next = cell.find("_x", at);
    text += cell.substr(at, next - at);
    if (next == std::string_view::npos) break;
    std::string_view rest = cell.substr(next);
    at = next + 1;
    const char32_t code = is_escape(rest) ? code_of(rest) : 0;
    if (is_high(code) && is_escape(rest.substr(kEscape)) && is_low(code_of(rest.substr(kEscape)))) {
      utf8::append(text, 0x10000 + ((code - 0xD800) << 10U) + (code_of(rest.substr(kEscape)) - 0xDC00));
      at = next + 2 * kEscape;
    } else if (code != 0 && !is_high(code) && !is_low(code)) {
      utf8::append(text, code);
      at = next + kEscape;
    } else {
      text.push_back('_');
    }
  }
  return text;
}

}  // namespace ckm::formats
