#include "formats/markdown.hh"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "base/utf8.hh"

namespace ckm::formats {
namespace {

// Calls visit(line) for each line, without its end.
template <typename Visit>
void each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    visit(text.substr(0, end));
    text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : std::min(end + 1, text.size()));
  }
}

struct Fence {
  char mark;
  std::size_t length;
};

std::optional<Fence> fence_of(std::string_view line) {
  if (line.empty() || (line.front() != '`' && line.front() != '~')) return std::nullopt;
  const std::size_t length = std::min(line.find_first_not_of(line.front()), line.size());
  if (length < 3) return std::nullopt;
  if (line.front() == '`' && line.find('`', length) != std::string_view::npos) return std::nullopt;  // Code within a line.
  return Fence{line.front(), length};
}

bool closes(std::string_view line, Fence open) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  if (indent > 3) return false;
  line.remove_prefix(indent);
  const std::size_t length = std::min(line.find_first_not_of(open.mark), line.size());
  return length >= open.length && line.find_first_not_of(" \t", length) == std::string_view::npos;
}

// HTML that goes on past an empty line (CommonMark 0.30, 4.6: kinds 1 to 5).
bool opens_html(std::string_view line) {
  if (!line.starts_with('<')) return false;
  std::string tag(line.substr(1, 9));
  std::ranges::transform(tag, tag.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (tag.starts_with('!') || tag.starts_with('?')) return true;
  constexpr std::array<std::string_view, 4> kTags = {"script", "pre", "style", "textarea"};
  return std::ranges::any_of(kTags, [&](std::string_view name) { return tag.starts_with(name); });
}

// A line behind the marks of lists and quotations that it begins with.
std::string_view inside_containers(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(" \t>*+-.)0123456789"), line.size()));
}

// Whether the text ends what it begins, as far as can be told line by line.
bool self_contained(std::string_view text) {
  std::optional<Fence> open;
  bool contained = true;
  each_line(text, [&](std::string_view line) {
    if (open) {
      if (closes(line, *open)) open.reset();
      return;
    }
    const std::string_view inside = inside_containers(line);
    if (opens_html(inside)) contained = false;
    if (!fence_of(inside)) return;
    if (inside.size() == line.size()) open = fence_of(line);
    else contained = false;  // Where it ends depends on the container.
  });
  return contained && !open;
}

// A line outside of fences, with its heading lowered.
void append_lowered(std::string& out, std::string_view line) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  const std::string_view rest = line.substr(indent);
  const std::size_t marks = std::min(rest.find_first_not_of('#'), rest.size());
  if (indent <= 3 && marks >= 1 && marks <= 6 && (marks == rest.size() || rest[marks] == ' ' || rest[marks] == '\t')) {
    out.append(std::min<std::size_t>(marks + 2, 6), '#').append(rest.substr(marks));
    return;
  }
  // A line of = or - makes a heading of the one above it.
  if (indent <= 3 && !rest.empty() && (rest.front() == '=' || rest.front() == '-') &&
      rest.find_first_not_of(" \t", std::min(rest.find_first_not_of(rest.front()), rest.size())) == std::string_view::npos) {
    out.append(line.substr(0, indent)).append("\\").append(rest);
    return;
  }
  out.append(line);
}

}  // namespace

std::string markdown_line(std::string_view text) {
  const std::string line = utf8::one_line(text);
  const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
  const std::size_t last = line.find_last_not_of(' ');
  std::string out;
  for (std::size_t i = first; i < line.size() && i <= last; ++i) {
    const char c = line[i];
    const bool heading_mark = c == '#' && (i == first || i == last);
    if (heading_mark || std::string_view("\\`*_[]<>").find(c) != std::string_view::npos) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string markdown_quote(std::string_view text) {
  std::string out;
  each_line(text, [&](std::string_view line) { out.append(line.empty() ? ">" : "> ").append(line).push_back('\n'); });
  return out;
}

std::string markdown_part(std::string_view text) {
  if (!self_contained(text)) return markdown_quote(text);
  std::string out;
  std::optional<Fence> open;
  each_line(text, [&](std::string_view line) {
    if (open) {
      if (closes(line, *open)) open.reset();
      out.append(line);
    } else {
      open = fence_of(line);
      append_lowered(out, line);
    }
    out.push_back('\n');
  });
  return out;
}

}  // namespace ckm::formats
