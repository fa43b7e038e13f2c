// The row of a table that names its columns.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ckm::formats {

// How many of a row's cells are names that tickets, FAQ or cases have; two of them are a header.
std::size_t known_names(std::span<const std::string_view> cells);

// What a column is called whose header holds that text: trimmed, and column_7 where there is none. `index` from 0.
std::string column_name(std::string_view header, std::size_t index);

}  // namespace ckm::formats
