// How an import run takes articles: as they are, or merged with what was edited here.
#include <fmt/format.h>

#include "base/json.hh"
#include "model/ref.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/merge_fields.hh"
#include "store/runs.hh"

namespace ckm::store {
namespace {

std::string snapshot_of(const model::Article& article) { return json::dump(model::to_value(article)); }

}  // namespace

ImportRun::Outcome ImportRun::put(model::Article&& article, const model::Origin& origin, std::string hash) {
  const Source source = source_of(origin);
  if (origin.text && source.own) {
    flush();
    if (const auto outcome = put_text(source, article, *origin.text)) return *outcome;
  }
  if (source.name == model::kLocalSource && origin.label && origin.label->actor.empty() &&
      clean_path(origin.label->category) == clean_path(article.category)) {
    // What an article that was made in a store says itself, which counts as a person's word anyway.
    model::Origin unlabelled = origin;
    unlabelled.label.reset();
    return put(std::move(article), unlabelled, std::move(hash));
  }
  if (origin.torn && is_known(source, article.kind, article.external_id)) return Outcome::kUnchanged;
  if (origin.text) {
    model::fill_state(article);
    hash.clear();
  }
  article.category = clean_path(article.category);
  if (hash.empty()) hash = article_hash(article);
  if (!origin.phrasings && article.phrasings.empty()) keep_phrasings(source, article, hash);
  bool unknown = source.fresh && !dry_ && article.uid.empty();
  if (article.external_id.empty()) {
    article.external_id = content_id(source, article.raw.is_null() ? hash : article_hash(model::as_it_came(article)));
  } else {
    const Came came =
        origin.exported ? Came::kAgain : tell_apart(source, article.kind, article.external_id, hash, article.updated_at);
    if (came == Came::kLeftOut) return Outcome::kUnchanged;
    if (came == Came::kAgain || article.external_id.find('#') != std::string::npos) unknown = false;  // As of tickets.
  }
  if (marks_.any()) {
    if (marks_.keep_away(article_uid(article.kind, source.name, article.external_id))) return Outcome::kUnchanged;
    if (!article.uid.empty() && marks_.keep_away(article.uid)) return Outcome::kUnchanged;
  }
  if (const auto outcome = put_merged(source, article, hash, origin.phrasings)) return *outcome;
  if (dry_) {
    find_other_met(source, article.kind, article.external_id, hash);
    const std::string key = fmt::format("{}/{}/{}", model::info(article.kind).name, source.name, article.external_id);
    if (const auto outcome = seen_before(key, hash, article.updated_at)) return *outcome;
  }
  if (unknown && !origin.label) {
    add_article(source, std::move(article), std::move(hash));
    return Outcome::kAdded;
  }
  flush();
  std::int64_t id = 0;
  const Outcome outcome = put_article(source, article, hash, id, origin.exported);
  return with_label(source, {article.kind, id}, article.external_id, origin, outcome);
}

void ImportRun::keep_phrasings(const Source& source, model::Article& article, std::string& hash) {
  if (article.external_id.empty()) return;
  flush();
  const auto found = find_article(source, article);
  if (!found) return;
  const model::Article known = found->base.empty()
                                   ? read_article(store_, found->id)->article
                                   : model::article_from_value(json::parse(found->base, "what an article's source said"));
  if (known.phrasings.empty()) return;
  article.phrasings = known.phrasings;
  if (const Value* const raw = known.raw.is_null() ? nullptr : known.raw.find("phrasings")) article.raw.set("phrasings", *raw);
  hash = article_hash(article);
}

std::int64_t ImportRun::add_article(const Source& source, model::Article&& article, std::string hash) {
  ++counts_.added;
  link_change();
  if (article.uid.empty()) article.uid = article_uid(article.kind, source.name, article.external_id);
  const model::Kind kind = article.kind;
  const std::string uid = article.uid;
  const std::string snapshot = article_snapshot(article, source.name);
  const std::int64_t id = articles_.add(source.id, std::move(article), std::move(hash), id_);
  change_->add(kind, uid, "add", snapshot);
  return id;
}

std::optional<ImportRun::Found> ImportRun::find_article(const Source& source, const model::Article& article) {
  const int kind = static_cast<int>(article.kind);
  Stmt find = store_.db().cached(
      "SELECT id, hash, imported, base, uid, changed_run, updated_at FROM article WHERE kind = ?1 AND source_id = ?2 AND "
      "external_id = ?3");
  if (!find.bind(kind, source.id, article.external_id).step()) {
    if (!source.own || article.uid.empty()) return std::nullopt;
    find = store_.db().cached(
        "SELECT id, hash, imported, base, uid, changed_run, updated_at FROM article WHERE kind = ?1 AND uid = ?2");
    if (!find.bind(kind, article.uid).step()) return std::nullopt;
  }
  Found found{find.integer(0), std::string(find.bytes(1)), std::string(find.bytes(2)), find.string(3), find.string(4),
              find.integer(5), find.maybe_integer(6)};
  return found;
}

ImportRun::Outcome ImportRun::put_article(const Source& source, model::Article& article, const std::string& hash,
                                          std::int64_t& id, bool exported) {
  const auto found = find_article(source, article);
  if (!found) {
    if (dry_) {
      ++counts_.added;
      return Outcome::kAdded;
    }
    // A copy under another source is another article.
    if (!article.uid.empty() && find_article_by_uid(store_, article.uid) != 0) article.uid.clear();
    id = add_article(source, model::Article(article), hash);
    flush();
    return Outcome::kAdded;
  }
  id = found->id;
  article.uid = found->uid;
  const bool older = article.updated_at && found->updated_at && *article.updated_at < *found->updated_at;
  if (older) leave_known(source, article.kind, article.external_id);
  const bool as_old = article.updated_at && article.updated_at == found->updated_at;
  const std::string& said = found->imported.empty() ? found->hash : found->imported;
  if (older || hash == said ||
      (as_old && says_again(source, article.kind, article.external_id, {id, found->changed_run, said}, hash))) {
    if (!resumed_ || found->changed_run != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  if (is_other(source, article.kind, article.external_id, hash)) {
    if (const auto other = find_article(source, article)) id = other->id;
    ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  // Its category may have been moved since.
  if ((exported || found->hash == found->imported) && article_hash(read_article(store_, id)->article) == hash) {
    if (!resumed_ || found->changed_run != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  if (found->hash != found->imported) return merge_article(source, *found, article, hash);
  ++counts_.changed;
  if (dry_) return Outcome::kChanged;
  link_change();
  keep_before(*found, article, true);
  update_article(store_, id, article, id_);
  change_->add(article.kind, article.uid, "change", article_snapshot(article, source.name));
  return Outcome::kChanged;
}

ImportRun::Outcome ImportRun::merge_article(const Source& source, const Found& found, const model::Article& article,
                                            const std::string& hash) {
  const auto here = read_article(store_, found.id);
  const Value base = found.base.empty() ? Value() : json::parse(found.base, "what an article's source said");
  const MergedFields merged = merge_fields(base, here->article, article);
  const std::string merged_hash = article_hash(merged.article);
  const bool changed = merged_hash != found.hash;
  ++(changed ? counts_.changed : counts_.unchanged);
  if (!merged.conflicts.empty()) {
    keep({model::format_ref(article.kind, found.id, source.name, article.external_id), merged.conflicts});
  }
  const Outcome outcome = changed ? Outcome::kChanged : merged.conflicts.empty() ? Outcome::kUnchanged : Outcome::kKept;
  if (dry_) return outcome;
  keep_before(found, merged.article, changed);
  if (changed) {
    link_change();
    update_article(store_, found.id, merged.article, id_);
    change_->add(article.kind, article.uid, "change", article_snapshot(merged.article, here->source));
  }
  // What the source says now is the base of the next comparison.
  const std::optional<std::string> now_base = merged_hash == hash ? std::nullopt : std::optional(snapshot_of(article));
  store_.db()
      .cached("UPDATE article SET imported = ?2, base = ?3, changed_run = ?4 WHERE id = ?1")
      .run(found.id, Bytes{hash}, now_base, id_);
  return outcome;
}

// Notes what undo needs. `article` is what the row will hold, `content` whether that differs from what it holds.
void ImportRun::keep_before(const Found& found, const model::Article& article, bool content) {
  Db& db = store_.db();
  const std::string after = article_hash(article);
  const int kind = static_cast<int>(article.kind);
  std::optional<std::string> snapshot;
  if (content) snapshot = snapshot_of(read_article(store_, found.id)->article);
  if (found.changed_run == id_) {
    // This run has written it before: only what it had not touched yet is still as it was.
    db.cached(
          "UPDATE run_before SET after = ?4, snapshot = coalesce(snapshot, ?5) WHERE run_id = ?1 AND kind = ?2 AND item_id = ?3")
        .run(id_, kind, found.id, Bytes{after}, snapshot);
    return;
  }
  const std::optional<Bytes> imported = found.imported.empty() ? std::nullopt : std::optional(Bytes{found.imported});
  const std::optional<std::string> base = found.base.empty() ? std::nullopt : std::optional(found.base);
  db.cached(
        "INSERT OR IGNORE INTO run_before (run_id, kind, item_id, snapshot, previous_run, hash, imported, base, after) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
      .run(id_, kind, found.id, snapshot, found.changed_run, Bytes{found.hash}, imported, base, Bytes{after});
}

}  // namespace ckm::store
