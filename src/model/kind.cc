#include "model/kind.hh"

#include <algorithm>
#include <string>

namespace ckm::model {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::vector<std::string> all_kinds() {
  std::vector<std::string> names;
  for (const KindInfo& row : kKinds) {
    if (row.imported) names.emplace_back(row.name);
  }
  return names;
}

std::vector<std::string> searchable_kinds() {
  std::vector<std::string> names;
  for (const KindInfo& row : kKinds) {
    if (row.searchable) names.emplace_back(row.name);
  }
  return names;
}

std::optional<Kind> kind_from_name(std::string_view typed) {
  const auto equal = [&](std::string_view name) {
    return std::equal(typed.begin(), typed.end(), name.begin(), name.end(), [](char a, char b) { return lower(a) == lower(b); });
  };
  for (const KindInfo& row : kKinds) {
    if (!row.imported) continue;
    if (equal(row.name) || equal(row.prefix) || equal(row.plural)) return row.kind;
    if (equal(std::string(row.name) + "s") || equal(std::string(row.prefix) + "s")) return row.kind;
  }
  return std::nullopt;
}

}  // namespace ckm::model
