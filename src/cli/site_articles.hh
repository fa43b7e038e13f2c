// From the store to a help site: which articles are in it, and what is said of them there.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/command.hh"
#include "cli/export_chain.hh"
#include "search/selection.hh"
#include "site/site.hh"

namespace ckm::cli {

struct SiteArticles {
  site::Site site;        // Arranged, with the theme that was given.
  std::int64_t left = 0;  // Articles that are meant for its readers, who may not see them as they are.
};

// Of what the context's audience sees, all that is in order: what is not validated, and what does not hold now, is on no site.
// `kind`: empty for all. `seen` is told how many articles were looked at.
SiteArticles gather_site(Context& context, const std::string& kind, const ChainOptions& chain,
                         std::optional<search::Selection>& selection, site::Theme theme,
                         const std::function<void(std::int64_t)>& seen);

}  // namespace ckm::cli
