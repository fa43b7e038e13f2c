// What machines read of a page: JSON-LD of schema.org, and the sitemap (sitemaps.org).
#pragma once

#include <string>

#include "site/site.hh"

namespace ckm::site {

// JSON for a <script>. Of a FAQ a FAQPage, of other articles a TechArticle; with breadcrumbs where the site's address is known.
std::string article_json_ld(const Site& site, const Article& article);
std::string site_json_ld(const Site& site);

// sitemap.xml; the theme must have an url.
std::string sitemap(const Site& site);

}  // namespace ckm::site
