#include "formats/import_toml.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hh"
#include "base/toml.hh"
#include "model/category.hh"
#include "text/fold.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMost = std::size_t{16} << 20;
constexpr std::string_view kTable = "category";
constexpr std::int64_t kMostDays = 36'500;

Place place_of(const Value& value) { return {static_cast<std::uint64_t>(value.line), static_cast<std::uint64_t>(value.column)}; }

bool is_list_of_texts(const Value& value) {
  return value.array() != nullptr && std::ranges::all_of(*value.array(), [](const Value& text) {
           return text.string() != nullptr && !text::fold(*text.string()).empty();
         });
}

// Takes a field of a category; returns what is wrong with it, empty for nothing.
std::string take(const std::string& key, const Value& value, model::CategoryEntry& category) {
  if (key == "review_days") {
    if (value.integer() == nullptr || *value.integer() < 1 || *value.integer() > kMostDays)
      return fmt::format("its review_days is no number of days from 1 to {}", kMostDays);
    category.review_days = *value.integer();
    return {};
  }
  if (key == "any" || key == "all" || key == "regex") {
    if (!is_list_of_texts(value)) return fmt::format("its {} is no list of texts", key);
    if (!value.array()->empty()) category.rule.set(key, value);
    return {};
  }
  if (key != "title" && key != "description" && key != "owner") return fmt::format("a category knows no '{}'", key);
  if (value.string() == nullptr) return fmt::format("its {} is no text", key);
  if (key == "title") category.title = *value.string();
  else if (key == "description") category.description = *value.string();
  else (value.string()->find('@') == std::string::npos ? category.owner.name : category.owner.email) = *value.string();
  return {};
}

}  // namespace

bool sniff_toml(std::string_view head) { return head.starts_with("[category.") || head.find("\n[category.") != head.npos; }

void read_toml(ByteSource& in, const ReadOptions& options, Sink& out) {
  PeekSource whole(in);
  const std::string_view text = whole.peek(kMost + 1);
  if (text.size() > kMost)
    throw Error(Exit::kInput, fmt::format("{}: is larger than 16 MiB", options.name), "cut the tree into several files");
  const Value toml = toml::parse(text, options.name);
  const Value* const tree = toml.find(kTable);
  if (tree == nullptr || tree->object() == nullptr) {
    throw Error(Exit::kInput, fmt::format("{}: has no category", options.name),
                "write tables such as [category.\"billing/refund\"]; other TOML is not imported");
  }
  for (const auto& [path, table] : *tree->object()) {
    const Place place = place_of(table);
    Place wrong = place;
    model::CategoryEntry category;
    category.path = model::clean_path(path);
    std::string fault = category.path.empty()       ? "no path"
                        : table.object() == nullptr ? fmt::format("'{}' is no table", path)
                                                    : "";
    if (fault.empty()) {
      for (const auto& [key, value] : *table.object()) {
        fault = take(key, value, category);
        if (fault.empty()) continue;
        wrong = place_of(value);
        break;
      }
    }
    const bool more = fault.empty() ? out.entry(std::move(category), {}, place) : out.reject({wrong, std::move(fault), {}});
    if (!more) return;
  }
}

}  // namespace ckm::formats
