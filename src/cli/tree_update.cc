#include "cli/tree_update.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "base/error.hh"
#include "base/hash.hh"
#include "base/interrupt.hh"
#include "cli/tree_folder.hh"
#include "cli/tree_text.hh"
#include "formats/article_stream.hh"
#include "formats/article_text.hh"
#include "formats/import_articles.hh"
#include "formats/import_markdown.hh"
#include "formats/tree_name.hh"
#include "store/articles.hh"

namespace ckm::cli {
namespace {

namespace fs = std::filesystem;

// Whether any text in it was edited since it was exported, or never was, or it is to be written anew for other reasons.
bool is_edited(const std::string& file, const std::string& path, model::Kind kind) {
  const std::string whole = formats::read_markdown_text(file, path);
  if (formats::is_about_folder(path, whole)) return false;  // It stays where others look for it.
  MemorySource source(whole);
  formats::ArticleStream texts(source, path);
  for (std::string text; texts.next(text);) {
    const formats::ArticleText read = formats::read_tree_text(text, path, kind);
    if (!model::is_base(read.article, read.bases)) return true;
  }
  return file_hash(file) != content_hash(whole);  // A conflict in it was settled.
}

}  // namespace

TreeUpdate::TreeUpdate(const std::string& path, std::optional<model::Kind> kind) : path_(path) {
  const auto root = formats::tree_root(path);
  if (!root || formats::is_tree_of_time(*root)) return;
  root_ = *root;
  kind_ = kind && model::info(*kind).article ? *kind : formats::tree_kind(root_);
  const auto note = [&](const fs::path& file) {
    const std::string inside = file.lexically_relative(root_).generic_string();
    if (formats::is_tree_readme(inside)) return;
    try {
      std::string digest = hex(file_hash(file.string()));
      if (is_edited(file.string(), inside, kind_)) edited_.emplace(inside, std::move(digest));
    } catch (const Error& e) {  // The import tells what is wrong with it.
      if (e.code() != Exit::kInput) throw;
    }
  };
  std::error_code error;
  const fs::path whole = fs::canonical(path, error);
  if (!fs::is_directory(whole, error)) {
    note(whole);
    return;
  }
  fs::recursive_directory_iterator at(whole, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    if (interrupted() != 0) return;
    const bool hidden = at->path().filename().native().starts_with('.');
    if (hidden && at->is_directory(error)) at.disable_recursion_pending();
    else if (!hidden && formats::is_markdown_name(at->path().string()) && at->is_regular_file(error)) note(at->path());
  }
}

void TreeUpdate::bring(Context& context) {
  if (edited_.empty() || interrupted() != 0) return;
  std::vector<std::string> paths;
  for (const auto& [path, digest] : edited_) paths.push_back(path);
  std::ranges::sort(paths);
  std::int64_t brought = 0;
  try {
    TreeFolder folder(root_);
    store::LazyGraph graph(context.store());
    for (const std::string& path : paths) {
      if (interrupted() != 0) break;
      brought += bring_file(context.store(), graph, folder, path) ? 1 : 0;
    }
  } catch (const Error& e) {
    if (e.code() != Exit::kLocked && e.code() != Exit::kSystem) throw;
    context.say(fmt::format("note: {}: not all files that were imported are brought up to date: {}", path_, e.what()));
  }
  if (brought > 0) context.say(fmt::format("{}: brought {} up to date", path_, counted(brought, "file")));
}

bool TreeUpdate::bring_file(store::Store& store, store::LazyGraph& graph, TreeFolder& folder, const std::string& path) {
  const TreeFile file = look_at_tree_file(store, graph, folder.full(path), path, kind_);
  if (file.is != TreeFileIs::kTaken || file.uids.empty()) return false;
  std::vector<TreeText> texts;
  for (std::size_t i = 0; i < file.uids.size(); ++i) {
    const std::int64_t id = store::find_article_by_uid(store, file.uids[i]);
    if (id == 0) return false;
    texts.push_back(tree_text(store, id, file.bases[i]));
  }
  // Where it belongs; where something else is there, it stays.
  std::error_code ignored;
  std::vector<std::string> places;
  for (const TreeText& text : texts) {
    const std::string below = formats::tree_folder(text.article.category);
    const std::string place = (below.empty() ? "" : below + "/") + formats::tree_name(text.article);
    const bool own = fs::equivalent(folder.full(place), folder.full(path), ignored);
    const bool free = !fs::exists(fs::symlink_status(folder.full(place), ignored)) || folder.holds(place, text.text);
    if (!own && !free && texts.size() > 1) return false;
    places.push_back(own || free ? place : path);
  }
  if (hex(file_hash(folder.full(path))) != edited_.at(path)) return false;
  bool stays = false;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    stays |= places[i] == path || fs::equivalent(folder.full(places[i]), folder.full(path), ignored);
    folder.write(places[i], texts[i].text);
  }
  if (!stays) folder.remove(path);
  return true;
}

}  // namespace ckm::cli
