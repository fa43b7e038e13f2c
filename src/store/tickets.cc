#include "store/tickets.hh"

#include <fmt/format.h>

#include "base/hash.hh"
#include "model/ref.hh"
#include "store/categories.hh"
#include "store/fields.hh"

namespace ckm::store {

namespace {

constexpr std::string_view kRaw = "raw";

}  // namespace

std::string ticket_hash(const model::Ticket& ticket) {
  FieldHash hash;
  for (const std::string* text : {&ticket.subject, &ticket.status, &ticket.priority, &ticket.queue, &ticket.channel, &ticket.type,
                                  &ticket.product, &ticket.language, &ticket.category}) {
    hash.add(*text);
  }
  for (const model::Party* party : {&ticket.requester, &ticket.assignee}) {
    hash.add(party->name).add(party->email).add(party->external_id);
  }
  if (!ticket.requester.organisation.empty()) hash.add("organisation").add(ticket.requester.organisation);
  if (!ticket.internal_id.empty()) hash.add("internal").add(ticket.internal_id);
  hash.add(ticket.created_at).add(ticket.updated_at).add(ticket.resolved_at);
  hash.add(static_cast<std::int64_t>(ticket.tags.size()));
  for (const std::string& tag : ticket.tags) hash.add(tag);
  hash.add(static_cast<std::int64_t>(ticket.messages.size()));
  for (const model::Message& message : ticket.messages) {
    hash.add(static_cast<std::int64_t>(message.role) << 1 | (message.internal ? 1 : 0)).add(message.author).add(message.at);
    hash.add(message.body);
  }
  if (const std::string extra = object_in_order(ticket.extra); !extra.empty()) hash.add(extra);
  if (const std::string raw = object_in_order(ticket.raw); !raw.empty()) hash.add(kRaw).add(raw);
  for (std::size_t i = 0; i < ticket.messages.size(); ++i) {
    if (const std::string& raw = ticket.messages[i].raw; !raw.empty()) {
      hash.add(kRaw).add(static_cast<std::int64_t>(i)).add(raw);
    }
  }
  for (std::size_t i = 0; i < ticket.messages.size(); ++i) {
    const model::Message& message = ticket.messages[i];
    if (!message.external_id.empty()) hash.add("id").add(static_cast<std::int64_t>(i)).add(message.external_id);
    if (const std::string extra = object_in_order(message.extra); !extra.empty())
      hash.add("extra").add(static_cast<std::int64_t>(i)).add(extra);
    if (message.apart) hash.add("apart").add(static_cast<std::int64_t>(i));
  }
  return hash.digest();
}

std::string unnamed_ticket(std::string_view internal_id) { return fmt::format("{}id:{}", model::kContentIdMark, internal_id); }

std::string ticket_uid(std::string_view source, std::string_view external_id) {
  return hex(content_hash(fmt::format("ticket\n{}\n{}", source, external_id)));
}

TicketWriter::Keys TicketWriter::keys(std::int64_t source_id, const model::Ticket& ticket, std::int64_t run_id) {
  Keys keys;
  if (const std::string path = clean_path(ticket.category); !path.empty()) keys.category = need_category(store_, path, run_id);
  keys.requester = parties_.customer(source_id, ticket.requester, run_id);
  keys.assignee = parties_.person(source_id, ticket.assignee, run_id);
  keys.tags = list_to_column(ticket.tags);
  keys.extra = object_to_column(ticket.extra);
  keys.raw = object_to_column(ticket.raw);
  return keys;
}

void TicketWriter::write_messages(std::int64_t id, const model::Ticket& ticket) {
  std::int64_t seq = 0;
  for (const model::Message& message : ticket.messages) {
    // A function in the statement, such as nullif, would make SQLite keep a journal for each of them.
    const std::optional<std::string_view> raw = message.raw.empty() ? std::nullopt : std::optional<std::string_view>(message.raw);
    store_.db()
        .cached(
            "INSERT OR FAIL INTO message (ticket_id, seq, external_id, role, author, at, internal, body, raw, extra, apart) "
            "VALUES "
            "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        .run(id, seq++, message.external_id, static_cast<int>(message.role), message.author, message.at, message.internal ? 1 : 0,
             message.body, raw, object_to_column(message.extra), message.apart ? 1 : 0);
  }
}

std::int64_t TicketWriter::insert(std::int64_t source_id, const model::Ticket& ticket, std::string_view hash,
                                  std::int64_t run_id) {
  const Keys k = keys(source_id, ticket, run_id);
  store_.db()
      .cached(
          "INSERT OR FAIL INTO ticket (source_id, external_id, subject, status, priority, queue, channel, type, product, "
          "language, "
          "category_id, requester_id, assignee_id, created_at, updated_at, resolved_at, tags, extra, raw, hash, added_run, "
          "changed_run, internal_id) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?21, ?22)")
      .run(source_id, ticket.external_id, ticket.subject, ticket.status, ticket.priority, ticket.queue, ticket.channel,
           ticket.type, ticket.product, ticket.language, k.category, k.requester, k.assignee, ticket.created_at,
           ticket.updated_at, ticket.resolved_at, k.tags, k.extra, k.raw, Bytes{hash}, run_id, ticket.internal_id);
  const auto id = store_.db().last_id();
  write_messages(id, ticket);
  return id;
}

void TicketWriter::update(std::int64_t id, std::int64_t source_id, const model::Ticket& ticket, std::string_view hash,
                          std::int64_t run_id) {
  const Keys k = keys(source_id, ticket, run_id);
  store_.db()
      .cached(
          "UPDATE ticket SET subject = ?2, status = ?3, priority = ?4, queue = ?5, channel = ?6, type = ?7, product = ?8, "
          "language = ?9, category_id = ?10, requester_id = ?11, assignee_id = ?12, created_at = ?13, updated_at = ?14, "
          "resolved_at = ?15, tags = ?16, extra = ?17, raw = ?18, hash = ?19, changed_run = ?20, internal_id = ?21 WHERE id = ?1")
      .run(id, ticket.subject, ticket.status, ticket.priority, ticket.queue, ticket.channel, ticket.type, ticket.product,
           ticket.language, k.category, k.requester, k.assignee, ticket.created_at, ticket.updated_at, ticket.resolved_at, k.tags,
           k.extra, k.raw, Bytes{hash}, run_id, ticket.internal_id);
  store_.db().cached("DELETE FROM message WHERE ticket_id = ?1").run(id);
  write_messages(id, ticket);
}

void TicketWriter::rename(std::int64_t id, std::string_view external_id) {
  store_.db().cached("UPDATE ticket SET external_id = ?2 WHERE id = ?1 AND external_id <> ?2").run(id, external_id);
}

void TicketWriter::update_messages(std::int64_t id, const model::Ticket& ticket, std::int64_t run_id) {
  store_.db().cached("UPDATE ticket SET changed_run = ?2 WHERE id = ?1").run(id, run_id);
  store_.db().cached("DELETE FROM message WHERE ticket_id = ?1").run(id);
  write_messages(id, ticket);
}

std::optional<StoredTicket> read_ticket(Store& store, std::int64_t id) {
  Stmt row = store.db().cached(
      "SELECT s.name, external_id, subject, status, priority, queue, channel, type, product, language, category_id, "
      "requester_id, "
      "assignee_id, created_at, updated_at, resolved_at, tags, extra, raw, internal_id FROM ticket t JOIN source s ON s.id = "
      "t.source_id "
      "WHERE "
      "t.id = ?1");
  if (!row.bind(id).step()) return std::nullopt;
  StoredTicket stored;
  stored.id = id;
  stored.source = row.string(0);
  model::Ticket& ticket = stored.ticket;
  int column = 0;
  for (std::string* text : {&ticket.external_id, &ticket.subject, &ticket.status, &ticket.priority, &ticket.queue,
                            &ticket.channel, &ticket.type, &ticket.product, &ticket.language}) {
    *text = row.string(++column);
  }
  const auto category = row.integer(10);
  const auto requester = row.integer(11);
  const auto assignee = row.integer(12);
  ticket.created_at = row.maybe_integer(13);
  ticket.updated_at = row.maybe_integer(14);
  ticket.resolved_at = row.maybe_integer(15);
  ticket.tags = list_from_column(row.text(16));
  ticket.extra = object_from_column(row.text(17));
  ticket.raw = object_from_column(row.text(18));
  ticket.internal_id = row.string(19);
  row.reset();
  stored.ref = model::format_ref(model::Kind::kTicket, id, stored.source, ticket.external_id);
  ticket.category = category_path(store, category);
  if (requester != 0) ticket.requester = read_customer(store, requester);
  if (assignee != 0) ticket.assignee = read_person(store, assignee);
  Stmt messages = store.db().cached(
      "SELECT role, author, at, internal, body, raw, external_id, extra, apart FROM message WHERE ticket_id = ?1 ORDER BY seq");
  messages.bind(id);
  while (messages.step()) {
    model::Message message;
    message.role = static_cast<model::Role>(messages.integer(0));
    message.author = messages.string(1);
    message.at = messages.maybe_integer(2);
    message.internal = messages.integer(3) != 0;
    message.body = messages.string(4);
    message.raw = messages.string(5);
    message.external_id = messages.string(6);
    message.extra = object_from_column(messages.text(7));
    message.apart = messages.integer(8) != 0;
    ticket.messages.push_back(std::move(message));
  }
  return stored;
}

void remove_ticket(Store& store, std::int64_t id) {
  Db& db = store.db();
  const int kind = static_cast<int>(model::Kind::kTicket);
  db.cached("DELETE FROM message WHERE ticket_id = ?1").run(id);
  db.cached("DELETE FROM label WHERE kind = ?1 AND item_id = ?2").run(kind, id);
  db.cached("DELETE FROM prediction WHERE kind = ?1 AND item_id = ?2").run(kind, id);
  db.cached("DELETE FROM link WHERE (from_kind = ?1 AND from_id = ?2) OR (to_kind = ?1 AND to_id = ?2)").run(kind, id);
  db.cached("DELETE FROM ticket WHERE id = ?1").run(id);
}

}  // namespace ckm::store
