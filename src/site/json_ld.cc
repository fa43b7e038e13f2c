#include "site/json_ld.hh"

#include <fmt/format.h>

#include "site/markup.hh"
#include "site/page.hh"

namespace ckm::site {
namespace {

constexpr std::string_view kContext = "https://schema.org";

std::string absolute(const Site& site, std::string_view path) { return site.theme.url + url_path(path); }

Value breadcrumbs(const Site& site, const Article& article) {
  Value list{Value::Array{}};
  std::int64_t position = 0;
  const auto add = [&](const std::string& name, const std::string& path) {
    Value item;
    item.set("@type", "ListItem").set("position", ++position).set("name", name).set("item", absolute(site, path));
    list.push(std::move(item));
  };
  add(site_title(site), "index.html");
  for (const Crumb& crumb : crumbs_to(site, article.category)) add(crumb.title, crumb.path);
  add(article.title, article_path(article));
  Value out;
  out.set("@type", "BreadcrumbList").set("itemListElement", std::move(list));
  return out;
}

}  // namespace

std::string article_json_ld(const Site& site, const Article& article) {
  Value out;
  out.set("@context", kContext);
  const std::string plain = plain_text(article);
  if (article.kind == model::Kind::kFaq) {
    Value answer;
    answer.set("@type", "Answer").set("text", plain);
    Value question;
    question.set("@type", "Question").set("name", article.title).set("acceptedAnswer", std::move(answer));
    out.set("@type", "FAQPage").set("mainEntity", Value{Value::Array{question}});
  } else {
    out.set("@type", "TechArticle").set("headline", article.title).set("articleBody", plain);
  }
  if (!article.language.empty()) out.set("inLanguage", article.language);
  if (article.changed_at) out.set("dateModified", format_time(*article.changed_at));
  if (!site.theme.url.empty()) {
    out.set("url", absolute(site, article_path(article)));
    out.set("breadcrumb", breadcrumbs(site, article));
  }
  return script_json(out);
}

std::string site_json_ld(const Site& site) {
  Value out;
  out.set("@context", kContext).set("@type", "WebSite").set("name", site_title(site));
  if (!site.theme.url.empty()) {
    out.set("url", site.theme.url);
    Value action;
    action.set("@type", "SearchAction").set("target", site.theme.url + "search.html?q={search_term_string}");
    action.set("query-input", "required name=search_term_string");
    out.set("potentialAction", std::move(action));
  }
  return script_json(out);
}

std::string sitemap(const Site& site) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  const auto add = [&](const std::string& path, const std::optional<Time>& at) {
    out += fmt::format("<url><loc>{}</loc>{}</url>\n", html_text(absolute(site, path)),
                       at ? fmt::format("<lastmod>{}</lastmod>", format_day(*at)) : "");
  };
  add("index.html", {});
  for (const Category& category : site.categories) add(category_path(category), {});
  for (const Article& article : site.articles) add(article_path(article), article.changed_at);
  return out + "</urlset>\n";
}

}  // namespace ckm::site
