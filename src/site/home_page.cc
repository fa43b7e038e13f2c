#include "site/home_page.hh"

#include <fmt/format.h>

#include "site/article_page.hh"
#include "site/category_page.hh"
#include "site/json_ld.hh"
#include "site/markup.hh"
#include "site/page.hh"

namespace ckm::site {
namespace {

// Where the script puts what it finds; `browse` is the part of the page that it takes the place of.
std::string results(const Labels& labels) {
  return fmt::format(
      "<noscript><p class=\"notice\">{}</p></noscript>\n<p id=\"status\" class=\"status\" role=\"status\" "
      "aria-live=\"polite\"></p>\n"
      "<div id=\"results\" data-loading=\"{}\" data-failed=\"{}\" hidden></div>\n",
      html_text(labels[Label::kNeedScript]), html_attribute(labels[Label::kLoading]), html_attribute(labels[Label::kLoadFailed]));
}

std::string hero(const Site& site, const std::string& path, std::string_view heading) {
  const Labels labels = labels_of(site);
  return fmt::format("<div class=\"hero\">\n<h1>{}</h1>\n{}<p class=\"keys\">{}</p>\n</div>\n", html_text(heading),
                     search_form(site, path, "q"), html_text(labels[Label::kKeys]));
}

}  // namespace

std::string home_page(const Site& site) {
  const Labels labels = labels_of(site);
  Page page{.path = "index.html", .title = "", .description = site.theme.tagline};
  if (page.description.empty()) page.description = fmt::format("{} – {}", site_title(site), labels[Label::kTagline]);
  page.kind = "home";
  page.search_below = false;
  page.json_ld = site_json_ld(site);
  std::string& out = page.main;
  out += hero(site, page.path, site.theme.tagline.empty() ? labels[Label::kTagline] : site.theme.tagline);
  out += results(labels);
  out += fmt::format("<div id=\"browse\">\n<section aria-labelledby=\"topics\">\n<h2 id=\"topics\">{}</h2>\n{}</section>\n",
                     html_text(labels[Label::kCategories]), category_cards(site, page.path, site.top));
  out += fmt::format("<section aria-labelledby=\"most\">\n<h2 id=\"most\">{}</h2>\n{}</section>\n</div>\n",
                     html_text(labels[site.by_use ? Label::kMostUsed : Label::kNewest]),
                     article_list(site, page.path, site.most, false));
  return render(site, page);
}

std::string search_page(const Site& site) {
  const Labels labels = labels_of(site);
  Page page{.path = "search.html", .title = std::string(labels[Label::kSearch]), .description = ""};
  page.kind = "find";
  page.search_below = false;
  page.listed = false;
  page.crumbs = {{page.title, ""}};
  page.main = hero(site, page.path, labels[Label::kSearch]) + results(labels);
  page.main += fmt::format("<div id=\"browse\">\n<h2>{}</h2>\n{}</div>\n", html_text(labels[Label::kCategories]),
                           category_cards(site, page.path, site.top));
  return render(site, page);
}

}  // namespace ckm::site
