#include "site/build.hh"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/embedded.hh"
#include "base/interrupt.hh"
#include "site/article_page.hh"
#include "site/category_page.hh"
#include "site/home_page.hh"
#include "site/json_ld.hh"
#include "site/search_index.hh"

namespace ckm::embedded {
extern const File site_assets[];
extern const std::size_t site_assets_count;
}  // namespace ckm::embedded

namespace ckm::site {
namespace {

constexpr std::array<std::string_view, 7> kLogos = {".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico"};
constexpr std::array<std::string_view, 5> kFiles = {"index.html", "search.html", "sitemap.xml", "assets/theme.css",
                                                    "assets/custom.css"};

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

// What stands between the two; empty where they don't.
std::string_view between(std::string_view path, std::string_view begin, std::string_view end) {
  if (!path.starts_with(begin) || !path.ends_with(end) || path.size() < begin.size() + end.size()) return {};
  return path.substr(begin.size(), path.size() - begin.size() - end.size());
}

}  // namespace

void build(const Site& site, const ThemeFiles& files, const WriteFile& write) {
  for (std::size_t i = 0; i < embedded::site_assets_count; ++i)
    write("assets/" + std::string(embedded::site_assets[i].name), embedded::site_assets[i].bytes);
  write("assets/theme.css", theme_css(site.theme));
  if (!site.theme.css.empty()) write("assets/custom.css", files.css);
  if (!site.theme.logo.empty()) write("assets/logo" + site.theme.logo.substr(site.theme.logo.rfind('.')), files.logo);
  for (const Article& article : site.articles) {
    stop_if_interrupted();
    write(article_path(article), article_page(site, article));
  }
  for (const Category& category : site.categories) write(category_path(category), category_page(site, category));
  for (const File& file : search_index(site)) write(file.path, file.bytes);
  if (!site.theme.url.empty()) write("sitemap.xml", sitemap(site));
  write("search.html", search_page(site));
  write("index.html", home_page(site));
}

bool is_built(std::string_view path) {
  if (std::ranges::find(kFiles, path) != kFiles.end()) return true;
  for (std::size_t i = 0; i < embedded::site_assets_count; ++i) {
    if (between(path, "assets/", "") == embedded::site_assets[i].name) return true;
  }
  if (path.starts_with("assets/logo.") && is_logo_name(path)) return true;
  return is_name(between(path, "article/", ".html")) || is_name(between(path, "category/", ".html")) ||
         is_name(between(path, "search/", ".js"));
}

bool is_logo_name(std::string_view name) {
  return std::ranges::any_of(kLogos, [&](std::string_view suffix) { return name.ends_with(suffix); });
}

}  // namespace ckm::site
