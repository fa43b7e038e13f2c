// How an import run takes texts of articles that were exported: what people changed in them is an edit.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/error.hh"
#include "model/ref.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/edits.hh"
#include "store/governance.hh"
#include "store/history.hh"
#include "store/labels.hh"
#include "store/person_edits.hh"
#include "store/redirects.hh"
#include "store/runs.hh"
#include "store/text_merge.hh"

namespace ckm::store {

std::optional<ImportRun::Outcome> ImportRun::put_text(const Source& source, model::Article& article,
                                                      const model::TextOrigin& text) {
  const std::int64_t id = find_article_by_uid(store_, article.uid);
  const bool untouched = model::is_base(article, text.bases);
  if (id == 0) {
    model::fill_state(article);
    if (find_article(source, article)) return std::nullopt;
    const std::vector<Version> versions = versions_of(store_, article.uid);
    if (versions.empty() || versions.back().there()) return std::nullopt;
    ++counts_.unchanged;
    if (untouched) return Outcome::kUnchanged;
    const std::string ref = article_ref(store_, article.uid);
    if (const auto into = follow_merge(store_, article.uid); into && !into->merges.empty()) {
      const std::string other = item_ref(store_, into->item);
      keep({.ref = ref,
            .text = true,
            .why = fmt::format("was merged into {} since it was exported, so what was edited is not taken", other),
            .hint = fmt::format("write it there with: ckm edit {}; then delete the file", other),
            .file = text.file});
      return Outcome::kKept;
    }
    keep({.ref = ref,
          .text = true,
          .why = "was removed since it was exported, so what was edited is not taken",
          .hint = "have it back with ckm revert and import the file again, or delete the file",
          .file = text.file});
    return Outcome::kKept;
  }
  if (untouched) {
    const TextIs is = compare_text(store_, graph_, id, article, text.bases);
    if (is == TextIs::kEdited) return edit_by_text(id, article, text);  // Another store made it.
    if (is == TextIs::kOlder) ++older_texts_;
    if (!resumed_ || store_.db().integer("SELECT changed_run FROM article WHERE id = ?1", id) != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  return edit_by_text(id, article, text);
}

ImportRun::Outcome ImportRun::edit_by_text(std::int64_t id, model::Article& article, const model::TextOrigin& text) {
  const auto stored = read_article(store_, id);
  const Item item{stored->article.kind, id};
  const std::string label = person_label(store_, item);
  const model::Article here = shown_article(stored->article, label);
  const bool takes_back = fill_text(article, *stored, here);
  if (takes_back && label.empty() && categories_stay_.count++ == 0) categories_stay_ = {1, stored->ref, article.category};
  const auto unchanged = [&] {
    if (!resumed_ || stored->changed_run != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  };
  if (model::text_digest(article) == model::text_digest(here)) return unchanged();
  if (article.kind != item.kind) {
    ++counts_.unchanged;
    keep({.ref = stored->ref,
          .text = true,
          .why = fmt::format("is a {}, and a kind can't be changed", model::info(item.kind).name),
          .hint = "mend kind in the file",
          .file = text.file});
    return Outcome::kKept;
  }
  if (!text.language_hint.empty() && article.language != here.language) {
    ++counts_.unchanged;
    keep({.ref = stored->ref,
          .text = true,
          .why = fmt::format("can't have the language '{}'", article.language),
          .hint = text.language_hint,
          .file = text.file});
    return Outcome::kKept;
  }
  TextMerge merged = merge_edited(store_, graph_, *stored, here, article, text.bases);
  if (!merged.conflicts.empty())
    keep({.ref = stored->ref, .fields = std::move(merged.conflicts), .text = true, .file = text.file});
  if (model::text_digest(merged.article) == model::text_digest(here)) return unchanged();
  model::Article edited = std::move(merged.article);
  // What another store made of it was changed when that says; an edit is of now.
  const std::optional<Time> at = model::is_base(edited, text.bases) ? article.updated_at : std::nullopt;
  // What a person said is taken back, and not said again in the source's words.
  if (takes_back && !label.empty() && edited.category == article.category) edited.category.clear();
  try {
    need_may_become(store_, item, stored->article, edited, author_.actor);
  } catch (const Error& e) {
    if (e.code() != Exit::kConflict) throw;
    ++counts_.unchanged;
    std::string why = e.what();
    if (why.starts_with(stored->ref + " ")) why.erase(0, stored->ref.size() + 1);
    keep({.ref = stored->ref, .text = true, .why = std::move(why), .hint = e.hint(), .file = text.file});
    return Outcome::kKept;
  }
  ++counts_.changed;
  if (!dry_) write_edit(item, *stored, label, std::move(edited), at.value_or(now()));
  return Outcome::kChanged;
}

// As save_edit(), with what undoing the run needs.
void ImportRun::write_edit(const Item& item, const StoredArticle& stored, const std::string& label, model::Article edited,
                           Time at) {
  link_change();
  PersonEdit edit = person_edit(stored, label, std::move(edited));
  const bool content = model::to_value(edit.article) != model::to_value(stored.article);
  if (content && stored.source == model::kLocalSource) edit.article.updated_at = at;
  keep_before({stored.id, stored.hash, stored.imported, stored.base, stored.article.uid, stored.changed_run, {}}, edit.article,
              content);
  if (content) {
    update_article(store_, item.id, edit.article, 0);
    change_->add(item.kind, stored.article.uid, "change",
                 article_snapshot(read_article(store_, item.id)->article, stored.source));
  }
  if (edit.labels) edit_label(store_, item, edit.category, author_.actor, *change_);
  store_.db().cached("UPDATE article SET changed_run = ?2 WHERE id = ?1").run(item.id, id_);
}

}  // namespace ckm::store
