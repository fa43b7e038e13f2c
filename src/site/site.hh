// What a help site is made of. An article has here nothing but what its readers may see: whatever else the store knows of it
// can't come into a page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "model/kind.hh"
#include "site/theme.hh"

namespace ckm::site {

// Something that was tried in a case.
struct Step {
  std::string method;  // Markdown.
  std::string why;
  std::string outcome;  // worked, failed, partly or empty.
};

struct Article {
  model::Kind kind = model::Kind::kFaq;
  std::string id;  // Digits and lower-case letters: its page's name, which stays.
  std::string title;
  std::string body;  // Markdown, as the parts of a case.
  std::vector<std::string> phrasings;
  std::string situation;
  std::string cause;
  std::vector<Step> steps;
  std::string result;
  std::string next_time;
  std::string language;  // A tag of BCP 47 for lang; empty: not known.
  std::string category;  // A path; empty for none.
  std::optional<Time> changed_at;
  std::optional<Time> reviewed_at;
  std::int64_t uses = 0;              // Orders, and is never shown.
  std::vector<std::size_t> related;   // In Site::articles.
  std::vector<std::size_t> variants;  // The same in other languages.
};

struct Category {
  std::string path;  // Empty: of what is in none.
  std::string id;    // As an article's.
  std::string title;
  std::string description = {};
  std::vector<std::size_t> children = {};  // In Site::categories.
  std::vector<std::size_t> articles = {};  // In it itself, those that are used most first.
  std::size_t total = 0;                   // With those of its children.
};

struct Site {
  Theme theme;
  std::vector<Article> articles;
  std::vector<Category> categories;
  std::vector<std::size_t> top;   // Categories of the home page, in its order.
  std::vector<std::size_t> most;  // Articles that are used most, else what changed last.
  bool by_use = false;            // Which of the two.
};

inline constexpr std::size_t kMost = 8;  // On the home page.

// Puts the articles into the categories, and these into their tree: `articles` and `categories` are there, a category for each
// path that an article has and for what lies above it. Categories without articles go. The same in whatever order both come.
void arrange(Site& site);

// The category of a path; null where there is none.
const Category* find_category(const Site& site, std::string_view path);

// Where pages are, from the site's folder.
std::string article_path(const Article& article);
std::string category_path(const Category& category);

// What is searched in, and what an article says in one line: its parts as plain text.
std::string plain_text(const Article& article);

// The first `columns` of a text, cut at a word where there are some, with … behind it.
std::string beginning(std::string_view text, std::size_t columns);

}  // namespace ckm::site
