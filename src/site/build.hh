// All files of a site.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "site/site.hh"

namespace ckm::site {

// Files that the theme names, as they are.
struct ThemeFiles {
  std::string logo;
  std::string css;
};

using WriteFile = std::function<void(const std::string& path, std::string_view bytes)>;

// Hands over each file, by its path from the site's folder: pages, the search index, and the home page last. The same site gives
// the same bytes. `site` is arranged (arrange()).
void build(const Site& site, const ThemeFiles& files, const WriteFile& write);

// Whether a path is one that build() gives some site: whoever writes a site anew may remove such files, and no other ones.
bool is_built(std::string_view path);

// What a theme's logo may end in.
bool is_logo_name(std::string_view name);

}  // namespace ckm::site
