#include "base/value.hh"

#include <fmt/format.h>

#include "base/json.hh"

namespace ckm {

Value Value::decimal(double value, int decimals) { return Number{fmt::format("{:.{}f}", value, decimals)}; }

const Value* Value::find(std::string_view name) const {
  if (const Object* members = object()) {
    for (const Member& member : *members) {
      if (member.first == name) return &member.second;
    }
  }
  return nullptr;
}

Value& Value::set(std::string name, Value value) {
  if (is_null()) data_ = Object{};
  std::get<Object>(data_).emplace_back(std::move(name), std::move(value));
  return *this;
}

Value& Value::push(Value value) {
  if (is_null()) data_ = Array{};
  std::get<Array>(data_).push_back(std::move(value));
  return *this;
}

std::string Value::to_text() const {
  if (const std::string* text = string()) return *text;
  return json::dump(*this);
}

}  // namespace ckm
