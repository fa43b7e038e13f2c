#include "base/toml.hh"

#include <fmt/format.h>

// What is no key makes an error behind an assertion that it is one.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "base/error.hh"
#include "base/json.hh"

namespace ckm::toml {
namespace {

Value convert(const ::toml::node& node);

template <typename T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

Value convert_table(const ::toml::table& table) {
  Value::Object members;
  for (const auto& [name, node] : table) members.emplace_back(std::string(name.str()), convert(node));
  // toml++ sorts by name; the order of the text is the one that users chose.
  std::stable_sort(members.begin(), members.end(), [](const Value::Member& a, const Value::Member& b) {
    return std::pair(a.second.line, a.second.column) < std::pair(b.second.line, b.second.column);
  });
  return members;
}

Value convert(const ::toml::node& node) {
  Value value;
  if (const auto* table = node.as_table()) {
    value = convert_table(*table);
  } else if (const auto* array = node.as_array()) {
    Value::Array elements;
    for (const auto& element : *array) elements.push_back(convert(element));
    value = Value(std::move(elements));
  } else if (const auto* text = node.as_string()) {
    value = Value(text->get());
  } else if (const auto* integer = node.as_integer()) {
    value = Value(integer->get());
  } else if (const auto* real = node.as_floating_point()) {
    value = Value(Number{fmt::format("{}", real->get())});
  } else if (const auto* boolean = node.as_boolean()) {
    value = Value(boolean->get());
  } else if (const auto* date = node.as_date()) {
    value = Value(printed(date->get()));
  } else if (const auto* time = node.as_time()) {
    value = Value(printed(time->get()));
  } else if (const auto* date_time = node.as_date_time()) {
    value = Value(printed(date_time->get()));
  }
  value.line = node.source().begin.line;
  value.column = node.source().begin.column;
  // A table that only its children open ([a.b] without [a]) stands where its first child stands.
  if (value.line == 0 && value.object() != nullptr && !value.object()->empty()) {
    value.line = value.object()->front().second.line;
    value.column = value.object()->front().second.column;
  }
  return value;
}

}  // namespace

Value parse(std::string_view text, std::string_view name) {
  try {
    return convert_table(::toml::parse(text, name));
  } catch (const ::toml::parse_error& e) {
    const auto at = e.source().begin;
    throw Error(Exit::kInput, fmt::format("{}:{}:{}: {}", name, at.line, at.column, e.description()),
                "mend the TOML there and try again");
  }
}

std::string text(const Value& value) {
  // JSON's strings are TOML's but for one character.
  std::string out;
  for (const char c : json::dump(value)) {
    if (c == '\x7f') out += "\\u007F";
    else out.push_back(c);
  }
  return out;
}

}  // namespace ckm::toml
