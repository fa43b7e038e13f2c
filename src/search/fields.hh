// The fields that filters know (ckm-query(7), "Filters").
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::search {

// In one table.
struct FilterField {
  std::string_view name;
  std::string_view summary;
  enum class Form : std::uint8_t { kValue, kPath, kDays, kKind } form;
  std::span<const std::string_view> values = {};  // All that there are; empty: any.
};
std::span<const FilterField> filter_fields();
// Null where there is none.
const FilterField* find_filter_field(std::string_view name);
// The field that such a name may stand for; empty where none is near.
std::string near_field(std::string_view name);
// Whether it is a part of an item's text that other programs have as a field: title, body and the like.
bool is_text_name(std::string_view name);

}  // namespace ckm::search
