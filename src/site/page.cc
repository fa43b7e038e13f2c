#include "site/page.hh"

#include <fmt/format.h>

#include <algorithm>

#include "site/markup.hh"

namespace ckm::site {
namespace {

// Styles and scripts are files of the site; nothing is in a page itself, so that nothing of an article could be taken for them.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";

std::string up_from(std::string_view path) {
  std::string up;
  for (const char c : path) {
    if (c == '/') up += "../";
  }
  return up;
}

std::string head(const Site& site, const Page& page) {
  const std::string home = site_title(site);
  const std::string title = page.title.empty() || page.title == home ? home : fmt::format("{} – {}", page.title, home);
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" "
      "content=\"no-referrer\">\n"
      "<title>{}</title>\n",
      html_attribute(labels_of(site).language()), kPolicy, html_text(title));
  if (!page.description.empty())
    out += fmt::format("<meta name=\"description\" content=\"{}\">\n", html_attribute(page.description));
  if (!page.listed) out += "<meta name=\"robots\" content=\"noindex\">\n";
  if (!site.theme.url.empty() && page.listed)
    out += fmt::format("<link rel=\"canonical\" href=\"{}{}\">\n", html_attribute(site.theme.url), url_path(page.path));
  for (const Alternate& other : page.alternates) {
    // Search engines want whole addresses here.
    const std::string to =
        site.theme.url.empty() ? link(page.path, other.path) : html_attribute(site.theme.url) + url_path(other.path);
    out += fmt::format("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">\n", html_attribute(other.language), to);
  }
  out += fmt::format("<link rel=\"stylesheet\" href=\"{}\">\n<link rel=\"stylesheet\" href=\"{}\">\n",
                     link(page.path, "assets/site.css"), link(page.path, "assets/theme.css"));
  if (!site.theme.css.empty())
    out += fmt::format("<link rel=\"stylesheet\" href=\"{}\">\n", link(page.path, "assets/custom.css"));
  out += fmt::format("<script src=\"{}\" defer></script>\n", link(page.path, "assets/search.js"));
  if (!page.json_ld.empty()) out += fmt::format("<script type=\"application/ld+json\">{}</script>\n", page.json_ld);
  return out + "</head>\n";
}

std::string logo_file(const Theme& theme) { return "assets/logo" + theme.logo.substr(theme.logo.rfind('.')); }

std::string header(const Site& site, const Page& page) {
  const Labels labels = labels_of(site);
  std::string logo;
  if (!site.theme.logo.empty())
    logo = fmt::format("<img src=\"{}\" alt=\"\" height=\"32\">", link(page.path, logo_file(site.theme)));
  std::string out = fmt::format(
      "<a class=\"skip\" href=\"#main\">{}</a>\n<header class=\"top\">\n<div class=\"bar\">\n"
      "<a class=\"brand\" href=\"{}\"{}>{}<span>{}</span></a>\n",
      html_text(labels[Label::kSkip]), link(page.path, "index.html"), page.path == "index.html" ? " aria-current=\"page\"" : "",
      logo, html_text(site_title(site)));
  if (page.search_below) out += search_form(site, page.path, "q");
  return out + "</div>\n</header>\n";
}

std::string breadcrumbs(const Site& site, const Page& page) {
  if (page.crumbs.empty()) return {};
  const Labels labels = labels_of(site);
  std::string out =
      fmt::format("<nav class=\"crumbs\" aria-label=\"{}\">\n<ol>\n<li><a href=\"{}\">{}</a></li>\n",
                  html_attribute(labels[Label::kBreadcrumbs]), link(page.path, "index.html"), html_text(labels[Label::kHome]));
  for (const Crumb& crumb : page.crumbs) {
    if (crumb.path.empty() || crumb.path == page.path) {
      out += fmt::format("<li><span aria-current=\"page\">{}</span></li>\n", html_text(crumb.title));
    } else {
      out += fmt::format("<li><a href=\"{}\">{}</a></li>\n", link(page.path, crumb.path), html_text(crumb.title));
    }
  }
  return out + "</ol>\n</nav>\n";
}

}  // namespace

Labels labels_of(const Site& site) { return Labels(site.theme.language); }

std::string site_title(const Site& site) {
  return site.theme.title.empty() ? std::string(labels_of(site)[Label::kHelp]) : site.theme.title;
}

std::string link(std::string_view from, std::string_view to) { return up_from(from) + url_path(to); }

std::string lang(const Site& site, std::string_view language) {
  if (language.empty() || language == labels_of(site).language()) return {};
  return fmt::format(" lang=\"{}\"", html_attribute(language));
}

std::string search_form(const Site& site, std::string_view from, std::string_view id) {
  const Labels labels = labels_of(site);
  return fmt::format(
      "<form class=\"search\" role=\"search\" action=\"{}\" method=\"get\">\n"
      "<label class=\"hidden\" for=\"{}\">{}</label>\n"
      "<input id=\"{}\" name=\"q\" type=\"search\" placeholder=\"{}\" autocomplete=\"off\" autocapitalize=\"off\" "
      "spellcheck=\"false\" "
      "maxlength=\"200\" aria-keyshortcuts=\"/\">\n<button type=\"submit\">{}</button>\n</form>\n",
      link(from, "search.html"), id, html_text(labels[Label::kSearch]), id, html_attribute(labels[Label::kAsk]),
      html_text(labels[Label::kSearch]));
}

std::vector<Crumb> crumbs_to(const Site& site, std::string_view category) {
  std::vector<Crumb> crumbs;
  for (std::string_view path = category;;) {
    if (const Category* const at = find_category(site, path)) crumbs.push_back({at->title, category_path(*at)});
    const std::size_t end = path.rfind('/');
    if (end == std::string_view::npos) break;
    path = path.substr(0, end);
  }
  std::ranges::reverse(crumbs);
  return crumbs;
}

std::string render(const Site& site, const Page& page) {
  std::string out = head(site, page);
  out += fmt::format("<body class=\"{}\" data-root=\"{}\">\n", page.kind, up_from(page.path));
  out += header(site, page);
  out += breadcrumbs(site, page);
  out += fmt::format("<main id=\"main\" tabindex=\"-1\">\n{}</main>\n", page.main);
  out += "<footer class=\"foot\">\n";
  out +=
      site.theme.footer.empty() ? fmt::format("<p>{}</p>\n", html_text(site_title(site))) : markdown_html(site.theme.footer, 2);
  return out + "</footer>\n</body>\n</html>\n";
}

}  // namespace ckm::site
