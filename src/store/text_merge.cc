#include "store/text_merge.hh"

#include <algorithm>
#include <utility>

#include "store/categories.hh"
#include "store/labels.hh"
#include "store/lineage.hh"
#include "store/merge_fields.hh"
#include "store/person_edits.hh"

namespace ckm::store {

Value find_text_version(Store& store, const model::Article& article, const std::string& digest) {
  LazyGraph graph(store);
  const Lineage line = lineage_of(store, graph, article.kind, article.uid);
  const auto is = [&](const Version& version) {
    return version.there() && !version.forgotten && model::text_digest(model::article_from_value(version.shown())) == digest;
  };
  const auto value = [](const Version& version) { return model::to_value(model::article_from_value(version.shown())); };
  for (std::size_t i = line.versions.size(); i-- > 0;) {
    if (is(line.versions[i])) return value(line.versions[i]);
    if (line.forked && is(line.before[i])) return value(line.before[i]);
  }
  // What merges made of it here, one after the other.
  for (std::size_t i = line.forked ? line.versions.size() : 0; i-- > 0;) {
    const auto here = version_here(store, graph, article.kind, article.uid, line.versions[i].number);
    if (here && is(*here)) return value(*here);
  }
  return {};
}

bool fill_text(model::Article& text, const StoredArticle& stored, const model::Article& here) {
  for (std::string model::Article::*const state :
       {&model::Article::confidence, &model::Article::audience, &model::Article::governance}) {
    if ((text.*state).empty()) text.*state = here.*state;
  }
  text.category = clean_path(text.category);
  if (!text.category.empty() || stored.source == model::kLocalSource) return false;
  text.category = clean_path(stored.article.category);
  return !text.category.empty();
}

TextMerge merge_edited(Store& store, const StoredArticle& stored, const model::Article& here, const model::Article& text,
                       const std::string& base) {
  model::Article edited = completed(text, stored.article);
  if (model::text_digest(here) == base) return {std::move(edited), {}};
  const Value before = find_text_version(store, stored.article, base);
  TextMerge out;
  if (before.is_null()) {  // Nobody knows what was edited.
    out.article = here;
    for (FieldChange& change : field_changes(model::to_value(here), model::to_value(edited)))
      out.conflicts.push_back(std::move(change.name));
  } else {
    MergedFields merged = merge_fields(before, completed(here, stored.article), edited);
    out = {std::move(merged.article), std::move(merged.conflicts)};
  }
  out.article = completed(std::move(out.article), stored.article);
  return out;
}

TextIs compare_text(Store& store, std::int64_t id, model::Article text, const std::string& base) {
  const auto stored = read_article(store, id);
  const model::Article here = shown_article(stored->article, person_label(store, {stored->article.kind, id}));
  const std::string now = model::text_digest(here);
  const std::string said = model::text_digest(text);
  if (said == now) return TextIs::kSame;
  if (said == base) {
    const std::vector<Version> versions = versions_of(store, stored->article.uid);
    // What was forgotten is not to come back, be it one of these.
    const bool had =
        std::ranges::any_of(versions, &Version::forgotten) || !find_text_version(store, stored->article, base).is_null();
    return had ? TextIs::kOlder : TextIs::kEdited;
  }
  fill_text(text, *stored, here);
  if (model::text_digest(text) == now) return TextIs::kSame;
  if (text.kind != here.kind) return TextIs::kEdited;
  const TextMerge merged = merge_edited(store, *stored, here, text, base);
  return merged.conflicts.empty() && model::text_digest(merged.article) == now ? TextIs::kSame : TextIs::kEdited;
}

}  // namespace ckm::store
