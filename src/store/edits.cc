#include "store/edits.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/counted.hh"
#include "base/error.hh"
#include "base/hash.hh"
#include "base/json.hh"
#include "base/time.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/labels.hh"
#include "store/links.hh"
#include "store/said.hh"
#include "store/tickets.hh"
#include "store/uses.hh"

namespace ckm::store {
namespace {

std::int64_t source_of(Store& store, const Value& content) {
  const std::string source = content.text("source");
  return store.source_id(source.empty() ? model::kLocalSource : std::string_view(source));
}

// Brings an article back that was removed. Where another one has its identifier by now it is known by its uid.
std::int64_t bring_back(Store& store, model::Article article, const Value& content) {
  const std::int64_t source = source_of(store, content);
  const bool taken = store.db().integer("SELECT count(*) FROM article WHERE kind = ?1 AND source_id = ?2 AND external_id = ?3",
                                        static_cast<int>(article.kind), source, article.external_id) > 0;
  if (taken) article.external_id = article.uid;
  return insert_article(store, source, article, 0);
}

bool mentions(const Value& entry, std::string_view uid) {
  const auto end = [&](std::string_view which) {
    const Value* const found = entry.find(which);
    return found != nullptr && found->text("uid") == uid;
  };
  return entry.text("article") == uid || end("from") || end("to");
}

// What was said of an article that is there again, and went with it.
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

bool restore_article(Store& store, const Known& known, const Version& version, std::string_view actor, ChangeWriter& change) {
  if (!version.there()) {
    if (!known.item) return false;
    remove_item(store, *known.item, change);
    return true;
  }
  model::Article article = model::article_from_value(version.content);
  article.uid = known.uid;
  if (known.item) {
    const bool edited = edit_article(store, known.item->id, std::move(article), change);
    return edit_label(store, *known.item, version.label, actor, change) || edited;
  }
  const std::int64_t id = bring_back(store, std::move(article), version.content);
  const auto stored = read_article(store, id);
  change.add(known.kind, known.uid, "add", article_snapshot(stored->article, stored->source));
  edit_label(store, {known.kind, id}, version.label, actor, change);
  return true;
}

// The entries of tickets tell the source and the identifier, by which it is found again.
std::optional<Item> find_ticket(Store& store, const Value& entry) {
  const std::string id = entry.text("id");
  if (id.empty()) return std::nullopt;
  return find_item(store, {model::Kind::kTicket, 0, entry.text("source"), id});
}

void undo_ticket(Store& store, const Value& entry, std::string_view op, const Version* before, const Author& author,
                 ChangeWriter& change) {
  const auto item = find_ticket(store, entry);
  if (op == "label") {
    if (item) edit_label(store, *item, before == nullptr ? std::string() : before->label, author.actor, change);
    return;
  }
  if (item) throw Error(Exit::kConflict, fmt::format("{} is there again", item_ref(store, *item)), "nothing is to be undone");
  const model::Ticket ticket = model::ticket_from_value(entry);
  const std::int64_t id = TicketWriter(store).insert(source_of(store, entry), ticket, ticket_hash(ticket), 0);
  change.add(model::Kind::kTicket, ticket_uid(entry.text("source"), ticket.external_id), "add", json::dump(entry));
  if (before != nullptr) edit_label(store, {model::Kind::kTicket, id}, before->label, author.actor, change);
}

struct Entry {
  model::Kind kind;
  std::string uid;
  std::string op;
  std::optional<std::string> snapshot;
};

// The first entry that a changeset has of each thing.
std::vector<Entry> entries_of(Store& store, std::int64_t change_id) {
  Stmt rows = store.db().cached("SELECT kind, uid, op, snapshot FROM change_entry WHERE change_id = ?1 ORDER BY seq");
  rows.bind(change_id);
  std::vector<Entry> entries;
  std::map<std::string, std::size_t> met;
  while (rows.step()) {
    if (!met.emplace(rows.string(1), entries.size()).second) continue;
    entries.push_back({static_cast<model::Kind>(rows.integer(0)), rows.string(1), rows.string(2),
                       rows.null(3) ? std::nullopt : std::optional(rows.string(3))});
  }
  return entries;
}

std::string name_of(Store& store, const Entry& entry) {
  if (const std::int64_t id = find_article_by_uid(store, entry.uid); id != 0) return item_ref(store, {entry.kind, id});
  const Value content = entry.snapshot ? json::parse(*entry.snapshot, "the history") : Value();
  if (const auto ticket = entry.kind == model::Kind::kTicket ? find_ticket(store, content) : std::nullopt)
    return item_ref(store, *ticket);
  if (const std::int64_t article = find_article_by_uid(store, content.text("article")); article != 0)
    return fmt::format("the {} of {}", model::info(entry.kind).name,
                       item_ref(store, {read_article(store, article)->article.kind, article}));
  const std::string title = content.text("title");
  return title.empty() ? fmt::format("{} {}", model::info(entry.kind).name, entry.uid.substr(0, 10)) : fmt::format("'{}'", title);
}

bool is_used(Store& store, std::string_view uid) {
  return store.db().integer(
             "SELECT (SELECT count(*) FROM use WHERE article_id = a.id) + (SELECT count(*) FROM feedback WHERE article_id = "
             "a.id) + (SELECT count(*) FROM review WHERE article_id = a.id) FROM article a WHERE uid = ?1",
             uid) > 0;
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
  if (model::to_value(after) == model::to_value(stored->article)) return false;
  update_article(store, id, after, 0);
  // As it is written: categories have one spelling.
  change.add(after.kind, after.uid, "change", article_snapshot(read_article(store, id)->article, stored->source));
  return true;
}

bool edit_label(Store& store, const Item& item, std::string_view path, std::string_view actor, ChangeWriter& change) {
  if (person_label(store, item) == path || !label_category(store, item, path, actor)) return false;
  if (model::info(item.kind).article) {
    change.add(item.kind, read_article(store, item.id)->article.uid, "label", label_snapshot(path));
  } else {
    const auto stored = read_ticket(store, item.id);
    const std::string& id = stored->ticket.external_id;
    change.add(item.kind, ticket_uid(stored->source, id), "label", label_snapshot(path, stored->source, id));
  }
  return true;
}

void remove_item(Store& store, const Item& item, ChangeWriter& change) {
  // Before the item, so that they come back after it: what is undone is undone from its end.
  for (const Said& said : said_of(store, item)) restorer_of(said.kind)(store, said.uid, said.entry, Value(), change);
  std::string uid;
  if (model::info(item.kind).article) {
    const auto stored = read_article(store, item.id);
    uid = stored->article.uid;
    change.add(item.kind, uid, "remove", article_snapshot(stored->article, stored->source));
    remove_article(store, item.id);
  } else {
    const auto stored = read_ticket(store, item.id);
    Value snapshot = model::to_value(stored->ticket);
    snapshot.set("source", stored->source);
    uid = ticket_uid(stored->source, stored->ticket.external_id);
    change.add(item.kind, uid, "remove", json::dump(snapshot));
    remove_ticket(store, item.id);
  }
  store.db()
      .cached("INSERT INTO removed (kind, item_id, uid) VALUES (?1, ?2, ?3)")
      .run(static_cast<int>(item.kind), item.id, uid);
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
  const bool changed = restore_article(store, known, version, actor, change);
  if (!known.item && version.there()) bring_back_said(store, known, change);
  return changed;
}

std::vector<std::string> undo_change(Store& store, std::int64_t change_id, const Author& author) {
  const std::vector<Entry> entries = entries_of(store, change_id);
  if (entries.empty()) {
    throw Error(Exit::kConflict, "the change can't be undone: it keeps no state of what it changed",
                "what is said about tickets by their source is taken back by importing it again");
  }
  std::vector<std::string> names;
  std::vector<std::string> blocking;
  std::vector<std::vector<Version>> histories;
  for (const Entry& entry : entries) {
    names.push_back(name_of(store, entry));
    histories.push_back(versions_of(store, entry.uid));
    const std::vector<Version>& versions = histories.back();
    const bool later = versions.back().change_id > change_id;
    if (later || (entry.op == "add" && is_used(store, entry.uid))) blocking.push_back(names.back());
    const bool event = restorer_of(entry.kind) != nullptr;
    const bool known = entry.kind == model::Kind::kTicket || event || model::info(entry.kind).article;
    const bool forgotten =
        std::ranges::any_of(versions, [&](const Version& v) { return v.change_id <= change_id && v.forgotten && v.op != "add"; });
    if (!known || forgotten) {
      throw Error(Exit::kConflict,
                  fmt::format("the change can't be undone: {} {}", names.back(),
                              known ? "was forgotten" : "is none of the things whose changes are taken back"),
                  "see what it did with: ckm log");
    }
  }
  if (!blocking.empty()) {
    throw Error(Exit::kConflict,
                fmt::format("the change can't be undone: what it did was changed or used since: {}", first_few(blocking)),
                "undo the later changes first, or go back to a version with: ckm revert REF@N");
  }
  ChangeWriter change(store, author);
  for (std::size_t i = entries.size(); i-- > 0;) {
    const Entry& entry = entries[i];
    const Version* before = nullptr;
    for (const Version& version : histories[i]) {
      if (version.change_id < change_id) before = &version;
    }
    if (entry.kind == model::Kind::kTicket) {
      undo_ticket(store, json::parse(*entry.snapshot, "the history"), entry.op, before, author, change);
      continue;
    }
    if (const Restorer again = restorer_of(entry.kind)) {
      again(store, entry.uid, histories[i].back().content, before == nullptr ? Value() : before->content, change);
      continue;
    }
    const std::int64_t id = find_article_by_uid(store, entry.uid);
    const Known known{entry.kind, entry.uid, id == 0 ? std::nullopt : std::optional(Item{entry.kind, id})};
    restore_article(store, known, before == nullptr ? Version() : *before, author.actor, change);
  }
  change.seal();
  return names;
}

}  // namespace ckm::store
