#include "store/text_merge.hh"

#include <algorithm>
#include <utility>

#include "store/categories.hh"
#include "store/labels.hh"
#include "store/merge_fields.hh"
#include "store/person_edits.hh"

namespace ckm::store {

std::optional<TextBase> find_text_base(const std::vector<Version>& versions, const model::Article& here,
                                       const std::vector<std::string>& bases) {
  std::vector<std::string> digests;  // Of each version, empty where it was not there.
  for (const Version& version : versions) {
    const bool there = version.there() && !version.forgotten;
    digests.push_back(there ? model::text_digest(model::article_from_value(version.shown())) : std::string());
  }
  digests.push_back(model::text_digest(here));
  const auto first_of = [&](const std::string& base) { return std::ranges::find(digests, base) - digests.begin(); };
  const auto last_of = [&](const std::string& base) {
    return static_cast<std::ptrdiff_t>(digests.size()) - 1 -
           (std::find(digests.rbegin(), digests.rend(), base) - digests.rbegin());
  };
  const bool forgotten = std::ranges::any_of(versions, &Version::forgotten);
  for (std::size_t place = 0; place < (forgotten ? std::min<std::size_t>(bases.size(), 1) : bases.size()); ++place) {
    const std::ptrdiff_t last = last_of(bases[place]);
    if (last < 0) continue;
    const auto older = std::find_if(bases.begin() + static_cast<std::ptrdiff_t>(place) + 1, bases.end(),
                                    [&](const std::string& base) { return last_of(base) >= 0; });
    if (older != bases.end() && first_of(*older) > last) continue;
    const bool now = std::cmp_equal(last, versions.size());
    const model::Article is = now ? here : model::article_from_value(versions[static_cast<std::size_t>(last)].shown());
    return TextBase{place, model::to_value(is)};
  }
  return std::nullopt;
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

TextMerge merge_edited(Store& store, LazyGraph& graph, const StoredArticle& stored, const model::Article& here,
                       const model::Article& text, const std::vector<std::string>& bases) {
  model::Article edited = completed(text, stored.article);
  if (model::is_base(here, bases)) return {std::move(edited), {}};
  const auto base = find_text_base(states_of(store, graph, stored.article.kind, stored.article.uid), here, bases);
  TextMerge out;
  if (!base) {  // Nobody knows what was edited.
    out.article = here;
    for (FieldChange& change : field_changes(model::to_value(here), model::to_value(edited)))
      out.conflicts.push_back(std::move(change.name));
  } else {
    MergedFields merged = merge_fields(base->content, completed(here, stored.article), edited);
    out = {std::move(merged.article), std::move(merged.conflicts)};
  }
  out.article = completed(std::move(out.article), stored.article);
  return out;
}

TextIs compare_text(Store& store, LazyGraph& graph, std::int64_t id, model::Article text, const std::vector<std::string>& bases) {
  const auto stored = read_article(store, id);
  const model::Article here = shown_article(stored->article, person_label(store, {stored->article.kind, id}));
  const std::string now = model::text_digest(here);
  const std::string said = model::text_digest(text);
  if (said == now) return TextIs::kSame;
  if (!bases.empty() && said == bases.front()) {
    const std::vector<Version> versions = states_of(store, graph, stored->article.kind, stored->article.uid);
    const auto base = find_text_base(versions, here, bases);
    // What was forgotten is not to come back, be it one of these.
    if (std::ranges::any_of(versions, &Version::forgotten) || (base && base->place == 0)) return TextIs::kOlder;
  }
  fill_text(text, *stored, here);
  if (model::text_digest(text) == now) return TextIs::kSame;
  if (text.kind != here.kind) return TextIs::kEdited;
  const TextMerge merged = merge_edited(store, graph, *stored, here, text, bases);
  return merged.conflicts.empty() && model::text_digest(merged.article) == now ? TextIs::kSame : TextIs::kEdited;
}

}  // namespace ckm::store
