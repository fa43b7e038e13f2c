#include "store/said_values.hh"

#include <algorithm>

#include "base/hash.hh"
#include "base/json.hh"
#include "base/time.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/fields.hh"

namespace ckm::store {
namespace {

constexpr model::Kind kKind = model::Kind::kLabel;

struct Row {
  std::string uid;
  std::string field;
  std::string value;
  Time at = 0;
  std::string actor;
};

Value entry_of(std::string_view source, std::string_view id, const Row& row) {
  Value entry = Value::Object{};
  entry.set("source", source).set("id", id).set("field", row.field).set("value", row.value);
  return entry.set("at", format_time(row.at)).set("actor", row.actor);
}

struct Named {
  std::string source;
  std::string id;
};
std::optional<Named> name_of(Store& store, std::int64_t ticket) {
  Stmt row = store.db().cached("SELECT s.name, external_id FROM ticket t JOIN source s ON s.id = source_id WHERE t.id = ?1");
  if (!row.bind(ticket).step()) return std::nullopt;
  return Named{row.string(0), row.string(1)};
}

// Of a field, or of all where it is empty; the oldest first.
std::vector<Row> rows_of(Store& store, std::int64_t ticket, std::string_view field) {
  Stmt rows = store.db().cached(
      "SELECT uid, field, value, at, actor FROM said_value WHERE ticket_id = ?1 AND (?2 = '' OR field = ?2) ORDER BY field, at, "
      "uid");
  rows.bind(ticket, field);
  std::vector<Row> all;
  while (rows.step()) all.push_back({rows.string(0), rows.string(1), rows.string(2), rows.integer(3), rows.string(4)});
  return all;
}

void write_row(Store& store, std::int64_t ticket, const Row& row) {
  store.db()
      .cached("INSERT OR REPLACE INTO said_value (uid, ticket_id, field, value, at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
      .run(row.uid, ticket, row.field, row.value, row.at, row.actor);
}

}  // namespace

std::optional<std::string> person_value(Store& store, std::int64_t ticket, std::string_view field) {
  Stmt row =
      store.db().cached("SELECT value FROM said_value WHERE ticket_id = ?1 AND field = ?2 ORDER BY at DESC, uid DESC LIMIT 1");
  if (!row.bind(ticket, field).step()) return std::nullopt;
  return row.string(0);
}

std::vector<std::pair<std::string, std::string>> person_values(Store& store, std::int64_t ticket) {
  std::vector<std::pair<std::string, std::string>> values;
  for (Row& row : rows_of(store, ticket, {})) {
    if (!values.empty() && values.back().first == row.field) values.back().second = std::move(row.value);
    else values.emplace_back(std::move(row.field), std::move(row.value));
  }
  return values;
}

bool say_ticket_value(Store& store, const Item& ticket, std::string_view field, std::string_view value, std::string_view actor,
                      ChangeWriter& change) {
  const std::vector<Row> before = rows_of(store, ticket.id, field);
  if (before.empty() ? value.empty() : before.back().value == value) return false;
  const auto named = name_of(store, ticket.id);
  for (const Row& row : before) restore_said_value(store, row.uid, entry_of(named->source, named->id, row), Value(), change);
  if (value.empty()) return true;
  const Row row{random_uid(), std::string(field), std::string(value), now(), std::string(actor)};
  write_row(store, ticket.id, row);
  change.add(kKind, row.uid, "add", json::dump(entry_of(named->source, named->id, row)));
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
  if (target.field == "language") article.language = value;
  else if (target.field == "product") article.product = value;
  else if (target.field == "phase") article.phase = value;
  else if (target.list && std::ranges::find(article.tags, value) == article.tags.end()) article.tags.emplace_back(value);
  return edit_article(store, item.id, std::move(article), change);
}

void restore_said_value(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change) {
  if (before.is_null()) {
    store.db().cached("DELETE FROM said_value WHERE uid = ?1").run(uid);
    change.add(kKind, uid, "remove", json::dump(now));
    return;
  }
  const auto item = find_item(store, {model::Kind::kTicket, 0, before.text("source"), before.text("id")});
  if (!item) return;  // With the ticket went what was said of it.
  write_row(store, item->id,
            {std::string(uid), before.text("field"), before.text("value"), parse_time(before.text("at")).value_or(0),
             before.text("actor")});
  change.add(kKind, uid, now.is_null() ? "add" : "change", json::dump(before));
}

void add_said_values(Store& store, const Item& ticket, std::vector<Said>& into) {
  const auto named = name_of(store, ticket.id);
  for (const Row& row : rows_of(store, ticket.id, {})) into.push_back({kKind, row.uid, entry_of(named->source, named->id, row)});
}

}  // namespace ckm::store
