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
#include "store/merge_fields.hh"
#include "store/person_edits.hh"
#include "store/runs.hh"

namespace ckm::store {
namespace {

// What was exported, where the history still has it; as the members that a merge compares.
Value find_base(const std::vector<Version>& versions, const std::string& digest) {
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    if (!version->there() || version->forgotten) continue;
    const Value shown = version->shown();
    if (model::text_digest(model::article_from_value(shown)) == digest) return model::to_value(model::article_from_value(shown));
  }
  return {};
}

// Of all that a text does not say.
void take_unsaid(model::Article& text, const model::Article& known) {
  for (std::string model::Article::*const state :
       {&model::Article::confidence, &model::Article::audience, &model::Article::governance}) {
    if ((text.*state).empty()) text.*state = known.*state;
  }
}

}  // namespace

std::optional<ImportRun::Outcome> ImportRun::put_text(const Source& source, model::Article& article,
                                                      const model::TextOrigin& text) {
  const std::int64_t id = find_article_by_uid(store_, article.uid);
  const bool untouched = model::text_digest(article) == text.base;
  if (id == 0) {
    model::fill_state(article);
    if (find_article(source, article)) return std::nullopt;
    const std::vector<Version> versions = versions_of(store_, article.uid);
    if (versions.empty() || versions.back().there()) return std::nullopt;
    ++counts_.unchanged;
    if (untouched) return Outcome::kUnchanged;
    keep({.ref = article_ref(store_, article.uid),
          .text = true,
          .why = "was removed since it was exported, so what was edited is not taken",
          .hint = "have it back with ckm revert and import the file again, or delete the file"});
    return Outcome::kKept;
  }
  if (untouched) {
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
  take_unsaid(article, here);
  article.category = clean_path(article.category);
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
          .hint = "mend kind in the file"});
    return Outcome::kKept;
  }
  if (!text.language_hint.empty() && article.language != here.language) {
    ++counts_.unchanged;
    keep({.ref = stored->ref,
          .text = true,
          .why = fmt::format("can't have the language '{}'", article.language),
          .hint = text.language_hint});
    return Outcome::kKept;
  }
  model::Article edited = completed(article, stored->article);
  if (model::text_digest(here) != text.base) {
    const Value base = find_base(versions_of(store_, article.uid), text.base);
    MergedFields merged;
    if (base.is_null()) {  // Nobody knows what was edited.
      merged.article = here;
      for (FieldChange& change : field_changes(model::to_value(here), model::to_value(edited)))
        merged.conflicts.push_back(std::move(change.name));
    } else {
      merged = merge_fields(base, completed(here, stored->article), edited);
    }
    if (!merged.conflicts.empty()) keep({.ref = stored->ref, .fields = std::move(merged.conflicts), .text = true});
    if (model::text_digest(merged.article) == model::text_digest(here)) return unchanged();
    edited = completed(std::move(merged.article), stored->article);
  }
  try {
    need_may_become(store_, item, stored->article, edited, author_.actor);
  } catch (const Error& e) {
    if (e.code() != Exit::kConflict) throw;
    ++counts_.unchanged;
    std::string why = e.what();
    if (why.starts_with(stored->ref + " ")) why.erase(0, stored->ref.size() + 1);
    keep({.ref = stored->ref, .text = true, .why = std::move(why), .hint = e.hint()});
    return Outcome::kKept;
  }
  ++counts_.changed;
  if (!dry_) write_edit(item, *stored, label, std::move(edited));
  return Outcome::kChanged;
}

// As save_edit(), with what undoing the run needs.
void ImportRun::write_edit(const Item& item, const StoredArticle& stored, const std::string& label, model::Article edited) {
  link_change();
  PersonEdit edit = person_edit(stored, label, std::move(edited));
  const bool content = model::to_value(edit.article) != model::to_value(stored.article);
  if (content && stored.source == model::kLocalSource) edit.article.updated_at = now();
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
