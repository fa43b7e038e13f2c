#include "text/entity.hh"

#include <cmark-gfm.h>
#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <string>

#include "base/utf8.hh"
#include "text/windows_1252.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kLongestEntity = 32;

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// &#146; and its neighbours mean characters of windows-1252 (HTML Living Standard, 13.2.5.80).
char32_t of_windows_1252(char32_t code) {
  return code >= 0x80 && code < 0xA0 && kWindows1252[code - 0x80] != 0 ? kWindows1252[code - 0x80] : code;
}

// What came with HTML 5, as cmark has it; libxml2 knows those of HTML 4, and is quicker.
std::optional<char32_t> of_html_5(const std::string& name) {
  const std::string written = "&" + name + ";";
  const std::unique_ptr<cmark_node, void (*)(cmark_node*)> document(
      cmark_parse_document(written.data(), written.size(), CMARK_OPT_DEFAULT), cmark_node_free);
  cmark_node* const paragraph = cmark_node_first_child(document.get());
  cmark_node* const inside = paragraph == nullptr ? nullptr : cmark_node_first_child(paragraph);
  const char* const literal = inside == nullptr || cmark_node_next(inside) != nullptr ? nullptr : cmark_node_get_literal(inside);
  if (literal == nullptr) return std::nullopt;
  const std::string_view read(literal);
  const utf8::Decoded first = utf8::decode(read.data(), read.data() + read.size());
  return first.valid && first.length == read.size() ? std::optional(first.code) : std::nullopt;
}

}  // namespace

std::optional<Entity> entity(std::string_view text, std::size_t at) {
  const std::size_t semicolon = text.substr(at, kLongestEntity).find(';');
  if (semicolon == std::string_view::npos || semicolon == 0) return std::nullopt;
  const std::string name(text.substr(at, semicolon));
  const std::size_t end = at + semicolon + 1;
  if (name[0] != '#') {
    if (!letter(name[0])) return std::nullopt;
    if (name == "apos") return Entity{'\'', end};  // Of XML, not of HTML 4.
    if (!std::ranges::all_of(name, [](char c) { return letter(c) || (c >= '0' && c <= '9'); })) return std::nullopt;
    if (const htmlEntityDesc* found = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str())))
      return Entity{found->value, end};
    const auto code = of_html_5(name);
    return code ? std::optional(Entity{*code, end}) : std::nullopt;
  }
  const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const char* const first = name.data() + (hex ? 2 : 1);
  const char* const last = name.data() + name.size();
  std::uint32_t code = 0;
  const auto [stop, error] = std::from_chars(first, last, code, hex ? 16 : 10);
  if (first == last || stop != last || error != std::errc{}) return std::nullopt;
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return std::nullopt;
  return Entity{of_windows_1252(code), end};
}

bool like_code(std::string_view text, std::size_t ampersand, std::size_t end) {
  constexpr std::array<std::string_view, 6> kNeverNames = {"amp;", "lt;", "gt;", "quot;", "apos;", "nbsp;"};
  const std::string_view name = text.substr(ampersand + 1, end - ampersand - 1);
  if (name[0] == '#' || std::ranges::find(kNeverNames, name) != kNeverNames.end()) return false;
  const std::size_t behind = std::min(text.find_first_not_of(" \t\r}", end), text.size());
  if (behind < text.size() && text[behind] != '\n') return false;
  std::size_t before = ampersand;
  while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '\t')) --before;
  if (before == 0) return false;
  constexpr std::string_view kReturn = "return";
  const char c = text[before - 1];
  return c == '=' || c == '(' || c == ',' || c == '&' || (before < ampersand && text.substr(0, before).ends_with(kReturn));
}

}  // namespace ckm::text
