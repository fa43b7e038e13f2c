// What --rejects puts before a record: where it was and what is wrong with it. Readers pass it over.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace ckm::formats {

// Columns of a table.
inline constexpr std::array<std::string_view, 4> kFactColumns = {"ckm_source", "ckm_line", "ckm_column", "ckm_reason"};
// The first member of an object of JSON.
inline constexpr std::string_view kFactMember = "ckm_rejected";

// The text of an object without that, if it begins with it.
std::string without_facts(std::string object);

}  // namespace ckm::formats
