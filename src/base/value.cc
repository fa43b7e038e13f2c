#include "base/value.hh"

#include <fmt/format.h>

#include "base/json.hh"

namespace ckm {

Value::Value(Number n) : data_(std::move(n)) {}
Value::Value(std::string s) : data_(std::move(s)) {}
Value::Value(std::string_view s) : data_(std::string(s)) {}
Value::Value(const char* s) : data_(std::string(s)) {}
Value::Value(Array a) : data_(std::move(a)) {}
Value::Value(Object o) : data_(std::move(o)) {}
Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;

bool Value::operator==(const Value& other) const { return data_ == other.data_; }

Value Value::strings(const std::vector<std::string>& list) {
  Value out = Array{};
  for (const std::string& one : list) out.push(one);
  return out;
}

Value Value::decimal(double value, int decimals) { return Number{fmt::format("{:.{}f}", value, decimals)}; }

const Value* Value::find(std::string_view name) const {
  if (const Object* members = object()) {
    for (const Member& member : *members) {
      if (member.first == name) return &member.second;
    }
  }
  return nullptr;
}

std::string Value::text(std::string_view name) const {
  const Value* const found = find(name);
  return found == nullptr ? std::string() : found->to_text();
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
