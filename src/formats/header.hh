// The row of a table that names its columns.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "formats/aliases.hh"

namespace ckm::formats {

// How many of a row's cells are names that tickets, FAQ or cases have; two of them are a header.
std::size_t known_names(std::span<const std::string_view> cells);

// What a column is called whose header holds that text: trimmed, and column_7 where there is none. `index` from 0.
std::string column_name(std::string_view header, std::size_t index);

// What articles have no use for: an export with it is one of tickets, whatever its texts are called.
bool only_in_tickets(Field field);

// Whether columns are the levels of a category tree, and nothing that a ticket or a FAQ could be made of.
bool is_category_tree(std::span<const std::string_view> names);

}  // namespace ckm::formats
