// Articles as texts that people write (formats/article_text.hh): where they come from, and how one is added.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hh"
#include "model/article.hh"
#include "store/items.hh"

namespace ckm::cli {

// The article in a file, - for standard input. Throws Error{kInput} for what can't be read, is no UTF-8, has NUL
// characters, or is no article.
model::Article read_article_file(const std::string& path, const model::Article& blank);

// The same with the version of an article that it says it was made from: "# faq:12, version 3", as ckm edit --print writes it.
struct VersionedText {
  model::Article article;
  std::optional<std::int64_t> version;
};
VersionedText read_versioned_file(const std::string& path, std::string_view ref, const model::Article& blank);
// That line, without the #, and a text with another version in it.
std::string version_line(std::string_view ref, std::int64_t version);
std::string with_version(const std::string& text, std::string_view ref, std::int64_t version);

// The same of a text that came back from an editor.
model::Article read_edited_article(const std::string& text, const model::Article& blank);

// An article, and what it is linked to (derived-from).
struct NewArticle {
  model::Article article;
  std::vector<store::Item> sources;
};
// Adds them with their links as one change, and prints them with their references as one table.
void save_new_articles(Context& context, std::span<const NewArticle> all, const std::string& message);

}  // namespace ckm::cli
