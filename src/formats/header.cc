#include "formats/header.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/mapping.hh"
#include "formats/record.hh"

namespace ckm::formats {

std::size_t known_names(std::span<const std::string_view> cells) {
  static const std::array<Mapper, 3> kMappers = {Mapper(model::Kind::kTicket), Mapper(model::Kind::kFaq),
                                                 Mapper(model::Kind::kCase)};
  std::size_t most = 0;
  for (const Mapper& mapper : kMappers) {
    const auto known = std::ranges::count_if(cells, [&](std::string_view cell) { return mapper.knows(cell); });
    most = std::max(most, static_cast<std::size_t>(known));
  }
  return most;
}

std::string column_name(std::string_view header, std::size_t index) {
  const std::string_view name = trimmed(header);
  return name.empty() ? fmt::format("column_{}", index + 1) : std::string(name);
}

}  // namespace ckm::formats
