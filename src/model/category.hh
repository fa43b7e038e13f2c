// A node of the category tree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.hh"

namespace ckm::model {

struct Category {
  std::string path;   // billing/refund; the names of the nodes above it, joined by /.
  std::string title;  // What people are shown; empty: the path's last name.
  std::string description;
  Value rule;                 // What puts a text here, as learn/rules.hh reads it; null when nothing does.
  std::int64_t position = 0;  // Rules with a lower one are tried first.
  // Of a file, what it says; else not told here.
  std::string owner = {};  // A reference, an address or a name; empty: it does not say.
  std::optional<std::int64_t> review_days = {};
  bool operator==(const Category&) const = default;
};

// A path as users and sources write it: white space around steps and empty steps dropped. May be empty.
std::string clean_path(std::string_view path);
// Whether it drops steps: a//b, /a.
bool has_empty_step(std::string_view path);

// Whether `path` is `branch` or lies below it.
constexpr bool within(std::string_view path, std::string_view branch) {
  return path.starts_with(branch) && (path.size() == branch.size() || path[branch.size()] == '/');
}

}  // namespace ckm::model
