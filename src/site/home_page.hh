// The first page, and that of search: a box, and what was found below it.
#pragma once

#include <string>

#include "site/site.hh"

namespace ckm::site {

std::string home_page(const Site& site);
std::string search_page(const Site& site);

}  // namespace ckm::site
