#include "store/said_values.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/hash.hh"
#include "base/json.hh"
#include "base/time.hh"
#include "model/entry_check.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/fields.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

using model::PersonValue;

constexpr model::Kind kKind = model::Kind::kLabel;

struct Named {
  std::string source;
  std::string id;
};

Value entry_of(const Named& ticket, const PersonValue& said) {
  Value entry = Value::Object{};
  entry.set("source", ticket.source).set("id", ticket.id).set("field", said.field).set("value", said.value);
  return entry.set("at", format_time(said.at)).set("actor", said.actor);
}

std::string uid_of(const Named& ticket, std::string_view field) {
  return hex(content_hash(fmt::format("label\n{}\n{}", field, ticket_uid(ticket.source, ticket.id))));
}

std::optional<Named> name_of(Store& store, std::int64_t ticket) {
  Stmt row = store.db().cached("SELECT s.name, external_id FROM ticket t JOIN source s ON s.id = source_id WHERE t.id = ?1");
  if (!row.bind(ticket).step()) return std::nullopt;
  return Named{row.string(0), row.string(1)};
}

std::optional<Item> ticket_of(Store& store, const Value& entry) {
  return find_item(store, {model::Kind::kTicket, 0, entry.text("source"), entry.text("id")});
}

void write_row(Store& store, std::int64_t ticket, const PersonValue& said, std::int64_t run) {
  store.db()
      .cached("INSERT OR REPLACE INTO said_value (ticket_id, field, value, at, actor, run_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
      .run(ticket, said.field, said.value, said.at, said.actor, run);
}

}  // namespace

std::optional<std::string> person_value(Store& store, std::int64_t ticket, std::string_view field) {
  Stmt row = store.db().cached("SELECT value FROM said_value WHERE ticket_id = ?1 AND field = ?2");
  if (!row.bind(ticket, field).step()) return std::nullopt;
  return row.string(0);
}

std::vector<PersonValue> person_values(Store& store, std::int64_t ticket) {
  Stmt rows = store.db().cached("SELECT field, value, at, actor FROM said_value WHERE ticket_id = ?1 ORDER BY field");
  rows.bind(ticket);
  std::vector<PersonValue> values;
  while (rows.step()) values.push_back({rows.string(0), rows.string(1), rows.string(3), rows.integer(2)});
  return values;
}

bool say_ticket_value(Store& store, const Item& ticket, std::string_view field, std::string_view value, std::string_view actor,
                      ChangeWriter& change) {
  const std::optional<std::string> before = person_value(store, ticket.id, field);
  if (before.value_or("") == value) return false;
  const Named named = *name_of(store, ticket.id);
  const std::string uid = uid_of(named, field);
  if (value.empty()) {
    for (const PersonValue& said : person_values(store, ticket.id)) {
      if (said.field == field) restore_said_value(store, uid, entry_of(named, said), Value(), change);
    }
    return true;
  }
  const PersonValue said{std::string(field), std::string(value), std::string(actor), now()};
  write_row(store, ticket.id, said, 0);
  change.add(kKind, uid, before ? "change" : "add", json::dump(entry_of(named, said)));
  return true;
}

bool say_value(Store& store, const Item& item, const Target& target, std::string_view value, std::string_view actor,
               ChangeWriter& change) {
  if (target.path) return edit_label(store, item, value, actor, change);
  if (item.kind == model::Kind::kTicket) {
    const std::string kept = target.list && !value.empty() ? list_to_column({std::string(value)}) : std::string(value);
    return say_ticket_value(store, item, target.field, kept, actor, change);
  }
  model::Article article = read_article(store, item.id)->article;
  give_value(article, target, value);
  return edit_article(store, item.id, std::move(article), change);
}

bool is_value(const PersonValue& said) {
  const Target* const target = find_target(said.field);
  if (target == nullptr || target->path || said.value.empty()) return false;
  return !target->list || model::is_text_list(said.value);
}

void import_value(Store& store, std::int64_t ticket, std::string_view source, std::string_view external_id,
                  const PersonValue& said, std::int64_t run, ChangeWriter& change) {
  const Named named{std::string(source), std::string(external_id)};
  write_row(store, ticket, said, run);
  change.add(kKind, uid_of(named, said.field), "add", json::dump(entry_of(named, said)));
}

void undo_values(Store& store, std::int64_t run, ChangeWriter& undo) {
  Stmt rows = store.db().prepare(
      "SELECT s.name, external_id, field, value, at, actor FROM said_value v JOIN ticket t ON t.id = v.ticket_id JOIN source s "
      "ON "
      "s.id = t.source_id WHERE v.run_id = ?1 ORDER BY v.ticket_id, field");
  rows.bind(run);
  std::vector<std::pair<std::string, Value>> gone;
  while (rows.step()) {
    const Named named{rows.string(0), rows.string(1)};
    gone.emplace_back(uid_of(named, rows.text(2)),
                      entry_of(named, {rows.string(2), rows.string(3), rows.string(5), rows.integer(4)}));
  }
  rows = Stmt();
  for (const auto& [uid, entry] : gone) restore_said_value(store, uid, entry, Value(), undo);
}

std::string shown_value(const Value& entry) {
  if (entry.text("field") != model::kTagField) return entry.text("value");
  const std::vector<std::string> tags = list_from_column(entry.text("value"));
  return tags.empty() ? "none" : fmt::format("{}", fmt::join(tags, ", "));
}

void restore_said_value(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change) {
  const auto item = ticket_of(store, before.is_null() ? now : before);
  if (!item) return;  // With the ticket went what was said of it.
  if (before.is_null()) {
    store.db().cached("DELETE FROM said_value WHERE ticket_id = ?1 AND field = ?2").run(item->id, now.text("field"));
    change.add(kKind, uid, "remove", json::dump(now));
    return;
  }
  write_row(store, item->id,
            {before.text("field"), before.text("value"), before.text("actor"), parse_time(before.text("at")).value_or(0)}, 0);
  change.add(kKind, uid, now.is_null() ? "add" : "change", json::dump(before));
}

void add_said_values(Store& store, const Item& ticket, std::vector<Said>& into) {
  const std::optional<Named> named = name_of(store, ticket.id);
  if (!named) return;
  for (const PersonValue& said : person_values(store, ticket.id))
    into.push_back({kKind, uid_of(*named, said.field), entry_of(*named, said)});
}

}  // namespace ckm::store
