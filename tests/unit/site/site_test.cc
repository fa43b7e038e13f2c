#include "site/site.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "base/json.hh"
#include "site/article_page.hh"
#include "site/build.hh"
#include "site/category_page.hh"
#include "site/home_page.hh"
#include "site/json_ld.hh"
#include "site/page.hh"

namespace ckm::site {
namespace {

Article article(const std::string& id, const std::string& category, std::int64_t uses = 0) {
  Article out;
  out.id = id;
  out.title = "Title " + id;
  out.body = "Body of " + id;
  out.category = category;
  out.uses = uses;
  return out;
}

Site sample() {
  Site site;
  site.theme = plain_theme();
  site.theme.language = "en";
  site.articles = {article("c", "b/x", 3), article("a", "", 1), article("b", "a"), article("d", "b/x", 5)};
  site.categories = {
      {"b", "1b", "Letter B"}, {"b/x", "2bx", "X"}, {"a", "3a", "A"}, {"", "other", "Other"}, {"e", "4e", "Empty"}};
  return site;
}

std::map<std::string, std::string> built(const Site& site, const ThemeFiles& files = {}) {
  std::map<std::string, std::string> out;
  build(site, files, [&](const std::string& path, std::string_view bytes) { out[path] = bytes; });
  return out;
}

}  // namespace

TEST_CASE("Articles come into the tree of their categories, in whatever order they come") {
  Site site = sample();
  arrange(site);
  CHECK(find_category(site, "e") == nullptr);
  const Category* const b = find_category(site, "b");
  REQUIRE(b != nullptr);
  CHECK(b->total == 2);
  CHECK(b->articles.empty());
  const Category* const x = find_category(site, "b/x");
  REQUIRE(x->articles.size() == 2);
  CHECK(site.articles[x->articles[0]].id == "d");  // Used more.
  CHECK(site.categories[site.top.front()].path == "a");
  CHECK(site.categories[site.top.back()].path.empty());
  CHECK(site.by_use);
  CHECK(site.articles[site.most[0]].id == "d");
  CHECK(site.most.size() == 3);

  Site other = sample();
  std::ranges::reverse(other.articles);
  std::ranges::reverse(other.categories);
  arrange(other);
  CHECK(built(site) == built(other));

  other = sample();
  other.theme.categories = {"b", "a"};
  arrange(other);
  CHECK(other.categories[other.top.front()].path == "b");
}

TEST_CASE("Without uses the home page has what changed last") {
  Site site = sample();
  for (Article& a : site.articles) a.uses = 0;
  site.articles[1].changed_at = 5;
  site.articles[2].reviewed_at = 9;
  arrange(site);
  CHECK(!site.by_use);
  CHECK(site.articles[site.most[0]].id == "b");
  CHECK(site.articles[site.most[1]].id == "a");
}

TEST_CASE("All files are known as the site's, and no other ones are") {
  Site site = sample();
  site.theme.url = "https://x.example/";
  site.theme.logo = "l.svg";
  site.theme.css = "c.css";
  arrange(site);
  const auto files = built(site, {"<svg/>", "p{}"});
  for (const auto& [path, bytes] : files) CHECK_MESSAGE(is_built(path), path);
  CHECK(files.at("assets/logo.svg") == "<svg/>");
  CHECK(files.contains("sitemap.xml"));
  for (const char* const other : {"CNAME", "robots.txt", "article/x.txt", "article/a/b.html", "assets/mine.css", "article/.html",
                                  "search/x.html", "article/A b.html", "index.htm", "assets/logo.html", "article/../x.html"})
    CHECK_MESSAGE(!is_built(other), other);
}

TEST_CASE("Every link of a page leads to a file that there is") {
  Site site = sample();
  site.theme.css = "c.css";
  arrange(site);
  for (std::size_t i = 0; i + 1 < site.articles.size(); ++i) site.articles[i].related = {i + 1};
  site.articles[0].variants = {1};
  site.articles[1].language = "zh-Hans";
  const auto files = built(site);
  std::size_t links = 0;
  for (const auto& [path, bytes] : files) {
    if (!path.ends_with(".html")) continue;
    for (const std::string_view mark : {"href=\"", "src=\"", "action=\""}) {
      for (std::size_t at = 0; (at = bytes.find(mark, at)) != std::string::npos;) {
        at += mark.size();
        std::string to = bytes.substr(at, bytes.find('"', at) - at);
        if (to.starts_with("#")) continue;
        const bool below = path.find('/') != std::string::npos;
        REQUIRE_MESSAGE(to.starts_with("../") == below, path << " " << to);
        if (below) to.erase(0, 3);
        CHECK_MESSAGE(files.contains(to), path << " " << to);
        ++links;
      }
    }
  }
  CHECK(links > 60);
}

TEST_CASE("An article's page says where it is, in which language, and how a case went") {
  Site site = sample();
  arrange(site);
  Article& a = site.articles[3];
  a.kind = model::Kind::kCase;
  a.language = "zh-Hant";
  a.situation = "It **broke**";
  a.steps = {{"Restart", "often helps", "failed"}, {"Replace", "", "worked"}, {"Wait", "", ""}};
  a.reviewed_at = 1772668800;  // 2026-03-05
  a.variants = {0};
  site.articles[0].language = "en";
  const std::string page = article_page(site, a);
  for (const char* const part :
       {"<h1 lang=\"zh-Hant\">", "Last reviewed <time datetime=\"2026-03-05\">5 March 2026</time>",
        "<p>It <strong>broke</strong></p>", "<li class=\"failed\">\n<p class=\"outcome\">Did not work</p>", "Why: often helps",
        "<li class=\"worked\">\n<p class=\"outcome\">Worked</p>", "Outcome not known", "hreflang=\"en\"",
        "<a href=\"../category/1b.html\">Letter B</a>", "aria-current=\"page\"", "Content-Security-Policy"})
    CHECK_MESSAGE(page.find(part) != std::string::npos, part);
  CHECK(page.find("uses") == std::string::npos);
}

TEST_CASE("Nothing that a title or a category holds ends what it stands in") {
  Site site;
  site.theme = plain_theme();
  site.theme.language = "en";
  site.theme.url = "https://x.example/";
  const std::string nasty = "</script></title><!--<script>x()</script>\" onload='y' \u202E `../..` \x1B[2J";
  site.theme.title = nasty;
  Article a = article("a", "n");
  a.title = nasty;
  a.phrasings = {nasty};
  a.language = "en\" onload=\"z";
  site.articles = {a};
  site.categories = {{"n", "1", nasty, nasty}};
  arrange(site);
  const auto files = built(site);
  CHECK(files.at("index.html").find("&quot; onload=&#39;y&#39;") != std::string::npos);
  CHECK(files.at("article/a.html").find("lang=\"en&quot; onload=&quot;z\"") != std::string::npos);
  for (const auto& [path, bytes] : files) {
    if (path.starts_with("assets/")) continue;
    CHECK_MESSAGE(bytes.find("<script>x") == std::string::npos, path);
    CHECK_MESSAGE(bytes.find('\x1B') == std::string::npos, path);
    CHECK_MESSAGE(bytes.find("\u202E") == std::string::npos, path);
    CHECK_MESSAGE(bytes.find("<!--") == std::string::npos, path);
  }
}

TEST_CASE("What machines read is JSON that says the same") {
  Site site = sample();
  site.theme.url = "https://x.example/";
  arrange(site);
  const Value faq = json::parse(article_json_ld(site, site.articles[2]), "it");
  CHECK(faq.text("@type") == "FAQPage");
  const Value& question = faq.find("mainEntity")->array()->at(0);
  CHECK(question.text("name") == "Title c");
  CHECK(question.find("acceptedAnswer")->text("text") == "Body of c");
  const Value::Array& way = *faq.find("breadcrumb")->find("itemListElement")->array();
  REQUIRE(way.size() == 4);
  CHECK(way[2].text("item") == "https://x.example/category/2bx.html");
  CHECK(sitemap(site).find("<loc>https://x.example/article/c.html</loc>") != std::string::npos);
  site.theme.url.clear();
  CHECK(article_json_ld(site, site.articles[2]).find("breadcrumb") == std::string::npos);
}

TEST_CASE("A text is cut between words, in columns") {
  CHECK(beginning("short", 10) == "short");
  CHECK(beginning("one two three four", 12) == "one two…");
  CHECK(beginning("退款多久能到账", 9) == "退款多久…");
}

}  // namespace ckm::site
