#include "site/site.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/utf8.hh"
#include "site/markup.hh"

namespace ckm::site {
namespace {

std::string parent_of(std::string_view path) {
  const std::size_t at = path.rfind('/');
  return std::string(path.substr(0, at == std::string_view::npos ? 0 : at));
}

// Where a category stands in the theme's list, or behind it.
std::size_t place_of(const Theme& theme, const std::string& path) {
  return static_cast<std::size_t>(std::ranges::find(theme.categories, path) - theme.categories.begin());
}

}  // namespace

void arrange(Site& site) {
  std::ranges::sort(site.articles, {}, [](const Article& a) { return std::tie(a.category, a.id); });
  std::map<std::string, std::size_t> known;
  std::ranges::sort(site.categories, {}, [](const Category& c) { return c.path; });
  for (Category& category : site.categories) {
    category.total = 0;
    category.children.clear();
    category.articles.clear();
  }
  for (std::size_t i = 0; i < site.categories.size(); ++i) known.emplace(site.categories[i].path, i);
  for (std::size_t i = 0; i < site.articles.size(); ++i) {
    const std::string& path = site.articles[i].category;
    site.categories[known.at(path)].articles.push_back(i);
    for (std::string at = path;; at = parent_of(at)) {
      ++site.categories[known.at(at)].total;
      if (parent_of(at).empty()) break;
    }
  }
  std::erase_if(site.categories, [](const Category& c) { return c.total == 0; });
  known.clear();
  site.top.clear();
  for (std::size_t i = 0; i < site.categories.size(); ++i) known.emplace(site.categories[i].path, i);
  for (std::size_t i = 0; i < site.categories.size(); ++i) {
    const std::string above = parent_of(site.categories[i].path);
    if (above.empty()) site.top.push_back(i);
    else site.categories[known.at(above)].children.push_back(i);
  }
  const auto in_order = [&](std::vector<std::size_t>& list) {
    std::ranges::sort(list, {}, [&](std::size_t i) {
      const Category& c = site.categories[i];
      return std::tuple(c.path.empty(), place_of(site.theme, c.path), c.path);
    });
  };
  in_order(site.top);
  const auto by_use = [&](std::size_t i) { return std::tie(site.articles[i].uses); };
  for (Category& category : site.categories) {
    in_order(category.children);
    std::ranges::stable_sort(category.articles, std::ranges::greater(), by_use);
  }
  site.most.clear();
  for (std::size_t i = 0; i < site.articles.size(); ++i) site.most.push_back(i);
  site.by_use = std::ranges::any_of(site.articles, [](const Article& a) { return a.uses > 0; });
  if (site.by_use) {
    std::erase_if(site.most, [&](std::size_t i) { return site.articles[i].uses == 0; });
    std::ranges::stable_sort(site.most, std::ranges::greater(), by_use);
  } else {
    std::ranges::stable_sort(site.most, std::ranges::greater(), [&](std::size_t i) {
      return std::max(site.articles[i].changed_at.value_or(0), site.articles[i].reviewed_at.value_or(0));
    });
  }
  if (site.most.size() > kMost) site.most.resize(kMost);
}

const Category* find_category(const Site& site, std::string_view path) {
  const auto at = std::ranges::lower_bound(site.categories, path, {}, [](const Category& c) { return std::string_view(c.path); });
  return at != site.categories.end() && at->path == path ? &*at : nullptr;
}

std::string article_path(const Article& article) { return fmt::format("article/{}.html", article.id); }
std::string category_path(const Category& category) { return fmt::format("category/{}.html", category.id); }

std::string plain_text(const Article& article) {
  std::string out;
  const auto add = [&](std::string_view markdown) {
    const std::string plain = markdown_text(markdown);
    if (plain.empty()) return;
    if (!out.empty()) out.push_back(' ');
    out += plain;
  };
  add(article.body);
  add(article.situation);
  add(article.cause);
  for (const Step& step : article.steps) {
    add(step.method);
    add(step.why);
  }
  add(article.result);
  add(article.next_time);
  return out;
}

std::string beginning(std::string_view text, std::size_t columns) {
  if (utf8::display_width(text) <= columns) return std::string(text);
  std::string cut = utf8::fit(text, columns);
  constexpr std::string_view kCut = "…";
  const std::string_view rest = std::string_view(cut).substr(0, cut.size() - kCut.size());
  // Back to a blank that is near; Chinese has none.
  const std::size_t blank = rest.rfind(' ');
  if (blank != std::string_view::npos && blank + 20 > rest.size()) return std::string(rest.substr(0, blank)) + std::string(kCut);
  return cut;
}

}  // namespace ckm::site
