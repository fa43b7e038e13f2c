#include "formats/article_fields.hh"

#include <algorithm>

namespace ckm::formats::article_fields {

std::string_view without_escapes(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of('\\'), line.size()));
}

const PartRow* part_of(std::string_view line) {
  if (!line.starts_with(kSection)) return nullptr;
  std::string_view name = line.substr(kSection.size());
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  const auto found = std::ranges::find(kParts, name, &PartRow::heading);
  return found == kParts.end() ? nullptr : &*found;
}

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
