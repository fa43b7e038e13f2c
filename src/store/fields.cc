#include "store/fields.hh"

#include <algorithm>

#include "base/json.hh"

namespace ckm::store {
namespace {

constexpr std::size_t kUsual = 512;  // Bytes of a short record.

// Texts of an array as they stand in it, where none has an escape and nothing else is there; false for any other one.
bool add_plain(std::string_view column, std::vector<std::string>& list) {
  if (column.front() != '[' || column.back() != ']' || column.find('\\') != std::string_view::npos) return false;
  for (std::size_t at = 1;; ++at) {
    if (column[at] != '"') return false;
    const std::size_t end = column.find('"', at + 1);
    if (end == std::string_view::npos) return false;
    list.emplace_back(column.substr(at + 1, end - at - 1));
    at = end + 1;
    if (at == column.size() - 1) return true;
    if (column[at] != ',') return false;
  }
}

}  // namespace

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
  if (add_plain(column, list)) return list;
  list.clear();
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

namespace {

void append_in_order(std::string& out, const Value& value) {
  if (const Value::Array* elements = value.array()) {
    out.push_back('[');
    for (const Value& element : *elements) {
      if (&element != &elements->front()) out.push_back(',');
      append_in_order(out, element);
    }
    out.push_back(']');
    return;
  }
  const Value::Object* const members = value.object();
  if (members == nullptr) {
    json::append(out, value);
    return;
  }
  std::vector<const Value::Member*> sorted;
  sorted.reserve(members->size());
  for (const Value::Member& member : *members) sorted.push_back(&member);
  std::ranges::stable_sort(sorted, {}, [](const Value::Member* member) -> const std::string& { return member->first; });
  out.push_back('{');
  for (const Value::Member* member : sorted) {
    if (member != sorted.front()) out.push_back(',');
    json::append_string(out, member->first);
    out.push_back(':');
    append_in_order(out, member->second);
  }
  out.push_back('}');
}

}  // namespace

std::string object_in_order(const Value& value) {
  std::string out;
  if (!value.is_null()) append_in_order(out, value);
  return out;
}

FieldHash& FieldHash::add(std::string_view field) {
  if (bytes_.capacity() < kUsual) bytes_.reserve(kUsual);
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
  return std::string(bytes_of(hash));
}

}  // namespace ckm::store
