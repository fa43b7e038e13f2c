#include "store/bring_back.hh"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hh"
#include "base/time.hh"
#include "store/articles.hh"
#include "store/queue.hh"
#include "store/said.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

std::int64_t source_of(Store& store, const Value& content) {
  const std::string source = content.text("source");
  return store.source_id(source.empty() ? model::kLocalSource : std::string_view(source));
}

// The number that a thing had when it was removed last; 0 where it has none to go back to.
std::int64_t old_number(Store& store, model::Kind kind, std::string_view uid) {
  return store.db().integer("SELECT ifnull(max(item_id), 0) FROM removed WHERE kind = ?1 AND uid = ?2", static_cast<int>(kind),
                            uid);
}

// It names what is there again. No trigger knows that, for new things have new numbers.
void take_number(Store& store, const Item& item) {
  store.db().cached("DELETE FROM removed WHERE kind = ?1 AND item_id = ?2").run(static_cast<int>(item.kind), item.id);
  queue_item(store, item);
}

// The import that a changeset is, unless it was taken back; 0 for none.
std::int64_t run_of(Store& store, std::int64_t change_id) {
  return store.db().integer("SELECT ifnull(max(id), 0) FROM run WHERE change_id = ?1 AND state = 'done'", change_id);
}

// What the imports before its removal said of an article, as its row had it.
struct Imported {
  std::int64_t added_run = 0;
  std::int64_t changed_run = 0;
  std::optional<model::Article> said;  // Nothing where an import came after an edit: it may have kept what was edited.
};
Imported imported_before(Store& store, const std::vector<Version>& versions) {
  Imported imported;
  bool edited = false;
  for (const Version& version : versions) {
    if (version.op == "label" || !version.there()) continue;
    model::Article content = model::article_from_value(version.content);
    const std::int64_t run = run_of(store, version.change_id);
    if (run == 0) {
      edited = !imported.said || article_hash(content) != article_hash(*imported.said);
      continue;
    }
    if (version.op == "add") imported.added_run = run;
    imported.changed_run = run;
    if (version.op == "add" || !edited) imported.said = std::move(content);
    else imported.said.reset();
    edited = !imported.said;
  }
  return imported;
}

void keep_imported(Store& store, std::int64_t id, const Imported& imported, const model::Article& article) {
  if (imported.changed_run == 0) return;
  std::optional<std::string> hash;
  std::optional<std::string> base;
  if (imported.said) {
    hash = article_hash(*imported.said);
    if (*hash != article_hash(article)) base = json::dump(model::to_value(*imported.said));
  }
  store.db()
      .cached("UPDATE article SET added_run = ?2, changed_run = ?3, imported = ?4, base = ?5 WHERE id = ?1")
      .run(id, imported.added_run, imported.changed_run, hash ? std::optional(Bytes{*hash}) : std::nullopt, base);
}

// As edits keep them: those that it had last.
void keep_times(const std::vector<Version>& versions, model::Article& article, std::string_view source) {
  const auto last = std::find_if(versions.rbegin(), versions.rend(), [](const Version& v) { return v.there(); });
  const model::Article was = model::article_from_value(last->content);
  article.created_at = was.created_at;
  article.updated_at = source == model::kLocalSource ? now() : was.updated_at;
}

bool mentions(const Value& entry, std::string_view uid) {
  const auto end = [&](std::string_view which) {
    const Value* const found = entry.find(which);
    return found != nullptr && found->text("uid") == uid;
  };
  return entry.text("article") == uid || end("from") || end("to");
}

}  // namespace

Item bring_back_article(Store& store, const Known& known, const Version& version, ChangeWriter& change) {
  const std::vector<Version> versions = versions_of(store, known.uid);
  const Imported imported = imported_before(store, versions);
  model::Article article = model::article_from_value(version.content);
  article.uid = known.uid;
  keep_times(versions, article, version.content.text("source"));
  const std::int64_t source = source_of(store, version.content);
  // Where another one has its identifier by now it is known by its uid.
  const bool taken = store.db().integer("SELECT count(*) FROM article WHERE kind = ?1 AND source_id = ?2 AND external_id = ?3",
                                        static_cast<int>(article.kind), source, article.external_id) > 0;
  if (taken) article.external_id = article.uid;
  const Item item{known.kind, insert_article(store, source, article, 0, old_number(store, known.kind, known.uid))};
  take_number(store, item);
  keep_imported(store, item.id, imported, article);
  const auto stored = read_article(store, item.id);
  change.add(known.kind, known.uid, "add", article_snapshot(stored->article, stored->source));
  return item;
}

Item bring_back_ticket(Store& store, const Value& entry, ChangeWriter& change) {
  const model::Ticket ticket = model::ticket_from_value(entry);
  const std::string uid = ticket_uid(entry.text("source"), ticket.external_id);
  const std::int64_t number = old_number(store, model::Kind::kTicket, uid);
  const Item item{model::Kind::kTicket,
                  TicketWriter(store).insert(source_of(store, entry), ticket, ticket_hash(ticket), 0, number)};
  take_number(store, item);
  change.add(item.kind, uid, "add", json::dump(entry));
  return item;
}

void bring_back_said(Store& store, const Known& known, ChangeWriter& change) {
  const std::vector<Version> versions = versions_of(store, known.uid);
  const auto removal =
      std::find_if(versions.rbegin(), versions.rend(), [](const Version& version) { return version.op == "remove"; });
  if (removal == versions.rend()) return;
  std::vector<Said> gone;
  Stmt rows = store.db().prepare(
      "SELECT kind, uid, snapshot FROM change_entry WHERE change_id = ?1 AND op = 'remove' AND snapshot IS NOT NULL ORDER BY seq "
      "DESC");
  rows.bind(removal->change_id);
  while (rows.step()) {
    const auto kind = static_cast<model::Kind>(rows.integer(0));
    if (restorer_of(kind) == nullptr) continue;
    Value entry = json::parse(rows.text(2), "the history");
    if (mentions(entry, known.uid)) gone.push_back({kind, rows.string(1), std::move(entry)});
  }
  rows.reset();
  for (const Said& said : gone) restorer_of(said.kind)(store, said.uid, Value(), said.entry, change);
}

}  // namespace ckm::store
