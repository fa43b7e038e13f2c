#include "formats/article_fields.hh"

#include <algorithm>
#include <array>

namespace ckm::formats::article_fields {

std::string_view without_escapes(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of('\\'), line.size()));
}

std::optional<std::string_view> heading_of(std::string_view line) {
  constexpr std::string_view kBlank = " \t\r";
  if (!line.starts_with(kSection)) return std::nullopt;
  std::string_view name = line.substr(kSection.size());
  const bool apart = name.empty() || kBlank.find(name.front()) != std::string_view::npos;
  name.remove_prefix(std::min(name.find_first_not_of(kBlank), name.size()));
  name = name.substr(0, name.find_last_not_of(kBlank) + 1);
  const bool meant = apart || std::ranges::find(kParts, name, &PartRow::heading) != kParts.end();
  return meant ? std::optional(name) : std::nullopt;
}

bool is_border(std::string_view line, std::string_view next) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line == kFence && next.starts_with(kUid);
}

bool is_loose_border(std::string_view line, std::string_view next) {
  constexpr std::array<std::string_view, 5> kFirst = {"uid", "source", "base", "id", "kind"};
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line != kFence) return false;
  return std::ranges::any_of(kFirst, [&](std::string_view name) {
    if (!next.starts_with(name)) return false;
    const std::size_t at = next.find_first_not_of(" \t", name.size());
    return at != std::string_view::npos && next[at] == '=';
  });
}

bool is_conflict_mark(std::string_view line, char sign) {
  constexpr std::size_t kLeast = 7;  // Git takes more where files were moved on both sides.
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::size_t count = std::min(line.find_first_not_of(sign), line.size());
  return count >= kLeast && (sign == '=' ? count == line.size() : line.substr(count).starts_with(' '));
}

bool is_conflict_begin(std::string_view line) { return is_conflict_mark(line, '<'); }

const FactRow* fact_of(std::string_view line) {
  if (!line.starts_with("- ")) return nullptr;
  const auto found = std::ranges::find_if(kFacts, [&](const FactRow& row) {
    return line.substr(2).starts_with(row.name) && line.substr(2 + row.name.size()).starts_with(':');
  });
  return found == kFacts.end() ? nullptr : &*found;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (;;) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

}  // namespace ckm::formats::article_fields
