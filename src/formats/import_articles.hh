// Articles as texts (article_text.hh), out of a file, a pipe, or a tree that an export wrote.
//
// One that says its uid is that article: what people changed in it is an edit (model::TextOrigin). A file of a tree without one
// is a new article, of the kind that it says or that was asked for, else of the tree's, else a document; it is in the category
// that it says, else in that of its folder, and is known again by its path and its title.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "formats/format.hh"

namespace ckm::formats {

// The file that makes a folder the root of a tree.
inline constexpr std::string_view kTreeMark = ".ckm-export";

// The root of the tree that a path lies in, or is; nothing outside of one.
std::optional<std::string> tree_root(const std::string& path);

// What the texts of a tree are that don't say it: of one of a single kind that, else documents.
model::Kind tree_kind(const std::string& root);

// Whether a tree is of articles as they were at some time.
bool is_tree_of_time(const std::string& root);

// For which readers a tree was written, whose texts are not what the articles say: by script, by audience. Empty: it is none
// such.
std::string tree_readers(const std::string& root);

// Whether a path in a tree is that of a text about the tree, which is no article: README.md at its top.
bool is_tree_readme(const std::string& path);

// Whether a file is one about its folder, as by its name (README, LICENSE, CONTRIBUTING, CHANGELOG, index and the like, in any
// case) and without front matter: whoever means it as an article names it, or gives it some. `head`: of its text.
bool is_about_folder(const std::string& path, std::string_view head);

struct ArticleText;
// A text of a tree as it is imported: where it says no uid, it has the one that it gets there. Throws as read_any_article_text()
// does. `path`: in the tree; empty outside of one. `kind`: where it says none.
ArticleText read_tree_text(const std::string& text, const std::string& path, model::Kind kind = model::Kind::kDocument,
                           std::uint64_t line = 1);

class ArticleFiles {
 public:
  ArticleFiles(const ReadOptions& options, Sink& out) : options_(options), out_(out) {}

  // A look at a file before any is taken: where the same uid comes twice, none of these files may change the article.
  void look(const std::string& path);
  // All texts of a file. `path`: in its tree, where it lies in one. `file`: what messages call it, empty where it is the input
  // itself. Returns what the sink says.
  bool take(ByteSource& in, const std::optional<std::string>& path, std::string_view file);

 private:
  bool take_text(const std::string& whole, std::uint64_t line, const std::optional<std::string>& path, std::string_view file);
  bool reject(std::string_view file, std::uint64_t line, std::uint64_t column, std::string reason, const std::string& text);
  const ReadOptions& options_;
  Sink& out_;
  model::Kind kind_ = model::Kind::kDocument;  // Of texts that don't say it.
  bool kind_found_ = false;
  bool readers_known_ = false;
  std::unordered_map<std::string, std::uint32_t> uids_;  // How many files have one.
};

}  // namespace ckm::formats
