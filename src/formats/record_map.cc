#include "formats/record_map.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/embedded.hh"

namespace ckm::embedded {
extern const File shipped_maps[];
extern const std::size_t shipped_maps_count;
}  // namespace ckm::embedded

namespace ckm::formats {

bool RecordMap::has(Field field) const {
  return std::ranges::find(fields, field, &std::pair<Field, Rule>::first) != fields.end();
}

std::span<const RecordMap> shipped_maps() {
  static const std::vector<RecordMap> kMaps = [] {
    std::vector<RecordMap> maps;
    for (std::size_t i = 0; i < embedded::shipped_maps_count; ++i) {
      const embedded::File& file = embedded::shipped_maps[i];
      maps.push_back(parse_map(file.bytes, fmt::format("maps/{}", file.name)));
    }
    return maps;
  }();
  return kMaps;
}

const RecordMap* find_map(std::string_view name) {
  const auto maps = shipped_maps();
  const auto found = std::ranges::find(maps, name, &RecordMap::name);
  return found == maps.end() ? nullptr : &*found;
}

bool can_name_ticket(const RecordMap& map, const Look& look) {
  return std::ranges::any_of(map.fields, [&](const auto& row) {
    const auto& [field, rule] = row;
    if (field != Field::kExternalId && field != Field::kInternalId) return false;
    return rule.from.empty() || std::ranges::any_of(rule.from, [&](const std::string& path) {
             const std::string first = path.substr(0, path.find('.'));
             return std::ranges::find(look.names, path) != look.names.end() ||
                    std::ranges::find(look.names, first) != look.names.end();
           });
  });
}

const RecordMap* headerless_map(std::size_t columns, std::optional<model::Kind> kind) {
  const auto maps = shipped_maps();
  const auto found = std::ranges::find_if(maps, [&](const RecordMap& map) {
    return !map.columns.empty() && map.columns.size() == columns && kind.value_or(map.kind) == map.kind;
  });
  return found == maps.end() ? nullptr : &*found;
}

const RecordMap* guess_map(const Look& look) {
  const RecordMap* best = nullptr;
  std::size_t most = 0;
  for (const RecordMap& map : shipped_maps()) {
    for (const std::vector<std::string>& names : map.names) {
      const bool all = std::ranges::all_of(names, [&](const std::string& name) {
        return std::ranges::find(look.names, name) != look.names.end() || std::ranges::find(look.inner, name) != look.inner.end();
      });
      if (!all || names.size() <= most) continue;
      best = &map;
      most = names.size();
    }
  }
  return best;
}

}  // namespace ckm::formats
