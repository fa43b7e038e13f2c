#include "store/bring_back.hh"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.hh"
#include "base/json.hh"
#include "base/time.hh"
#include "store/articles.hh"
#include "store/predictions.hh"
#include "store/queue.hh"
#include "store/said.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

std::int64_t source_of(Store& store, std::string_view source) {
  return store.source_id(source.empty() ? model::kLocalSource : source);
}

// `was`: what the article was when it was removed, `is`: what it is now.
void keep_imported(Store& store, std::int64_t id, KeptColumns kept, const model::Article& was, const model::Article& is) {
  if (kept.imported) {
    if (*kept.imported == article_hash(is)) kept.base.reset();
    else if (!kept.base) kept.base = json::dump(model::to_value(was));
  }
  store.db()
      .cached("UPDATE article SET added_run = ?2, changed_run = ?3, imported = ?4, base = ?5 WHERE id = ?1")
      .run(id, kept.added_run, kept.changed_run, kept.imported ? std::optional(Bytes{*kept.imported}) : std::nullopt, kept.base);
}

}  // namespace

std::int64_t old_number(Store& store, model::Kind kind, std::string_view uid) {
  return store.db().integer("SELECT ifnull(max(item_id), 0) FROM removed WHERE kind = ?1 AND uid = ?2", static_cast<int>(kind),
                            uid);
}

std::optional<KeptColumns> kept_of(Store& store, const Item& item) {
  const auto text =
      store.db().text("SELECT kept FROM removed WHERE kind = ?1 AND item_id = ?2", static_cast<int>(item.kind), item.id);
  if (!text || text->empty()) return std::nullopt;
  const Value value = json::parse(*text, "what was removed");
  const auto number = [&](std::string_view name) {
    const Value* const found = value.find(name);
    return found == nullptr || found->integer() == nullptr ? 0 : *found->integer();
  };
  KeptColumns kept{number("added_run"), number("changed_run"), unhex(value.text("hash")).value_or(""),
                   std::nullopt,        std::nullopt,          unhex(value.text("told")).value_or("")};
  if (const std::string imported = value.text("imported"); !imported.empty()) kept.imported = unhex(imported);
  if (const Value* const base = value.find("base"); base != nullptr && !base->is_null()) kept.base = base->to_text();
  return kept;
}

model::Article last_content(Store& store, std::string_view uid) {
  const std::vector<Version> versions = versions_of(store, uid);
  const auto last = std::find_if(versions.rbegin(), versions.rend(), [](const Version& v) { return v.there(); });
  return last == versions.rend() ? model::Article() : model::article_from_value(last->content);
}

bool is_about(const Value& entry, std::string_view uid) {
  const auto end = [&](std::string_view which) {
    const Value* const found = entry.find(which);
    return found != nullptr && found->text("uid") == uid;
  };
  return entry.text("article") == uid || end("from") || end("to");
}

Item put_back_article(Store& store, std::string_view source, model::Article article) {
  const std::int64_t source_id = source_of(store, source);
  // Where another one has its identifier by now it is known by its uid.
  const bool taken = store.db().integer("SELECT count(*) FROM article WHERE kind = ?1 AND source_id = ?2 AND external_id = ?3",
                                        static_cast<int>(article.kind), source_id, article.external_id) > 0;
  if (taken) article.external_id = article.uid;
  return {article.kind, insert_article(store, source_id, article, 0, old_number(store, article.kind, article.uid))};
}

void take_number(Store& store, const Item& item) {
  // No trigger knows that, for new things have new numbers.
  store.db().cached("DELETE FROM removed WHERE kind = ?1 AND item_id = ?2").run(static_cast<int>(item.kind), item.id);
  queue_item(store, item);
  queue_judging(store, item);
}

Item bring_back_article(Store& store, const Known& known, const Version& version, ChangeWriter& change) {
  const model::Article was = last_content(store, known.uid);
  model::Article article = model::article_from_value(version.content);
  article.uid = known.uid;
  article.created_at = was.created_at;  // Edits leave its times alone, too.
  article.updated_at = version.content.text("source") == model::kLocalSource ? now() : was.updated_at;
  const Item item = put_back_article(store, version.content.text("source"), article);
  if (auto kept = kept_of(store, item)) keep_imported(store, item.id, *std::move(kept), was, article);
  take_number(store, item);
  const auto stored = read_article(store, item.id);
  change.add(known.kind, known.uid, "add", article_snapshot(stored->article, stored->source));
  return item;
}

Item bring_back_ticket(Store& store, const Value& entry, ChangeWriter& change) {
  const model::Ticket ticket = model::ticket_from_value(entry);
  const std::string uid = ticket_uid(entry.text("source"), ticket.external_id);
  const std::int64_t number = old_number(store, model::Kind::kTicket, uid);
  const Item item{model::Kind::kTicket,
                  TicketWriter(store).insert(source_of(store, entry.text("source")), ticket, ticket_hash(ticket), 0, number)};
  if (const auto kept = kept_of(store, item)) {
    store.db()
        .cached("UPDATE ticket SET added_run = ?2, changed_run = ?3, hash = ?4 WHERE id = ?1")
        .run(item.id, kept->added_run, kept->changed_run, Bytes{kept->hash});
  }
  take_number(store, item);
  change.add(item.kind, uid, "add", json::dump(entry));
  return item;
}

std::optional<Version> last_removal(Store& store, std::string_view uid) {
  std::vector<Version> versions = versions_of(store, uid);
  const auto removal =
      std::find_if(versions.rbegin(), versions.rend(), [](const Version& version) { return version.op == "remove"; });
  return removal == versions.rend() ? std::nullopt : std::optional(std::move(*removal));
}

void bring_back_said(Store& store, const Known& known, const Version& removal, ChangeWriter& change) {
  std::vector<Said> gone;
  Stmt rows = store.db().prepare(
      "SELECT kind, uid, snapshot FROM change_entry WHERE change_id = ?1 AND op = 'remove' AND snapshot IS NOT NULL ORDER BY seq "
      "DESC");
  rows.bind(removal.change_id);
  while (rows.step()) {
    const auto kind = static_cast<model::Kind>(rows.integer(0));
    if (restorer_of(kind) == nullptr) continue;
    Value entry = json::parse(rows.text(2), "the history");
    if (is_about(entry, known.uid)) gone.push_back({kind, rows.string(1), std::move(entry)});
  }
  rows.reset();
  for (const Said& said : gone) restorer_of(said.kind)(store, said.uid, Value(), said.entry, change);
}

}  // namespace ckm::store
