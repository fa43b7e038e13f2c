#include "store/edits.hh"

#include <fmt/format.h>

#include <optional>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/json.hh"
#include "base/time.hh"
#include "store/articles.hh"
#include "store/bring_back.hh"
#include "store/categories.hh"
#include "store/labels.hh"
#include "store/merge_into.hh"
#include "store/said.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

// What brings it back needs beside its history (bring_back.hh).
void keep_removed(Store& store, const Item& item, std::string_view uid, std::string_view into) {
  constexpr const char* kArticle =
      "INSERT INTO removed (kind, item_id, uid, merged_into, kept) SELECT ?1, id, ?3, nullif(?4, ''), json_object('added_run', "
      "added_run, 'changed_run', changed_run, 'hash', hex(hash), 'imported', hex(imported), 'base', base) FROM article WHERE id "
      "= ?2";
  constexpr const char* kTicket =
      "INSERT INTO removed (kind, item_id, uid, merged_into, kept) SELECT ?1, id, ?3, nullif(?4, ''), json_object('added_run', "
      "added_run, 'changed_run', changed_run, 'hash', hex(hash)) FROM ticket WHERE id = ?2";
  store.db().cached(model::info(item.kind).article ? kArticle : kTicket).run(static_cast<int>(item.kind), item.id, uid, into);
}

}  // namespace

Item add_article(Store& store, model::Article article, ChangeWriter& change) {
  article.uid = random_uid();
  article.external_id = article.uid;
  article.category = clean_path(article.category);
  article.created_at = article.updated_at = now();
  const std::int64_t id = insert_article(store, store.source_id(model::kLocalSource), article, 0);
  change.add(article.kind, article.uid, "add", article_snapshot(article, model::kLocalSource));
  return {article.kind, id};
}

bool edit_article(Store& store, std::int64_t id, model::Article after, ChangeWriter& change) {
  const auto stored = read_article(store, id);
  after.uid = stored->article.uid;
  after.external_id = stored->article.external_id;
  after.created_at = stored->article.created_at;
  after.updated_at = stored->article.updated_at;
  if (model::to_value(after) == model::to_value(stored->article)) return false;
  if (stored->source == model::kLocalSource) after.updated_at = now();
  update_article(store, id, after, 0);
  // As it is written: categories have one spelling.
  change.add(after.kind, after.uid, "change", article_snapshot(read_article(store, id)->article, stored->source));
  return true;
}

bool edit_label(Store& store, const Item& item, std::string_view path, std::string_view actor, ChangeWriter& change,
                const LabelSaid& said) {
  const LabelSaid again = path.empty() ? LabelSaid() : said;
  if (person_label(store, item) == path || !label_category(store, item, path, actor)) return false;
  if (model::info(item.kind).article) {
    change.add(item.kind, read_article(store, item.id)->article.uid, "label", label_snapshot(path, {}, {}, again));
  } else {
    const auto stored = read_ticket(store, item.id);
    const std::string& id = stored->ticket.external_id;
    change.add(item.kind, ticket_uid(stored->source, id), "label", label_snapshot(path, stored->source, id, again));
  }
  // Other copies of the store know of it by its changeset alone.
  if (again.at) sign_label(store, item, *again.at, again.actor);
  else if (change.at() != 0) sign_label(store, item, change.at(), actor);
  return true;
}

void remove_item(Store& store, const Item& item, ChangeWriter& change, std::string_view into) {
  // Before the item and the newest first, so that they come back after it and in their order: what is undone is undone from its
  // end.
  const std::vector<Said> all = said_of(store, item);
  for (auto said = all.rbegin(); said != all.rend(); ++said)
    restorer_of(said->kind)(store, said->uid, said->entry, Value(), change);
  std::string uid;
  if (model::info(item.kind).article) {
    const auto stored = read_article(store, item.id);
    uid = stored->article.uid;
    Value snapshot = json::parse(article_snapshot(stored->article, stored->source), "an article");
    if (!into.empty()) snapshot.set("into", into);
    change.add(item.kind, uid, "remove", json::dump(snapshot));
    keep_removed(store, item, uid, into);
    remove_article(store, item.id);
  } else {
    const auto stored = read_ticket(store, item.id);
    Value snapshot = model::to_value(stored->ticket);
    snapshot.set("source", stored->source);
    uid = ticket_uid(stored->source, stored->ticket.external_id);
    change.add(item.kind, uid, "remove", json::dump(snapshot));
    keep_removed(store, item, uid, {});
    remove_ticket(store, item.id);
  }
}

bool restore_alone(Store& store, const Known& known, const Version& version, std::string_view actor, ChangeWriter& change) {
  if (!version.there()) {
    if (!known.item) return false;
    remove_item(store, *known.item, change, version.into);
    return true;
  }
  if (!known.item) {
    edit_label(store, bring_back_article(store, known, version, change), version.label, actor, change, version.label_said);
    return true;
  }
  const bool edited = edit_article(store, known.item->id, model::article_from_value(version.content), change);
  return edit_label(store, *known.item, version.label, actor, change, version.label_said) || edited;
}

bool restore(Store& store, const Known& known, const Version& version, std::string_view actor, ChangeWriter& change) {
  if (version.forgotten) {
    throw Error(Exit::kConflict, fmt::format("the content of version {} was forgotten", version.number),
                "choose another one: ckm log REF lists them");
  }
  if (!model::info(known.kind).article) {
    throw Error(Exit::kConflict, "a ticket is what its source says: it has no versions to go back to",
                "import it again, or take its import back with: ckm undo run:N");
  }
  const auto removal = known.item ? std::nullopt : last_removal(store, known.uid);
  const bool changed = restore_alone(store, known, version, actor, change);
  if (removal && version.there()) {
    if (removal->into.empty()) bring_back_said(store, known, *removal, change);
    else split_again(store, known, *removal, change);
  }
  return changed;
}

}  // namespace ckm::store
