// The layout that all pages share: head, search, breadcrumbs, main, footer.
//
// A page loads nothing but the site's own style sheets, script and logo, which its Content-Security-Policy says too; it works
// from a file, for all its links are relative and name their file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "site/labels.hh"
#include "site/site.hh"

namespace ckm::site {

struct Crumb {
  std::string title;
  std::string path;  // From the site's folder; empty: this page.
};

struct Alternate {
  std::string language;
  std::string path;
};

struct Page {
  std::string path;         // From the site's folder.
  std::string title;        // Empty: the site's own.
  std::string description;  // In one line.
  std::vector<Crumb> crumbs = {};
  std::vector<Alternate> alternates = {};
  std::string json_ld = {};    // JSON for a script (escape.hh); empty: none.
  bool search_below = true;    // With a small search box in the header; else main has one.
  bool listed = true;          // By search engines.
  std::string main = {};       // HTML.
  std::string_view kind = {};  // What the style sheet calls it.
};

// The HTML of the page.
std::string render(const Site& site, const Page& page);

// The words of the site's own.
Labels labels_of(const Site& site);
std::string site_title(const Site& site);

// From the page at `from` to what is at `to`, both from the site's folder, for an attribute.
std::string link(std::string_view from, std::string_view to);
// ` lang="de"`, where that is known and not the labels'; else nothing.
std::string lang(const Site& site, std::string_view language);
// The search box; `id` tells two of a page apart.
std::string search_form(const Site& site, std::string_view from, std::string_view id);
// The way to a category and it itself; `open`: it is not this page.
std::vector<Crumb> crumbs_to(const Site& site, std::string_view category);

}  // namespace ckm::site
