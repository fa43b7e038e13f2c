#include "formats/front_matter.hh"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/error.hh"
#include "base/toml.hh"
#include "formats/record.hh"

namespace ckm::formats {
namespace {

constexpr std::string_view kWhole = "front_matter";

// The next line, without its end, which the text loses.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + (text.substr(end).starts_with("\r\n") ? 2 : 1), text.size()));
  return line;
}

bool is_indented(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }
bool is_item(std::string_view line) { return line == "-" || line.starts_with("- "); }
bool is_comment(std::string_view line) { return trimmed(line).starts_with('#'); }

// Where the key of a line ends: at a colon with a blank or nothing behind it.
std::size_t key_end(std::string_view line) {
  if (line.empty() || is_indented(line) || is_item(line) || line.starts_with('#')) return std::string_view::npos;
  for (std::size_t at = line.find(':'); at != std::string_view::npos; at = line.find(':', at + 1)) {
    if (at + 1 == line.size() || line[at + 1] == ' ' || line[at + 1] == '\t') return at;
  }
  return std::string_view::npos;
}

// A quoted text from its first quote on, and what stands behind it; nothing where the quote does not end.
std::optional<std::string> take_quoted(std::string_view& text) {
  const char quote = text.front();
  std::string out;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (quote == '\'' && c == quote && next == quote) {
      out.push_back(c);
      ++i;
    } else if (c == quote) {
      text.remove_prefix(i + 1);
      return out;
    } else if (quote == '"' && c == '\\') {
      if (next == 'n') out.push_back('\n');
      else if (next == 't') out.push_back('\t');
      else if (next == '"' || next == '\\' || next == '/') out.push_back(next);
      else return std::nullopt;
      ++i;
    } else {
      out.push_back(c);
    }
  }
  return std::nullopt;
}

Value plain_value(std::string_view text) {
  if (text.empty() || text == "~" || text == "null") return {};
  if (text == "true") return true;
  if (text == "false") return false;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && std::to_string(number) == text) return number;
  return text;
}

// Without a comment behind it.
std::string_view without_comment(std::string_view text) {
  if (text.starts_with('#')) return {};
  for (std::size_t at = text.find('#', 1); at != std::string_view::npos; at = text.find('#', at + 1)) {
    if (text[at - 1] == ' ' || text[at - 1] == '\t') return trimmed(text.substr(0, at));
  }
  return text;
}

// A word, quoted or plain; nothing for what YAML makes more of.
std::optional<Value> scalar(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('"') || text.starts_with('\'')) {
    auto quoted = take_quoted(text);
    if (!quoted || !without_comment(trimmed(text)).empty()) return std::nullopt;
    return Value(*std::move(quoted));
  }
  text = without_comment(text);
  if (!text.empty() && std::string_view("{}[]|>&*!%@`,").find(text.front()) != std::string_view::npos) return std::nullopt;
  if (text.find(": ") != std::string_view::npos || text.ends_with(':')) return std::nullopt;
  return plain_value(text);
}

// [a, "b, c"], which ends on its line.
std::optional<Value> flow_list(std::string_view text) {
  text = without_comment(trimmed(text));
  if (text.size() < 2 || !text.ends_with(']')) return std::nullopt;
  text = trimmed(text.substr(1, text.size() - 2));
  Value list = Value::Array{};
  while (!text.empty()) {
    std::size_t end = 0;
    if (text.front() == '"' || text.front() == '\'') {
      std::string_view rest = text;
      if (!take_quoted(rest)) return std::nullopt;
      end = text.size() - rest.size();
    }
    end = std::min(text.find(',', end), text.size());
    auto item = scalar(text.substr(0, end));
    if (!item) return std::nullopt;
    if (!item->is_null()) list.push(*std::move(item));
    text = trimmed(text.substr(std::min(end + 1, text.size())));
  }
  return list;
}

// What one key has: the rest of its line and the lines that belong to it.
std::optional<Value> value_of(std::string_view first, const std::vector<std::string_view>& lines) {
  first = trimmed(first);
  if (lines.empty()) return first.starts_with('[') ? flow_list(first) : scalar(first);
  if (!without_comment(first).empty()) return std::nullopt;
  Value list = Value::Array{};
  for (const std::string_view line : lines) {
    const std::string_view inner = trimmed(line);
    if (inner.empty() || inner.starts_with('#')) continue;
    if (!is_item(inner)) return std::nullopt;
    auto item = scalar(inner.substr(1));
    if (!item) return std::nullopt;
    if (!item->is_null()) list.push(*std::move(item));
  }
  return list;
}

void read_yaml(std::string_view block, FrontMatter& into) {
  std::string unknown;
  while (!block.empty()) {
    const std::string_view begin = block;
    const std::string_view line = take_line(block);
    if (trimmed(line).empty() || is_comment(line)) continue;
    const std::size_t colon = key_end(line);
    if (colon == std::string_view::npos) {
      unknown.append(unknown.empty() ? "" : "\n").append(line);
      continue;
    }
    std::vector<std::string_view> lines;
    while (!block.empty()) {
      std::string_view rest = block;
      const std::string_view next = take_line(rest);
      const bool blank = trimmed(next).empty();
      if (!blank && !is_indented(next) && !is_item(next)) break;
      block = rest;
      lines.push_back(next);
    }
    while (!lines.empty() && (trimmed(lines.back()).empty() || is_comment(lines.back()))) lines.pop_back();
    std::string_view key = trimmed(line.substr(0, colon));
    if (key.size() > 1 && (key.front() == '"' || key.front() == '\'') && key.back() == key.front())
      key = key.substr(1, key.size() - 2);
    if (auto value = value_of(line.substr(colon + 1), lines)) {
      if (!value->is_null()) into.fields.set(std::string(key), *std::move(value));
      continue;
    }
    into.as_text.emplace_back(key);
    const auto size = static_cast<std::size_t>(block.data() - begin.data()) - colon - 1;
    into.fields.set(std::string(key), trimmed(begin.substr(colon + 1, size)));
  }
  if (unknown.empty()) return;
  into.as_text.emplace_back(kWhole);
  into.fields.set(std::string(kWhole), std::move(unknown));
}

}  // namespace

std::optional<FrontMatter> read_front_matter(std::string_view text) {
  std::string_view rest = text;
  const std::string_view mark = trimmed(take_line(rest));
  const bool is_toml = mark == "+++";
  if (!is_toml && mark != "---") return std::nullopt;
  const std::string_view block = rest;
  // A rule is three hyphens too.
  std::string_view look = rest;
  std::string_view first = take_line(look);
  while (!look.empty() && is_comment(first)) first = take_line(look);
  FrontMatter found;
  while (!rest.empty()) {
    const auto size = static_cast<std::size_t>(rest.data() - block.data());
    const std::string_view line = take_line(rest);
    const std::string_view end = line.substr(0, line.find_last_not_of(" \t") + 1);
    if (end != mark && (is_toml || end != "...")) continue;
    const std::string_view inner = block.substr(0, size);
    if (!is_toml && !trimmed(inner).empty() && key_end(first) == std::string_view::npos) return std::nullopt;
    found.end = text.size() - rest.size();
    if (!is_toml) {
      read_yaml(inner, found);
      return found;
    }
    try {
      found.fields = toml::parse(inner, kWhole);
    } catch (const Error&) {
      found.as_text.emplace_back(kWhole);
      found.fields.set(std::string(kWhole), inner);
    }
    return found;
  }
  if (!is_toml && key_end(first) == std::string_view::npos) return std::nullopt;
  found.unclosed = true;
  return found;
}

}  // namespace ckm::formats
