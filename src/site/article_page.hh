// The page of an article. Of a case the parts are a story in time: what happened, what was tried and how that ended.
#pragma once

#include <string>

#include "site/site.hh"

namespace ckm::site {

std::string article_page(const Site& site, const Article& article);

// Links to articles as a list, with what each says in a line where `lines`.
std::string article_list(const Site& site, const std::string& from, const std::vector<std::size_t>& articles, bool lines);

}  // namespace ckm::site
