#include "text/markup_tag.hh"

#include <libxml/HTMLparser.h>
#include <libxml/xmlstring.h>

#include <algorithm>
#include <array>

namespace ckm::text {
namespace {

constexpr std::size_t kLongestTag = 4096;

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

const xmlChar* xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && blank(text[at])) ++at;
  return at;
}

// Behind an attribute's name and value; npos where there is none that is well-formed.
std::size_t skip_attribute(std::string_view text, std::size_t at, bool& value) {
  const std::size_t begin = at;
  while (at < text.size() && (letter(text[at]) || digit(text[at]) || text[at] == '-' || text[at] == '_' || text[at] == ':')) ++at;
  if (at == begin || !letter(text[begin])) return std::string_view::npos;
  const std::size_t equals = skip_blanks(text, at);
  if (equals == text.size() || text[equals] != '=') return at;
  at = skip_blanks(text, equals + 1);
  if (at == text.size()) return std::string_view::npos;
  value = true;
  if (text[at] == '"' || text[at] == '\'') {
    const std::size_t close = text.find(text[at], at + 1);
    return close == std::string_view::npos ? close : close + 1;
  }
  // href=http://x.cn/?a=b, but not align=\"right\" of a program.
  const std::size_t end = std::min(text.find_first_of(" \t\r\n<>\\", at), text.size());
  return end == at ? std::string_view::npos : end;
}

}  // namespace

std::optional<Tag> tag(std::string_view text, std::size_t at) {
  text = text.substr(0, at + kLongestTag);
  Tag out;
  ++at;
  if (at < text.size() && text[at] == '/') {
    out.closing = true;
    ++at;
  }
  while (at < text.size() && (letter(text[at]) || digit(text[at]) || text[at] == ':')) out.name += lower(text[at++]);
  if (out.name.empty() || !letter(out.name[0])) return std::nullopt;
  for (;;) {
    const std::size_t next = skip_blanks(text, at);
    if (next == text.size()) return std::nullopt;
    if (text[next] == '>') {
      out.end = next + 1;
      return out;
    }
    if (text.substr(next).starts_with("/>")) {
      out.self_closing = true;
      out.end = next + 2;
      return out;
    }
    if (next == at || out.closing) return std::nullopt;
    at = skip_attribute(text, next, out.attributes);
    if (at == std::string_view::npos) return std::nullopt;
  }
}

bool breaks_line(const std::string& name) {
  if (name == "meta" || name == "link" || name == "base") return false;
  if (name == "br" || name == "hr" || name == "li" || name == "tr" || name == "option") return true;
  const htmlElemDesc* const element = htmlTagLookup(xml(name));
  return element != nullptr && element->isinline == 0 && name != "td" && name != "th";
}

bool is_void(const std::string& name) {
  const htmlElemDesc* const element = htmlTagLookup(xml(name));
  return element != nullptr && element->empty != 0;
}

bool element(const std::string& name) {
  // Word leaves <o:p>. Of the elements that came with HTML 5, these have nothing to be mistaken for.
  constexpr std::array<std::string_view, 8> kOthers = {"o:p", "section", "article", "header", "footer", "nav", "figure", "aside"};
  return htmlTagLookup(xml(name)) != nullptr || std::find(kOthers.begin(), kOthers.end(), name) != kOthers.end();
}

}  // namespace ckm::text
