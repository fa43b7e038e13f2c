#include "cli/field_diff.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hh"
#include "text/diff.hh"

namespace ckm::cli {
namespace {

using Kind = text::DiffPart::Kind;

constexpr std::string_view kRed = "\x1B[31m";
constexpr std::string_view kGreen = "\x1B[32m";
constexpr std::string_view kPlain = "\x1B[0m";
constexpr std::string_view kIndent = "  ";

// Marks a part; line by line, as colours end with their line in pagers.
std::string marked(const Context& context, const text::DiffPart& part) {
  std::string shown = utf8::printable(part.text);
  if (part.kind == Kind::kSame) return shown;
  const bool removed = part.kind == Kind::kRemoved;
  if (!context.colour) return fmt::format("{}{}{}", removed ? "[-" : "{+", shown, removed ? "-]" : "+}");
  std::string out;
  for (const std::string_view line : text::split_lines(shown)) {
    const bool ends = line.ends_with('\n');
    out +=
        fmt::format("{}{}{}{}", removed ? kRed : kGreen, line.substr(0, line.size() - (ends ? 1 : 0)), kPlain, ends ? "\n" : "");
  }
  return out;
}

void append_indented(std::string& out, std::string_view text) {
  for (const std::string_view line : text::split_lines(text)) out.append(line == "\n" ? "" : kIndent).append(line);
  if (!text.empty() && !text.ends_with('\n')) out.push_back('\n');
}

// The lines of a part that is the same on both sides that stand beside others.
void append_context(std::string& out, std::string_view text, bool first, bool last) {
  const std::vector<std::string_view> lines = text::split_lines(text);
  const std::size_t before = first ? 0 : 1;
  const std::size_t behind = last ? 0 : 1;
  if (lines.size() <= before + behind + 1) {
    append_indented(out, utf8::printable(text));
    return;
  }
  if (before > 0) append_indented(out, utf8::printable(lines.front()));
  out.append(kIndent).append("...\n");
  if (behind > 0) append_indented(out, utf8::printable(lines.back()));
}

std::string text_diff(const Context& context, std::string before, std::string after) {
  std::string out;
  // Unless that is all they differ in, the end of the last line makes it no other one.
  if (whole_lines(before) != whole_lines(after)) before = whole_lines(std::move(before)), after = whole_lines(std::move(after));
  const std::vector<text::DiffPart> parts = text::diff_lines(before, after);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].kind == Kind::kSame) {
      append_context(out, parts[i].text, i == 0, i + 1 == parts.size());
      continue;
    }
    std::string changed;
    if (parts[i].kind == Kind::kRemoved && i + 1 < parts.size() && parts[i + 1].kind == Kind::kAdded) {
      for (const text::DiffPart& part : text::diff_words(parts[i].text, parts[i + 1].text)) changed += marked(context, part);
      ++i;
    } else {
      const std::string_view whole = parts[i].text;
      const bool ends = whole.ends_with('\n');
      changed = marked(context, {parts[i].kind, whole.substr(0, whole.size() - (ends ? 1 : 0))});
    }
    append_indented(out, changed);
  }
  return out;
}

std::string line_of(const Value& element) {
  if (element.object() == nullptr) return element.to_text();
  std::string line;
  for (const auto& [name, value] : *element.object()) line += (line.empty() ? "" : " · ") + value.to_text();
  return line;
}

}  // namespace

std::string field_text(const Value& value) {
  if (value.is_null()) return {};
  if (value.array() == nullptr) return value.object() == nullptr ? value.to_text() : line_of(value);
  std::string lines;
  for (const Value& element : *value.array()) lines += line_of(element) + "\n";
  return lines;
}

std::string whole_lines(std::string text) {
  if (!text.empty() && !text.ends_with('\n')) text.push_back('\n');
  return text;
}

std::string fields_diff(const Context& context, const std::vector<store::FieldChange>& changes) {
  std::string out;
  for (const store::FieldChange& change : changes)
    out += change.name + "\n" + text_diff(context, field_text(change.before), field_text(change.after));
  return out;
}

}  // namespace ckm::cli
