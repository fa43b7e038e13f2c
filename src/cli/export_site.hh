// The help site as a folder of pages (site/).
//
// A folder is brought up to date in place: files that say already what they should are not touched, pages of what is gone go, and
// what is no part of a site stays. Each is written beside and renamed, so that a killed export leaves whole files, and the next
// one does the rest.
#pragma once

#include <optional>
#include <string>

#include "cli/command.hh"
#include "cli/export_chain.hh"
#include "search/selection.hh"

namespace ckm::cli {

// What the site is called as a format.
inline constexpr std::string_view kSite = "html";

struct SiteOptions {
  std::string folder;
  std::string kind;   // Empty: all.
  std::string theme;  // Its file; empty: none.
  ChainOptions chain = {};
};

// Throws Error{kUsage} for standard output and a theme that makes no sense, kInput for a theme that can't be read, kConflict for
// a folder that holds something else, kLocked where another export writes to it, kSystem.
Exit export_site(Context& context, const SiteOptions& options, std::optional<search::Selection>& selection);

}  // namespace ckm::cli
