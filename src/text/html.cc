#include "text/html.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "text/html_tree.hh"
#include "text/markdown_writer.hh"
#include "text/raised.hh"

namespace ckm::text {
namespace {

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 16> kDropped = {"script", "style", "head",   "noscript", "template", "iframe",
                                                       "object", "embed", "form",   "select",   "textarea", "button",
                                                       "input",  "svg",   "canvas", "audio"};
constexpr std::array<std::string_view, 24> kBlocks = {
    "p",      "div",     "section", "article", "header", "footer", "main",     "aside", "nav",  "address", "figure", "figcaption",
    "center", "details", "summary", "dl",      "dt",     "dd",     "fieldset", "body",  "html", "caption", "thead",  "tbody"};

bool hidden(const xmlNode* node) {
  if (xmlHasProp(const_cast<xmlNode*>(node), reinterpret_cast<const xmlChar*>("hidden")) != nullptr) return true;
  std::string style = attribute(node, "style");
  std::erase(style, ' ');
  return style.find("display:none") != std::string::npos;
}

bool has_letters(std::string_view text) { return text.find_first_not_of(" \t\r\n\f\xC2\xA0") != std::string_view::npos; }

class Converter {
 public:
  explicit Converter(MarkdownWriter& out, int depth = 0) : out_(out), depth_(depth) {}

  void children(const xmlNode* node) {
    if (depth_ >= kDeepestHtml) return;
    ++depth_;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) visit(child);
    --depth_;
  }

 private:
  void visit(const xmlNode* node) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      if (node->content != nullptr) out_.text(reinterpret_cast<const char*>(node->content));
      return;
    }
    if (node->type != XML_ELEMENT_NODE) return;
    const std::string_view name = name_of(node);
    if (among(kDropped, name) || hidden(node)) return;
    if (name == "br") return out_.line_break();
    if (name == "hr") return out_.rule();
    if (name == "img") return picture(node);
    if (name == "a" && !in_link_) return link(node);
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      out_.begin_heading(static_cast<std::size_t>(name[1] - '0'));
      children(node);
      return out_.end_block();
    }
    if (name == "pre" || name == "listing" || name == "xmp") {
      std::string code;
      gather(node, code);
      return out_.code_block(code);
    }
    if (name == "blockquote") {
      out_.begin_quote();
      children(node);
      return out_.end_quote();
    }
    if (name == "ul" || name == "ol" || name == "menu") return list(node, name == "ol");
    if (name == "li") {  // Outside a list.
      out_.begin_item(false, 0);
      children(node);
      return out_.end_item();
    }
    if (name == "table") return table(node);
    if (name == "tr") {
      out_.end_block();
      children(node);
      return out_.end_block();
    }
    if (name == "td" || name == "th") {
      children(node);
      return out_.text(" ");
    }
    if (among(kBlocks, name)) {
      out_.end_block();
      children(node);
      return out_.end_block();
    }
    if (name == "b" || name == "strong") return emphasis(node, "**");
    if (name == "i" || name == "em" || name == "cite") return emphasis(node, "*");
    if (name == "s" || name == "del" || name == "strike") return emphasis(node, "~~");
    if (name == "sup" || name == "sub") return shifted(node, name == "sup");
    if (name == "code" || name == "kbd" || name == "samp" || name == "tt") {
      std::string code;
      gather(node, code);
      return out_.code(code);
    }
    // What is no element of HTML is somebody's <name>.
    if (htmlTagLookup(node->name) == nullptr && !among(kBlocks, name)) out_.text(fmt::format("<{}>", name));
    children(node);
  }

  // The text of an element as it stands.
  void gather(const xmlNode* node, std::string& into) {
    if (depth_ >= kDeepestHtml) return;
    ++depth_;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
        if (child->content != nullptr) into += reinterpret_cast<const char*>(child->content);
      } else if (child->type == XML_ELEMENT_NODE && !among(kDropped, name_of(child))) {
        if (name_of(child) == "br") into += '\n';
        gather(child, into);
        if (name_of(child) == "div" && !into.ends_with('\n')) into += '\n';
      }
    }
    --depth_;
  }

  void emphasis(const xmlNode* node, std::string_view mark) {
    std::string inside;
    gather(node, inside);
    if (!has_letters(inside)) return children(node);
    out_.begin_emphasis(mark);
    children(node);
    out_.end_emphasis();
  }

  // 10<sup>5</sup>; what stands alone, such as a note's mark, and what holds more than text, such as a link, stays on the line.
  void shifted(const xmlNode* node, bool up) {
    std::string inside;
    gather(node, inside);
    const bool behind = node->prev != nullptr && node->prev->type == XML_TEXT_NODE;
    const bool plain = node->children != nullptr && node->children == node->last && node->children->type == XML_TEXT_NODE;
    if (!behind || !plain || inside.find_first_of(" \t\n") != std::string::npos) return children(node);
    out_.text(up ? raised(inside) : lowered(inside));
  }

  void link(const xmlNode* node) {
    std::string address = attribute(node, "href");
    const bool kept = address.starts_with("http://") || address.starts_with("https://") || address.starts_with("mailto:") ||
                      address.starts_with("tel:");
    std::string inside;
    gather(node, inside);
    const std::size_t scheme = address.starts_with("http") ? 0 : address.find(':') + 1;
    if (!kept || !has_letters(inside) || inside == address || inside == address.substr(scheme)) return children(node);
    // A link in a link is none.
    in_link_ = true;
    MarkdownWriter within;
    Converter inner(within, depth_);
    inner.in_link_ = true;
    inner.children(node);
    const std::string markdown = within.take();
    if (markdown.find('\n') != std::string::npos) children(node);
    in_link_ = false;
    if (markdown.find('\n') != std::string::npos) return;
    out_.link(markdown, address);
  }

  void picture(const xmlNode* node) {
    const std::string name = attribute(node, "alt");
    const std::string address = attribute(node, "src");
    if (address.starts_with("http://") || address.starts_with("https://")) {
      // A picture of a dot tells the sender that the mail was read.
      if (name.empty() && (attribute(node, "width") == "1" || attribute(node, "height") == "1")) return;
      out_.picture(name, address);
    } else if (has_letters(name)) {
      out_.text(name);
    }
  }

  void list(const xmlNode* node, bool numbered) {
    out_.begin_list();
    std::size_t number = 1;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (child->type == XML_TEXT_NODE && !has_letters(reinterpret_cast<const char*>(child->content))) continue;
      const bool item = child->type == XML_ELEMENT_NODE && name_of(child) == "li";
      if (!item) {
        visit(child);
        continue;
      }
      out_.begin_item(numbered, number++);
      children(child);
      out_.end_item();
    }
    out_.end_list();
  }

  // The cells of each row, on one line each.
  void rows_of(const xmlNode* node, std::vector<std::vector<std::string>>& rows, bool& plain) {
    if (depth_ >= kDeepestHtml) return;
    ++depth_;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (child->type != XML_ELEMENT_NODE) continue;
      const std::string_view name = name_of(child);
      if (name == "tr") {
        rows.emplace_back();
        rows_of(child, rows, plain);
      } else if (name == "td" || name == "th") {
        if (rows.empty()) rows.emplace_back();
        MarkdownWriter cell;
        Converter(cell, depth_).children(child);
        rows.back().push_back(cell.take());
        plain &= rows.back().back().find('\n') == std::string::npos;
      } else if (name == "thead" || name == "tbody" || name == "tfoot") {
        rows_of(child, rows, plain);
      }
    }
    --depth_;
  }

  // Whether an element has one of that name within.
  bool has_within(const xmlNode* node, std::string_view name) {
    if (depth_ >= kDeepestHtml) return false;
    ++depth_;
    bool found = false;
    for (const xmlNode* child = node->children; child != nullptr && !found; child = child->next) {
      found = child->type == XML_ELEMENT_NODE && (name_of(child) == name || has_within(child, name));
    }
    --depth_;
    return found;
  }

  // Most tables in mails are there for the layout: only one with even rows of one-line cells and no other within is a table.
  void table(const xmlNode* node) {
    std::vector<std::vector<std::string>> rows;
    bool plain = !has_within(node, "table");
    if (plain) rows_of(node, rows, plain);
    std::erase_if(rows, [](const auto& row) { return row.empty(); });
    for (const auto& row : rows) plain &= row.size() == rows.front().size();
    if (!plain || rows.size() < 2 || rows.front().size() < 2) {
      out_.end_block();
      children(node);
      return out_.end_block();
    }
    out_.table(rows);
  }

  MarkdownWriter& out_;
  int depth_;
  bool in_link_ = false;
};

}  // namespace

std::string markdown_of(const xmlNode* node) {
  MarkdownWriter out;
  Converter(out).children(node);
  return out.take();
}

std::string html_to_markdown(std::string_view html) {
  if (html.size() > static_cast<std::size_t>(INT32_MAX)) return std::string(html);
  const HtmlTree document = parse_html(html);
  const xmlNode* const root = document == nullptr ? nullptr : xmlDocGetRootElement(document.get());
  return root == nullptr ? std::string() : markdown_of(root);
}

bool is_html(std::string_view text) {
  constexpr std::array<std::string_view, 24> kFirst = {
      "!doctype", "html", "head", "body", "p",   "div", "span",   "table",      "ul",      "ol",      "h1",     "h2",
      "h3",       "h4",   "br",   "font", "pre", "b",   "strong", "blockquote", "article", "section", "center", "meta"};
  constexpr std::size_t kLooked = 64 * 1024;
  text = text.substr(0, kLooked);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '<') return false;
  std::string name;
  for (std::size_t i = first + 1; i < text.size() && name.size() < 12; ++i) {
    const char c = text[i];
    if (c == '>' || c == ' ' || c == '/' || c == '\t' || c == '\n' || c == '\r') break;
    name.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  if (!among(kFirst, name)) return false;
  // Markdown may begin with an element too.
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    for (const std::string_view sign : {"```", "~~~", "# ", "## ", "### ", "- ", "* ", "+ ", "1. ", "> ", "| "}) {
      if (line.starts_with(sign)) return false;
    }
    at = end + 1;
  }
  return text.find("</") != std::string_view::npos || name == "br" || name == "!doctype" || name == "html" || name == "p";
}

}  // namespace ckm::text
