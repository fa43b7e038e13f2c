// How lists and objects are kept in a column.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hh"
#include "base/value.hh"

namespace ckm::store {

// A JSON array of strings.
std::string list_to_column(const std::vector<std::string>& list);
std::vector<std::string> list_from_column(std::string_view column);

// A JSON object; nothing for null.
std::optional<std::string> object_to_column(const Value& value);
Value object_from_column(std::string_view column);

// The same for a hash: members in the order of their names, at every depth, since a source may give them in any; empty for null.
std::string object_in_order(const Value& value);

// Collects fields for a content hash, each with its length, so that no two sequences of fields are the same bytes.
class FieldHash {
 public:
  FieldHash& add(std::string_view field);
  FieldHash& add(std::optional<std::int64_t> field);
  std::string digest();  // 16 bytes.

 private:
  std::string bytes_;
};

}  // namespace ckm::store
