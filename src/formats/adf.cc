#include "formats/adf.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "base/time.hh"
#include "text/html.hh"

namespace ckm::formats {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Nodes and marks that are an element each.
constexpr std::array<Pair, 21> kElements = {{
    {"orderedList", "ol"},
    {"paragraph", "p"},
    {"bulletList", "ul"},
    {"listItem", "li"},
    {"blockquote", "blockquote"},
    {"panel", "blockquote"},
    {"table", "table"},
    {"tableRow", "tr"},
    {"tableHeader", "th"},
    {"tableCell", "td"},
    {"taskList", "ul"},
    {"decisionList", "ul"},
    {"decisionItem", "li"},
    {"layoutSection", "div"},
    {"layoutColumn", "div"},
    {"caption", "p"},
    {"strong", "strong"},
    {"em", "em"},
    {"code", "code"},
    {"strike", "del"},
    {"nestedExpand", "div"},
}};

std::string_view element_of(std::string_view type) {
  const auto* const found = std::ranges::find(kElements, type, &Pair::first);
  return found == kElements.end() ? std::string_view() : found->second;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out.push_back(c);
  }
  return out;
}

std::string text_member(const Value& node, std::string_view name) {
  const Value* const found = node.find(name);
  return found == nullptr || found->is_null() ? std::string() : found->to_text();
}

std::string attribute(const Value& node, std::string_view name) {
  const Value* const attributes = node.find("attrs");
  return attributes == nullptr ? std::string() : text_member(*attributes, name);
}

void append(std::string& out, const Value& node);

void append_content(std::string& out, const Value& node) {
  const Value* const content = node.find("content");
  if (content == nullptr || content->array() == nullptr) return;
  for (const Value& child : *content->array()) append(out, child);
}

void append_element(std::string& out, std::string_view name, const Value& node) {
  out += fmt::format("<{}>", name);
  append_content(out, node);
  out += fmt::format("</{}>", name);
}

void append_link(std::string& out, std::string_view address, std::string_view text) {
  out += fmt::format("<a href=\"{}\">{}</a>", escaped(address), escaped(text));
}

void append_text(std::string& out, const Value& node) {
  std::string text = escaped(text_member(node, "text"));
  const Value* const marks = node.find("marks");
  if (marks != nullptr && marks->array() != nullptr) {
    for (const Value& mark : *marks->array()) {
      const std::string type = text_member(mark, "type");
      if (type == "link") text = fmt::format("<a href=\"{}\">{}</a>", escaped(attribute(mark, "href")), text);
      else if (const auto name = element_of(type); !name.empty()) text = fmt::format("<{0}>{1}</{0}>", name, text);
    }
  }
  out += text;
}

// Milliseconds since 1970, of a day.
std::string day_of(const std::string& timestamp) {
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), ms);
  if (error != std::errc() || end != timestamp.data() + timestamp.size()) return timestamp;
  return format_time(ms / 1000).substr(0, 10);
}

// What stands in a line and holds nothing. False where it is none of these.
bool append_inline(std::string& out, std::string_view type, const Value& node) {
  if (type == "hardBreak") out += "<br>";
  else if (type == "mention" || type == "status" || type == "placeholder") out += escaped(attribute(node, "text"));
  else if (type == "emoji") out += escaped(attribute(node, attribute(node, "text").empty() ? "shortName" : "text"));
  else if (type == "date") out += escaped(day_of(attribute(node, "timestamp")));
  else if (type == "inlineCard") append_link(out, attribute(node, "url"), attribute(node, "url"));
  else return false;
  return true;
}

void append(std::string& out, const Value& node) {
  const std::string type = text_member(node, "type");
  if (type == "text") return append_text(out, node);
  if (append_inline(out, type, node)) return;
  if (type == "heading") {
    const std::string level = attribute(node, "level");
    append_element(out, level.size() == 1 && level >= "1" && level <= "6" ? "h" + level : "h1", node);
  } else if (type == "taskItem") {
    out += attribute(node, "state") == "DONE" ? "<li>[x] " : "<li>[ ] ";
    append_content(out, node);
    out += "</li>";
  } else if (type == "codeBlock") {
    out += "<pre><code>";
    append_content(out, node);
    out += "</code></pre>";
  } else if (type == "rule") {
    out += "<hr>";
  } else if (type == "blockCard" || type == "embedCard") {
    out += "<p>";
    append_link(out, attribute(node, "url"), attribute(node, "url"));
    out += "</p>";
  } else if (type == "expand") {
    out += fmt::format("<p><strong>{}</strong></p>", escaped(attribute(node, "title")));
    append_content(out, node);
  } else if (type == "media" || type == "mediaInline") {
    const std::string name = attribute(node, "alt");
    const std::string address = attribute(node, "url");
    if (!address.empty()) append_link(out, address, name.empty() ? address : name);
    else if (!name.empty()) out += escaped(name);
  } else if (type == "mediaSingle" || type == "mediaGroup") {
    append_element(out, "p", node);
  } else if (const auto name = element_of(type); !name.empty()) {
    append_element(out, name, node);
  } else {
    append_content(out, node);
  }
}

}  // namespace

std::optional<std::string> adf_to_markdown(const Value& value) {
  const Value* const content = value.find("content");
  if (text_member(value, "type") != "doc" || content == nullptr || content->array() == nullptr) return std::nullopt;
  std::string html;
  append_content(html, value);
  return html.empty() ? html : text::html_to_markdown(html);
}

}  // namespace ckm::formats
