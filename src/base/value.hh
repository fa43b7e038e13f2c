// A JSON or TOML value as plain data: what settings, rules, extra columns and structured output are made of.
//
// Objects keep the order in which their members were added. Numbers that are no 64-bit integer keep their text, so that
// what was read is written back digit by digit.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ckm {

struct Number {
  std::string text;  // A JSON number.
  bool operator==(const Number&) const = default;
};

class Value {
 public:
  using Array = std::vector<Value>;
  using Member = std::pair<std::string, Value>;
  using Object = std::vector<Member>;

  Value() = default;  // null
  Value(bool b) : data_(b) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Value(T n) : data_(static_cast<std::int64_t>(n)) {}
  Value(Number n);
  Value(std::string s);
  Value(std::string_view s);
  Value(const char* s);
  Value(Array a);
  Value(Object o);
  // Compiled once: inlined into all that holds a value they took a sixth of the time to build ckm.
  Value(const Value& other);
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other);
  Value& operator=(Value&& other) noexcept;
  ~Value();

  // An array of them.
  static Value strings(const std::vector<std::string>& list);
  // A number with a fixed count of decimals.
  static Value decimal(double value, int decimals);

  [[nodiscard]] bool is_null() const { return data_.index() == 0; }
  // Each returns null when the value is of another type.
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&data_); }
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  [[nodiscard]] const Number* number() const { return std::get_if<Number>(&data_); }
  [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&data_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&data_); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&data_); }
  [[nodiscard]] Array* array() { return std::get_if<Array>(&data_); }
  [[nodiscard]] Object* object() { return std::get_if<Object>(&data_); }

  // The member of that name (of an object; the first), or null.
  [[nodiscard]] const Value* find(std::string_view name) const;
  // The member of that name as people write it; empty where there is none.
  [[nodiscard]] std::string text(std::string_view name) const;
  // Adds a member at the end. The value must be an object or null (which becomes an object).
  Value& set(std::string name, Value value);
  // Adds an element at the end. The value must be an array or null (which becomes an array).
  Value& push(Value value);

  // As people write it: a string as it is, everything else as JSON.
  [[nodiscard]] std::string to_text() const;

  // Where it stood in a TOML file, from 1; 0 when it did not.
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  bool operator==(const Value& other) const;

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, Number, std::string, Array, Object> data_ = nullptr;
};

}  // namespace ckm
