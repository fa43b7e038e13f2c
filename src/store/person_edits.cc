#include "store/person_edits.hh"

#include <map>
#include <utility>

#include "model/ref.hh"
#include "store/categories.hh"
#include "store/edits.hh"

namespace ckm::store {

model::Article shown_article(const model::Article& article, const std::string& label) {
  model::Article shown = article;
  if (!label.empty()) shown.category = label;
  return shown;
}

model::Article completed(model::Article edited, const model::Article& before) {
  edited.uid = before.uid;
  edited.external_id = before.external_id;
  edited.created_at = before.created_at;
  edited.updated_at = before.updated_at;
  edited.extra = before.extra;
  edited.raw = {};
  edited.category = clean_path(edited.category);
  std::map<std::string, std::string> texts;
  model::Article old = before;
  model::for_each_text(old, [&](const std::string& name, std::string& text) { texts.emplace(name, std::move(text)); });
  model::for_each_text(edited, [&](const std::string& name, const std::string& text) {
    const Value* const raw = before.raw.find(name);
    if (raw != nullptr && texts[name] == text) edited.raw.set(name, *raw);
  });
  return edited;
}

PersonEdit person_edit(const StoredArticle& stored, const std::string& label, model::Article edited) {
  PersonEdit edit;
  edit.category = edited.category;
  const bool local = stored.source == model::kLocalSource;
  const bool said = edit.category != clean_path(label.empty() ? stored.article.category : label);
  if (!local || (!label.empty() && !edit.category.empty())) edited.category = stored.article.category;
  edit.labels = said && (!local || !label.empty());
  edit.article = std::move(edited);
  return edit;
}

bool save_edit(Store& store, const Item& item, const StoredArticle& stored, const std::string& label, model::Article edited,
               std::string_view actor, ChangeWriter& change) {
  PersonEdit edit = person_edit(stored, label, std::move(edited));
  bool changed = edit_article(store, item.id, std::move(edit.article), change);
  if (edit.labels) changed |= edit_label(store, item, edit.category, actor, change);
  return changed;
}

}  // namespace ckm::store
