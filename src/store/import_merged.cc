// How an import run takes an article that was merged into another one here.
#include "base/hash.hh"
#include "base/json.hh"
#include "store/bring_back.hh"
#include "store/history.hh"
#include "store/redirects.hh"
#include "store/runs.hh"

namespace ckm::store {
namespace {

// Notes what its source says by now, so that it is told once.
void keep_told(Store& store, const Item& removed, const std::string& hash) {
  store.db()
      .cached("UPDATE removed SET kept = json_set(kept, '$.told', ?3) WHERE kind = ?1 AND item_id = ?2")
      .run(static_cast<int>(removed.kind), removed.id, hex(hash));
}

}  // namespace

std::optional<ImportRun::Outcome> ImportRun::put_merged(const Source& source, model::Article article, std::string hash,
                                                        bool phrasings) {
  const bool named = source.own && !article.uid.empty();
  const std::string uid = named ? article.uid : article_uid(article.kind, source.name, article.external_id);
  if (!merge_of(store_, uid)) return std::nullopt;
  flush();
  const auto followed = follow_merge(store_, uid);
  if (!followed) return std::nullopt;  // What it was merged into is gone, too.
  const Item removed{article.kind, old_number(store_, article.kind, uid)};
  const auto known = kept_of(store_, removed);
  const model::Article was = known && known->base ? model::article_from_value(json::parse(*known->base, "what a source said"))
                                                  : last_content(store_, uid);
  if (!phrasings && article.phrasings.empty() && !was.phrasings.empty()) {
    article.phrasings = was.phrasings;
    hash = article_hash(article);
  }
  const std::string said = !known ? article_hash(was) : known->imported.value_or(known->hash);
  const bool older = article.updated_at && was.updated_at && *article.updated_at < *was.updated_at;
  ++counts_.unchanged;
  if (older || hash == said || (known && hash == known->told)) return Outcome::kUnchanged;
  std::vector<std::string> fields;
  for (const FieldChange& change : field_changes(model::to_value(was), model::to_value(article))) fields.push_back(change.name);
  keep({model::format_ref(article.kind, removed.id, source.name, article.external_id), std::move(fields),
        item_ref(store_, followed->item)});
  if (!dry_) keep_told(store_, removed, hash);
  return Outcome::kKept;
}

}  // namespace ckm::store
