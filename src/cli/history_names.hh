// Versions and changes as commands name and show them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "cli/command.hh"
#include "store/articles.hh"
#include "store/labels.hh"
#include "store/lineage.hh"

namespace ckm::cli {

// What the words of --as-of, --since and so on mean: a time, or the last second of a day, month or year. Throws Error{kUsage}.
Time need_moment(std::string_view option, std::string_view text);
// The same, but the first second.
Time need_start(std::string_view option, std::string_view text);

// Something that has a history, and its versions.
struct Past {
  store::Known known;
  std::string ref;                     // As it is or was shown.
  std::optional<std::int64_t> number;  // Of the version that its name asked for.
  store::Lineage line;                 // Its versions are not empty.

  // By its number. Throws Error{kNotFound} where there is none.
  [[nodiscard]] const store::Version& version(std::int64_t wanted) const;
  // What it was before a version; nothing before the first one. What several versions make together has the number 0.
  [[nodiscard]] const store::Version* before(const store::Version& version) const;
  // faq:12@3, or faq:12 for what the versions of several copies make together.
  [[nodiscard]] std::string name(const store::Version& version) const;
};
// Throws as store::need_version_name does, and Error{kNotFound} for what has no history.
Past need_past(store::Store& store, std::string_view text);
// The same, but there may be no versions.
Past look_up_past(store::Store& store, std::string_view text);
[[noreturn]] void tell_no_history(std::string_view ref);

// The article of a version that is there, with the category that it says itself; and the one that counted, and who said so.
store::StoredArticle article_of(const Past& past, const store::Version& version);
store::EffectiveCategory category_of(const store::StoredArticle& stored, const store::Version& version);
// A version that is there: what the name asks for, or what it is. Throws Error{kNotFound} where it was removed or forgotten, and
// Error{kUsage} for a ticket.
const store::Version& need_version(const Past& past);
// What it was at a time. Throws Error{kNotFound} where it was not there, too.
store::Version need_version_at(store::Store& store, const Past& past, Time time);

}  // namespace ckm::cli
