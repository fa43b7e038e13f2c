#include "text/markdown_headings.hh"

#include <cmark-gfm.h>

#include <algorithm>
#include <memory>

namespace ckm::text {
namespace {

// Where each line begins, and behind them the end of the text.
std::vector<std::size_t> line_starts(std::string_view text) {
  std::vector<std::size_t> starts = {0};
  for (std::size_t at = 0; (at = text.find_first_of("\r\n", at)) != std::string_view::npos;) {
    at += text.substr(at).starts_with("\r\n") ? 2 : 1;
    starts.push_back(at);
  }
  if (starts.back() != text.size()) starts.push_back(text.size());
  return starts;
}

std::string text_of(cmark_node* heading) {
  std::string out;
  const std::unique_ptr<cmark_iter, void (*)(cmark_iter*)> nodes(cmark_iter_new(heading), cmark_iter_free);
  for (cmark_event_type event = cmark_iter_next(nodes.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(nodes.get())) {
    if (event != CMARK_EVENT_ENTER) continue;
    cmark_node* const node = cmark_iter_get_node(nodes.get());
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) out += ' ';
    if (type != CMARK_NODE_TEXT && type != CMARK_NODE_CODE) continue;
    if (const char* literal = cmark_node_get_literal(node)) out += literal;
  }
  return out;
}

// Whether a line makes a heading of those above it.
bool underlines(std::string_view line) {
  const std::string_view marks = line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
  const std::size_t indent = std::min(marks.find_first_not_of(' '), marks.size());
  if (indent > 3 || indent == marks.size()) return false;
  return (marks[indent] == '=' || marks[indent] == '-') &&
         marks.find_first_not_of(marks[indent], indent) == std::string_view::npos;
}

bool begins_with_marks(std::string_view line) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  return indent <= 3 && line.substr(indent).starts_with('#');
}

}  // namespace

std::vector<MarkdownHeading> markdown_headings(std::string_view markdown) {
  const std::unique_ptr<cmark_node, void (*)(cmark_node*)> document(
      cmark_parse_document(markdown.data(), markdown.size(), CMARK_OPT_DEFAULT), cmark_node_free);
  const std::vector<std::size_t> starts = line_starts(markdown);
  const auto line = [&](std::size_t i) { return markdown.substr(starts[i], starts[i + 1] - starts[i]); };
  const std::size_t lines = starts.size() - 1;
  std::vector<MarkdownHeading> headings;
  for (cmark_node* node = cmark_node_first_child(document.get()); node != nullptr; node = cmark_node_next(node)) {
    if (cmark_node_get_type(node) != CMARK_NODE_HEADING) continue;
    const int number = cmark_node_get_start_line(node);
    if (number < 1 || static_cast<std::size_t>(number) > lines) continue;
    std::size_t last = static_cast<std::size_t>(number) - 1;
    MarkdownHeading heading{cmark_node_get_heading_level(node), text_of(node), starts[last], 0};
    // cmark counts the line of = or - below a heading in some cases only.
    if (!begins_with_marks(line(last))) {
      while (last + 1 < lines && !underlines(line(last))) ++last;
    }
    heading.end = starts[last + 1];
    headings.push_back(std::move(heading));
  }
  return headings;
}

}  // namespace ckm::text
