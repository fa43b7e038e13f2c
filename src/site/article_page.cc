#include "site/article_page.hh"

#include <fmt/format.h>

#include <array>

#include "site/json_ld.hh"
#include "site/markup.hh"
#include "site/page.hh"

namespace ckm::site {
namespace {

constexpr std::size_t kDescription = 150;  // Columns.
constexpr std::size_t kLine = 110;

struct Outcome {
  std::string_view name;
  Label label;
};
constexpr std::array<Outcome, 3> kOutcomes = {
    {{"worked", Label::kWorked}, {"failed", Label::kFailed}, {"partly", Label::kPartly}}};

std::string section(std::string_view kind, std::string_view heading, const std::string& html) {
  return fmt::format("<section class=\"{}\">\n<h2>{}</h2>\n{}</section>\n", kind, html_text(heading), html);
}

std::string part(std::string_view heading, const std::string& markdown) {
  const std::string html = markdown_html(markdown, 3);
  return html.empty() ? "" : section("part", heading, html);
}

std::string steps(const Article& article, const Labels& labels) {
  if (article.steps.empty()) return {};
  std::string list = "<ol class=\"steps\">\n";
  for (const Step& step : article.steps) {
    std::string_view kind = "unknown";
    Label label = Label::kUnknown;
    for (const Outcome& outcome : kOutcomes) {
      if (step.outcome != outcome.name) continue;
      kind = outcome.name;
      label = outcome.label;
    }
    list += fmt::format("<li class=\"{}\">\n<p class=\"outcome\">{}</p>\n{}", kind, html_text(labels[label]),
                        markdown_html(step.method, 3));
    if (const std::string why = markdown_text(step.why); !why.empty())
      list += fmt::format("<p class=\"why\">{} {}</p>\n", html_text(labels[Label::kWhy]), html_text(why));
    list += "</li>\n";
  }
  return section("part", labels[Label::kTried], list + "</ol>\n");
}

std::string meta(const Article& article, const Labels& labels) {
  const std::optional<Time> at = article.reviewed_at ? article.reviewed_at : article.changed_at;
  if (!at) return {};
  const std::string day = format_day(*at);
  return fmt::format("<p class=\"meta\">{} <time datetime=\"{}\">{}</time></p>\n",
                     html_text(labels[article.reviewed_at ? Label::kReviewed : Label::kChanged]), day,
                     html_text(labels.day(day)));
}

std::string languages(const Site& site, const Article& article, const std::string& path) {
  std::string list;
  for (const std::size_t other : article.variants) {
    const Article& variant = site.articles[other];
    const std::string name = variant.language.empty() ? variant.title : language_name(variant.language);
    const std::string hreflang =
        variant.language.empty() ? "" : fmt::format(" hreflang=\"{}\"", html_attribute(variant.language));
    list += fmt::format("<li><a href=\"{}\"{}{} title=\"{}\">{}</a></li>\n", link(path, article_path(variant)), hreflang,
                        lang(site, variant.language), html_attribute(variant.title), html_text(name));
  }
  if (list.empty()) return {};
  const std::string_view label = labels_of(site)[Label::kInLanguages];
  return fmt::format("<nav class=\"languages\" aria-label=\"{}\">\n<span>{}</span>\n<ul>\n{}</ul>\n</nav>\n",
                     html_attribute(label), html_text(label), list);
}

}  // namespace

std::string article_list(const Site& site, const std::string& from, const std::vector<std::size_t>& articles, bool lines) {
  std::string out = "<ul class=\"articles\">\n";
  for (const std::size_t i : articles) {
    const Article& article = site.articles[i];
    out += fmt::format("<li{}><a href=\"{}\">{}</a>", lang(site, article.language), link(from, article_path(article)),
                       html_text(article.title));
    if (const std::string line = lines ? beginning(plain_text(article), kLine) : ""; !line.empty())
      out += fmt::format("<p>{}</p>", html_text(line));
    out += "</li>\n";
  }
  return out + "</ul>\n";
}

std::string article_page(const Site& site, const Article& article) {
  const Labels labels = labels_of(site);
  Page page{.path = article_path(article), .title = article.title, .description = beginning(plain_text(article), kDescription)};
  page.crumbs = crumbs_to(site, article.category);
  page.crumbs.push_back({beginning(article.title, 60), ""});
  page.kind = "article";
  page.json_ld = article_json_ld(site, article);
  for (const std::size_t other : article.variants) {
    const Article& variant = site.articles[other];
    if (!variant.language.empty()) page.alternates.push_back({variant.language, article_path(variant)});
  }
  if (!page.alternates.empty() && !article.language.empty())
    page.alternates.insert(page.alternates.begin(), {article.language, page.path});

  std::string& out = page.main;
  out += fmt::format("<article>\n<h1{}>{}</h1>\n{}{}", lang(site, article.language), html_text(article.title),
                     meta(article, labels), languages(site, article, page.path));
  out += fmt::format("<div class=\"prose\"{}>\n{}", lang(site, article.language), markdown_html(article.body, 2));
  out += part(labels[Label::kSituation], article.situation);
  out += part(labels[Label::kCause], article.cause);
  out += steps(article, labels);
  out += part(labels[Label::kResult], article.result);
  out += part(labels[Label::kNextTime], article.next_time);
  out += "</div>\n";
  if (!article.phrasings.empty()) {
    std::string list;
    for (const std::string& phrasing : article.phrasings) list += fmt::format("<li>{}</li>\n", html_text(phrasing));
    out += fmt::format("<section class=\"asked\">\n<h2>{}</h2>\n<ul{}>\n{}</ul>\n</section>\n",
                       html_text(labels[Label::kAlsoAsked]), lang(site, article.language), list);
  }
  out += "</article>\n";
  if (!article.related.empty())
    out += fmt::format("<nav class=\"related\" aria-labelledby=\"related\">\n<h2 id=\"related\">{}</h2>\n{}</nav>\n",
                       html_text(labels[Label::kRelated]), article_list(site, page.path, article.related, false));
  return render(site, page);
}

}  // namespace ckm::site
