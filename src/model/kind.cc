#include "model/kind.hh"

namespace ckm::model {

std::optional<Kind> kind_from_name(std::string_view name) {
  for (const KindInfo& row : kKinds) {
    if (name == row.name || name == row.prefix || name == row.plural) return row.kind;
    if (name.size() == row.name.size() + 1 && name.starts_with(row.name) && name.back() == 's') return row.kind;
  }
  return std::nullopt;
}

}  // namespace ckm::model
