// The page of a category: what lies below it, and its articles.
#pragma once

#include <string>

#include "site/site.hh"

namespace ckm::site {

std::string category_page(const Site& site, const Category& category);

// Categories as cards.
std::string category_cards(const Site& site, const std::string& from, const std::vector<std::size_t>& categories);

}  // namespace ckm::site
