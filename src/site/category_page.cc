#include "site/category_page.hh"

#include <fmt/format.h>

#include "site/article_page.hh"
#include "site/markup.hh"
#include "site/page.hh"

namespace ckm::site {
namespace {

constexpr std::size_t kOnCard = 3;  // Categories, else articles, that a card names.

}  // namespace

std::string category_cards(const Site& site, const std::string& from, const std::vector<std::size_t>& categories) {
  const Labels labels = labels_of(site);
  std::string out = "<ul class=\"cards\">\n";
  for (const std::size_t i : categories) {
    const Category& category = site.categories[i];
    std::string about = category.description;
    if (about.empty()) {
      const std::vector<std::size_t>& named = category.children.empty() ? category.articles : category.children;
      for (std::size_t n = 0; n < named.size() && n < kOnCard; ++n) {
        if (n > 0) about += category.children.empty() ? " · " : labels[Label::kComma];
        about += category.children.empty() ? site.articles[named[n]].title : site.categories[named[n]].title;
      }
    }
    out += fmt::format("<li class=\"card\"><h3><a href=\"{}\">{}</a></h3><p>{}</p><p class=\"count\">{}</p></li>\n",
                       link(from, category_path(category)), html_text(category.title), html_text(beginning(about, 120)),
                       html_text(labels.articles(category.total)));
  }
  return out + "</ul>\n";
}

std::string category_page(const Site& site, const Category& category) {
  const Labels labels = labels_of(site);
  Page page{.path = category_path(category), .title = category.title, .description = category.description};
  if (page.description.empty()) page.description = fmt::format("{} – {}", category.title, labels.articles(category.total));
  page.crumbs = crumbs_to(site, category.path);
  page.kind = "category";
  std::string& out = page.main;
  out += fmt::format("<h1>{}</h1>\n", html_text(category.title));
  if (!category.description.empty()) out += fmt::format("<p class=\"lead\">{}</p>\n", html_text(category.description));
  out += fmt::format("<p class=\"meta\">{}</p>\n", html_text(labels.articles(category.total)));
  if (!category.children.empty())
    out += fmt::format("<section aria-labelledby=\"topics\">\n<h2 id=\"topics\">{}</h2>\n{}</section>\n",
                       html_text(labels[Label::kSubcategories]), category_cards(site, page.path, category.children));
  if (!category.articles.empty()) out += article_list(site, page.path, category.articles, true);
  return render(site, page);
}

}  // namespace ckm::site
