#include "insight/place.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ckm::insight {

Place place_of(std::string field, std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::size_t newline = before.rfind('\n');
  const std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; };
  return {std::move(field), static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1,
          static_cast<std::size_t>(std::ranges::count_if(line, starts)) + 1};
}

std::string to_text(const Place& place) {
  return place.line == 0 ? place.field : fmt::format("{}:{}:{}", place.field, place.line, place.column);
}

}  // namespace ckm::insight
