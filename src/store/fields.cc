#include "store/fields.hh"

#include "base/json.hh"

namespace ckm::store {

std::string list_to_column(const std::vector<std::string>& list) {
  if (list.empty()) return "[]";
  std::string out = "[";
  for (const std::string& element : list) {
    if (out.size() > 1) out.push_back(',');
    json::append_string(out, element);
  }
  out.push_back(']');
  return out;
}

std::vector<std::string> list_from_column(std::string_view column) {
  std::vector<std::string> list;
  if (column.size() <= 2) return list;
  const Value value = json::parse(column, "a list in the store");
  if (const Value::Array* elements = value.array()) {
    for (const Value& element : *elements) list.push_back(element.to_text());
  }
  return list;
}

std::optional<std::string> object_to_column(const Value& value) {
  if (value.is_null()) return std::nullopt;
  return json::dump(value);
}

Value object_from_column(std::string_view column) {
  if (column.empty()) return {};
  return json::parse(column, "an object in the store");
}

FieldHash& FieldHash::add(std::string_view field) {
  const auto length = static_cast<std::uint32_t>(field.size());
  bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
  bytes_ += field;
  return *this;
}

FieldHash& FieldHash::add(std::optional<std::int64_t> field) {
  if (!field) return add(std::string_view());
  return add(std::string_view(reinterpret_cast<const char*>(&*field), sizeof *field));
}

std::string FieldHash::digest() {
  const ContentHash hash = content_hash(bytes_);
  bytes_.clear();
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace ckm::store
