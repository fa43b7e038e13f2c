#include "cli/tree_text.hh"

#include <optional>

#include "base/byte_source.hh"
#include "base/error.hh"
#include "formats/article_stream.hh"
#include "formats/article_text.hh"
#include "formats/import_articles.hh"
#include "formats/import_markdown.hh"
#include "store/articles.hh"
#include "store/history.hh"
#include "store/labels.hh"
#include "store/person_edits.hh"
#include "store/text_merge.hh"

namespace ckm::cli {
namespace {

TreeFileIs look_at(store::Store& store, store::LazyGraph& graph, const std::string& text, const std::string& path,
                   model::Kind kind, bool for_readers, TreeFile& file) {
  const bool exported = formats::is_exported_text(text);
  if (!exported && text.starts_with("---")) return TreeFileIs::kOther;  // A record as others.
  std::optional<formats::ArticleText> read;
  try {
    read = formats::read_tree_text(text, path, kind);
  } catch (const Error&) {  // An import tells what is wrong with it.
    return exported ? TreeFileIs::kEdited : TreeFileIs::kOther;
  }
  file.uids.push_back(read->article.uid);
  file.bases.push_back(read->bases);
  const bool as_exported = model::is_base(read->article, read->bases);
  file.edited |= !as_exported;
  if (for_readers) return as_exported ? TreeFileIs::kTaken : exported ? TreeFileIs::kEdited : TreeFileIs::kOther;
  const std::int64_t id = store::find_article_by_uid(store, read->article.uid);
  if (id == 0) {
    const bool known = !store::versions_of(store, read->article.uid).empty();
    if (!exported && !known) return TreeFileIs::kOther;
    return !known ? TreeFileIs::kUnknown : as_exported ? TreeFileIs::kTaken : TreeFileIs::kEdited;
  }
  const bool lost = store::compare_text(store, graph, id, read->article, read->bases) == store::TextIs::kEdited;
  return lost ? TreeFileIs::kEdited : TreeFileIs::kTaken;
}

}  // namespace

TreeFile look_at_tree_file(store::Store& store, store::LazyGraph& graph, const std::string& file, const std::string& path,
                           model::Kind kind, bool for_readers) {
  TreeFile out;
  try {
    const std::string whole = formats::read_markdown_text(file, path);
    if (formats::is_about_folder(path, whole)) return {TreeFileIs::kAbout, {}, {}, false};
    MemorySource source(whole);
    formats::ArticleStream texts(source, path);
    out.is = TreeFileIs::kTaken;
    std::string text;
    while (out.is == TreeFileIs::kTaken && texts.next(text)) out.is = look_at(store, graph, text, path, kind, for_readers, out);
  } catch (const Error& e) {
    if (e.code() != Exit::kInput) throw;
    out.is = TreeFileIs::kUnreadable;
  }
  return out;
}

TreeText tree_text(store::Store& store, std::int64_t article, const std::vector<std::string>& older) {
  const auto stored = store::read_article(store, article);
  TreeText out{store::shown_article(stored->article, store::person_label(store, {stored->article.kind, article})), {}};
  out.text = formats::write_exported_text(out.article, stored->source, older);
  return out;
}

}  // namespace ckm::cli
