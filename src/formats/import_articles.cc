#include "formats/import_articles.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <utility>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/utf8.hh"
#include "formats/article_conflict.hh"
#include "formats/article_fields.hh"
#include "formats/article_stream.hh"
#include "formats/article_text.hh"
#include "formats/text_file.hh"
#include "model/ref.hh"
#include "model/state.hh"

namespace ckm::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kUidSize = 32;
constexpr std::string_view kKindLine = "kind = ";
constexpr std::string_view kTimeLine = "as-of = ";
constexpr std::string_view kScriptLine = "script = ";
constexpr std::string_view kAudienceLine = "audience = ";

// A number and the colon behind it.
std::uint64_t take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() + text.size() || *end != ':') return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return number;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : file_identifier(path.substr(0, slash));
}

}  // namespace

ArticleText read_tree_text(const std::string& text, const std::string& path, model::Kind kind, std::uint64_t line) {
  ArticleText read = read_any_article_text(text, kind, {}, line);
  model::Article& article = read.article;
  if (!article.uid.empty()) return read;
  if (article.category.empty()) article.category = folder_of(path);
  article.uid = article.external_id =
      hex(content_hash(fmt::format("{}\n{}\n{}", model::info(article.kind).name, file_identifier(path), article.title)));
  read.source = model::kLocalSource;
  read.bases.clear();
  model::fill_state(article);
  return read;
}

std::optional<std::string> tree_root(const std::string& path) {
  std::error_code error;
  const fs::path whole = fs::canonical(path, error);
  if (error) return std::nullopt;
  for (fs::path at = fs::is_directory(whole, error) ? whole : whole.parent_path();; at = at.parent_path()) {
    if (fs::is_regular_file(at / kTreeMark, error)) return at.string();
    if (at == at.parent_path()) return std::nullopt;
  }
}

model::Kind tree_kind(const std::string& root) {
  std::ifstream mark(fs::path(root) / kTreeMark);
  for (std::string line; std::getline(mark, line);) {
    if (!line.starts_with(kKindLine)) continue;
    const auto kind = model::kind_from_name(std::string_view(line).substr(kKindLine.size()));
    if (kind && model::info(*kind).article) return *kind;
  }
  return model::Kind::kDocument;
}

bool is_tree_of_time(const std::string& root) {
  std::ifstream mark(fs::path(root) / kTreeMark);
  for (std::string line; std::getline(mark, line);) {
    if (line.starts_with(kTimeLine)) return true;
  }
  return false;
}

std::string tree_readers(const std::string& root) {
  std::ifstream mark(fs::path(root) / kTreeMark);
  std::string readers;
  for (std::string line; std::getline(mark, line);) {
    for (const std::string_view name : {kScriptLine, kAudienceLine}) {
      if (line.starts_with(name))
        readers.append(readers.empty() ? "" : ", ").append(line, 0, line.find(' ')).append(line, line.rfind(' '));
    }
  }
  return readers;
}

bool is_tree_readme(const std::string& path) {
  std::string small = path;
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return small == "readme.md";
}

bool is_about_folder(const std::string& path, std::string_view head) {
  constexpr std::array<std::string_view, 13> kNames = {"authors",     "changelog", "changes", "code_of_conduct", "contributing",
                                                       "copying",     "history",   "index",   "licence",         "license",
                                                       "maintainers", "readme",    "security"};
  std::string name = fs::path(path).stem().string();
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '-' ? '_' : c;
  if (std::ranges::find(kNames, name) == kNames.end()) return false;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  return !head.starts_with(article_fields::kFence) && !head.starts_with("---");
}

void ArticleFiles::look(const std::string& path) {
  std::array<char, 4096> head;
  std::size_t size = 0;
  try {
    FileSource file(path);
    size = file.read(head);
  } catch (const Error&) {  // Who takes it tells.
    return;
  }
  const std::string_view text(head.data(), size);
  if (!is_exported_text(text)) return;
  const std::size_t at = text.find(article_fields::kUid) + article_fields::kUid.size();
  ++uids_[std::string(text.substr(at, kUidSize))];
}

bool ArticleFiles::take(ByteSource& in, const std::optional<std::string>& path, std::string_view file) {
  if (path && !options_.kind && !kind_found_) {
    kind_found_ = true;
    if (const auto root = tree_root(options_.name)) kind_ = tree_kind(*root);
  }
  if (path && !readers_known_) {
    readers_known_ = true;
    const auto root = tree_root(options_.name);
    if (const std::string readers = root ? tree_readers(*root) : ""; !readers.empty())
      throw Error(Exit::kInput, fmt::format("{} was exported for readers ({}), not to come back", options_.name, readers),
                  "change the articles with ckm edit, and export again");
  }
  ArticleStream texts(in, file.empty() ? options_.name : std::string(file));
  std::string text;
  while (texts.next(text)) {
    if (!take_text(text, texts.line(), path, file)) return false;
  }
  return true;
}

bool ArticleFiles::reject(std::string_view file, std::uint64_t line, std::uint64_t column, std::string reason,
                          const std::string& text) {
  std::string raw = text;
  if (raw.ends_with('\n')) raw.pop_back();
  return out_.reject({{.line = line, .column = column, .file = file}, std::move(reason), std::move(raw)});
}

bool ArticleFiles::take_text(const std::string& whole, std::uint64_t line, const std::optional<std::string>& path,
                             std::string_view file) {
  const std::string text = settle_conflicts(whole);
  if (const auto fault = text_fault(text))
    return reject(file, line - 1 + fault->place.line, fault->place.column, fault->reason, text);
  const bool asked = options_.kind && model::info(*options_.kind).article;
  const model::Kind kind = asked ? *options_.kind : kind_;
  ArticleText read;
  try {
    read = read_tree_text(text, path.value_or(""), kind, line);
  } catch (const Error& e) {  // ":line:column: what"
    std::string_view what = e.what();
    if (what.starts_with(':')) what.remove_prefix(1);
    const std::uint64_t at_line = take_number(what);
    const std::uint64_t at_column = take_number(what);
    if (what.starts_with(' ')) what.remove_prefix(1);
    return reject(file, at_line, at_column, fmt::format("{}; {}", what, e.hint()), text);
  }
  model::Article& article = read.article;
  model::Origin origin;
  origin.source = std::move(read.source);
  origin.exported = true;
  origin.text = model::TextOrigin{std::move(read.bases), std::move(read.language_hint), std::string(file)};
  const auto twice = uids_.find(article.uid);
  if (twice != uids_.end() && twice->second > 1 && !model::is_base(article, origin.text->bases))
    return reject(file, line, 0, "several files have its uid; take it out of what is a new article", text);
  if (!is_exported_text(text)) {
    if (const auto refusal = model::refuse_state(article))
      return reject(file, line, 0,
                    fmt::format("the article {}; add it as internal, and publish it once it was checked", refusal->reason), text);
  }
  return out_.article(std::move(article), origin, {.line = line, .file = file});
}

}  // namespace ckm::formats
