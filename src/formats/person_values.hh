// What people say that a ticket's fields are, as exports hold it: {"queue":{"value":"returns","actor":"ann","at":"2026-07-01T…"},
// "tag":{"value":["late"], …}}.
#pragma once

#include <string_view>
#include <vector>

#include "base/value.hh"
#include "model/origin.hh"

namespace ckm::formats {

inline constexpr std::string_view kSaidMember = "said";

Value to_value(const std::vector<model::PersonValue>& values);
// What is none of it is left out.
std::vector<model::PersonValue> person_values_from(const Value& value);
// The same of JSON; nothing where it is none.
std::vector<model::PersonValue> person_values_from(std::string_view json);

}  // namespace ckm::formats
