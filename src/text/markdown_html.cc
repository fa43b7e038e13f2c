#include "text/markdown_html.hh"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <vector>

#include "text/escape.hh"
#include "text/html.hh"
#include "text/markup_tag.hh"

namespace ckm::text {
namespace {

using Document = std::unique_ptr<cmark_node, void (*)(cmark_node*)>;

constexpr int kDeepest = 2;  // HTML in Markdown that is in HTML in Markdown.

Document parse(std::string_view markdown) {
  cmark_gfm_core_extensions_ensure_registered();
  const std::unique_ptr<cmark_parser, void (*)(cmark_parser*)> parser(cmark_parser_new(CMARK_OPT_VALIDATE_UTF8),
                                                                      cmark_parser_free);
  for (const char* const name : {"table", "strikethrough", "autolink"}) {
    if (cmark_syntax_extension* const extension = cmark_find_syntax_extension(name))
      cmark_parser_attach_syntax_extension(parser.get(), extension);
  }
  const std::string clean = shown(markdown);
  cmark_parser_feed(parser.get(), clean.data(), clean.size());
  return {cmark_parser_finish(parser.get()), cmark_node_free};
}

std::string_view literal_of(cmark_node* node) {
  const char* const literal = cmark_node_get_literal(node);
  return literal == nullptr ? std::string_view() : literal;
}

std::string_view url_of(cmark_node* node) {
  const char* const url = cmark_node_get_url(node);
  return url == nullptr ? std::string_view() : url;
}

// Each node of the document before what it holds. `visit` may change what it is given, but not what lies around it.
template <typename Visit>
void walk(cmark_node* root, Visit visit) {
  const std::unique_ptr<cmark_iter, void (*)(cmark_iter*)> nodes(cmark_iter_new(root), cmark_iter_free);
  for (cmark_event_type event = cmark_iter_next(nodes.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(nodes.get())) {
    visit(cmark_iter_get_node(nodes.get()), event == CMARK_EVENT_ENTER);
  }
}

std::vector<cmark_node*> nodes_of(cmark_node* root, const std::vector<cmark_node_type>& types) {
  std::vector<cmark_node*> found;
  walk(root, [&](cmark_node* node, bool enters) {
    if (enters && std::ranges::find(types, cmark_node_get_type(node)) != types.end()) found.push_back(node);
  });
  return found;
}

// What a node holds takes its place.
void unwrap(cmark_node* node) {
  while (cmark_node* const child = cmark_node_first_child(node)) {
    cmark_node_unlink(child);
    cmark_node_insert_before(node, child);
  }
  cmark_node_unlink(node);
  cmark_node_free(node);
}

void replace_by(cmark_node* node, cmark_node* other) {
  cmark_node_insert_before(node, other);
  cmark_node_unlink(node);
  cmark_node_free(node);
}

cmark_node* text_node(std::string_view text) {
  cmark_node* const node = cmark_node_new(CMARK_NODE_TEXT);
  cmark_node_set_literal(node, std::string(text).c_str());
  return node;
}

bool inside_link(cmark_node* node) {
  for (cmark_node* at = cmark_node_parent(node); at != nullptr; at = cmark_node_parent(at)) {
    if (cmark_node_get_type(at) == CMARK_NODE_LINK) return true;
  }
  return false;
}

void mend_links(cmark_node* root) {
  for (cmark_node* const node : nodes_of(root, {CMARK_NODE_LINK})) {
    if (!is_safe_address(url_of(node))) unwrap(node);
  }
  for (cmark_node* const node : nodes_of(root, {CMARK_NODE_IMAGE})) {
    const std::string_view url = url_of(node);
    const bool on_web = is_safe_address(url) && (url.starts_with("http:") || url.starts_with("https:"));
    if (cmark_node_first_child(node) == nullptr && on_web) {
      cmark_node_append_child(node, text_node(url));
    }
    if (!on_web || inside_link(node)) {
      unwrap(node);
      continue;
    }
    cmark_node* const link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, std::string(url).c_str());
    cmark_node_insert_before(node, link);
    while (cmark_node* const child = cmark_node_first_child(node)) {
      cmark_node_unlink(child);
      cmark_node_append_child(link, child);
    }
    cmark_node_unlink(node);
    cmark_node_free(node);
  }
}

void mend_inline_html(cmark_node* root) {
  for (cmark_node* const node : nodes_of(root, {CMARK_NODE_HTML_INLINE})) {
    const std::string html(literal_of(node));
    const auto tag = text::tag(html, 0);
    if (tag && tag->name == "br") {
      replace_by(node, cmark_node_new(CMARK_NODE_LINEBREAK));
    } else if (tag && !text::element(tag->name)) {
      replace_by(node, text_node(html));
    } else {
      cmark_node_unlink(node);
      cmark_node_free(node);
    }
  }
}

std::string render(std::string_view markdown, int level, int depth);

// A block of HTML by what text/html.hh makes of it.
void mend_blocks(cmark_node* root, int level, int depth) {
  for (cmark_node* const node : nodes_of(root, {CMARK_NODE_HTML_BLOCK})) {
    const std::string html(literal_of(node));
    const std::string markdown = depth < kDeepest ? text::html_to_markdown(html) : "";
    cmark_node* const block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    const std::string inner = depth < kDeepest ? render(markdown, level, depth + 1) : "<p>" + html_text(html) + "</p>\n";
    cmark_node_set_on_enter(block, inner.c_str());
    replace_by(node, block);
  }
}

void mend_headings(cmark_node* root, int level) {
  int highest = 6;
  const std::vector<cmark_node*> headings = nodes_of(root, {CMARK_NODE_HEADING});
  for (cmark_node* const node : headings) highest = std::min(highest, cmark_node_get_heading_level(node));
  for (cmark_node* const node : headings)
    cmark_node_set_heading_level(node, std::clamp(cmark_node_get_heading_level(node) - highest + level, 1, 6));
}

std::string render(std::string_view markdown, int level, int depth) {
  const Document document = parse(markdown);
  if (document == nullptr) return {};
  mend_links(document.get());
  mend_inline_html(document.get());
  mend_headings(document.get(), level);
  mend_blocks(document.get(), level, depth);
  const std::unique_ptr<char, void (*)(void*)> html(cmark_render_html(document.get(), CMARK_OPT_DEFAULT, nullptr), std::free);
  return html.get();
}

}  // namespace

bool is_safe_address(std::string_view address) {
  if (address.empty()) return false;
  const bool odd = std::ranges::any_of(address, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == '\\' || c == 0x7F;  // Browsers drop some and take \ for /.
  });
  if (odd || address.starts_with("//")) return false;
  const std::size_t end = address.find_first_of(":/?#");
  if (end == std::string_view::npos || address[end] != ':') return true;
  std::string scheme(address.substr(0, end));
  std::ranges::transform(scheme, scheme.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  constexpr std::array<std::string_view, 4> kSchemes = {"http", "https", "mailto", "tel"};
  return std::ranges::find(kSchemes, scheme) != kSchemes.end();
}

std::string markdown_html(std::string_view markdown, int level) { return render(markdown, level, 0); }

std::string markdown_text(std::string_view markdown) {
  const Document document = parse(markdown);
  std::string out;
  const auto blank = [&] {
    if (!out.empty() && out.back() != ' ') out.push_back(' ');
  };
  const auto put = [&](std::string_view text) {
    for (const char c : text) {
      if (static_cast<unsigned char>(c) <= 0x20) blank();
      else out.push_back(c);
    }
  };
  if (document == nullptr) return out;
  mend_inline_html(document.get());
  walk(document.get(), [&](cmark_node* node, bool enters) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
      if (enters) put(literal_of(node));
    } else if (type == CMARK_NODE_CODE_BLOCK) {
      blank();
      put(literal_of(node));
      blank();
    } else if (type == CMARK_NODE_HTML_BLOCK) {
      const std::string inner = text::html_to_markdown(std::string(literal_of(node)));
      blank();
      put(inner.find('<') == std::string::npos ? markdown_text(inner) : inner);
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
               (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK) {
      blank();
    }
  });
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace ckm::text
