// What ckm set is told: references, and field=value for what the things get.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "model/article.hh"

namespace ckm::cli {

// A label (store/edits.hh), so that assign() leaves it alone.
inline constexpr std::string_view kCategoryField = "category";
inline constexpr std::string_view kTitleField = "title";
inline constexpr std::string_view kTagsField = "tags";

struct Assignment {
  enum class How : std::uint8_t { kIs, kMore, kLess };
  std::string typed;  // The field as it was typed, for people.
  std::string field;  // As an article's text has it; of question that is title.
  How how = How::kIs;
  std::string value;              // Of a field of one text. A category is a clean path.
  std::vector<std::string> tags;  // Of tags, none empty and none twice.
  std::optional<Time> time;       // Of a field of one time.
};

struct Assignments {
  std::vector<std::string> refs;  // In their order, - for standard input as it stands.
  std::vector<Assignment> all;    // None twice, but for tags that are added and taken away.
};
// Throws Error{kUsage} for a field that there is not or that is more than one value, a value that it can't have, a field that is
// given twice, and where there is no reference or nothing to set.
Assignments parse_assignments(const std::vector<std::string>& words);
// The same where nothing needs to be there.
Assignments split_assignments(const std::vector<std::string>& words);

// Gives the article what they say but for its category. `ref` is its reference. Throws Error{kUsage} for a question of what is no
// FAQ, for what only a ticket has, and for an end before its beginning.
void assign(model::Article& article, const std::vector<Assignment>& all, std::string_view ref);

// One assignment of tags.
void assign_tags(std::vector<std::string>& tags, const Assignment& a);

// The names of the fields as they are typed, in the order of the manual.
std::vector<std::string> assignable_fields();

}  // namespace ckm::cli
