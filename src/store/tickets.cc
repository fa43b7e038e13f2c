#include "store/tickets.hh"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/hash.hh"
#include "model/ref.hh"
#include "store/categories.hh"
#include "store/fields.hh"
#include "store/ticket_reader.hh"

namespace ckm::store {

namespace {

constexpr std::string_view kRaw = "raw";
constexpr std::size_t kMostWaiting = 64;
const std::optional<std::string> kNothing;

using Cell = RowInserter::Cell;
constexpr std::string_view kEmpty;
constexpr auto kTicketColumns = std::to_array<RowInserter::Column>({
    {"id"},
    {"source_id"},
    {"external_id"},
    {"subject", kEmpty},
    {"status", kEmpty},
    {"priority", kEmpty},
    {"queue", kEmpty},
    {"channel", kEmpty},
    {"type", kEmpty},
    {"product", kEmpty},
    {"language", kEmpty},
    {"category_id", nullptr},
    {"requester_id", nullptr},
    {"assignee_id", nullptr},
    {"created_at", nullptr},
    {"updated_at", nullptr},
    {"resolved_at", nullptr},
    {"tags", std::string_view("[]")},
    {"extra", nullptr},
    {"raw", nullptr},
    {"hash"},
    {"added_run"},
    {"changed_run"},
    {"internal_id", kEmpty},
});
constexpr auto kMessageColumns = std::to_array<RowInserter::Column>({
    {"ticket_id"},
    {"seq"},
    {"external_id", kEmpty},
    {"role"},
    {"author", kEmpty},
    {"at", nullptr},
    {"internal", std::int64_t{0}},
    {"body"},
    {"raw", nullptr},
    {"extra", nullptr},
    {"apart", std::int64_t{0}},
});

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

TicketWriter::TicketWriter(Store& store, bool fill)
    : store_(store),
      parties_(store, fill),
      ticket_rows_(store.db(), "ticket", kTicketColumns),
      message_rows_(store.db(), "message", kMessageColumns) {}

void TicketWriter::add_messages(std::int64_t id, const model::Ticket& ticket) {
  std::int64_t seq = 0;
  for (const model::Message& message : ticket.messages) {
    const auto raw = message.raw.empty() ? Cell(nullptr) : Cell(message.raw);
    const auto& extra = message.extra.is_null() ? kNothing : extras_.emplace_back(object_to_column(message.extra));
    const std::array<Cell, kMessageColumns.size()> row = {id,
                                                          seq++,
                                                          message.external_id,
                                                          static_cast<std::int64_t>(message.role),
                                                          message.author,
                                                          cell_or_null(message.at),
                                                          std::int64_t{message.internal},
                                                          message.body,
                                                          raw,
                                                          cell_or_null(extra),
                                                          std::int64_t{message.apart}};
    message_rows_.add(row);
  }
}

void TicketWriter::write_messages(std::int64_t id, const model::Ticket& ticket) {
  add_messages(id, ticket);
  message_rows_.flush();
  extras_.clear();
}

std::int64_t TicketWriter::insert(std::int64_t source_id, model::Ticket ticket, std::string hash, std::int64_t run_id,
                                  std::int64_t number) {
  const std::int64_t id = add(source_id, std::move(ticket), std::move(hash), run_id, number);
  flush();
  return id;
}

std::int64_t TicketWriter::add(std::int64_t source_id, model::Ticket&& ticket, std::string hash, std::int64_t run_id,
                               std::int64_t number) {
  if (last_id_ == 0) last_id_ = store_.db().integer("SELECT seq FROM sqlite_sequence WHERE name = 'ticket'");
  Keys k = keys(source_id, ticket, run_id);
  const std::int64_t id = number > 0 ? number : ++last_id_;
  waiting_.push_back({id, source_id, run_id, std::move(ticket), std::move(hash), std::move(k)});
  if (waiting_.size() < kMostWaiting) return id;
  const std::int64_t last = last_id_;
  flush();
  last_id_ = last;
  return id;
}

void TicketWriter::flush() {
  last_id_ = 0;
  if (waiting_.empty()) return;
  for (const auto& [id, source_id, run_id, ticket, hash, k] : waiting_) {
    const std::array<Cell, kTicketColumns.size()> row = {id,
                                                         source_id,
                                                         ticket.external_id,
                                                         ticket.subject,
                                                         ticket.status,
                                                         ticket.priority,
                                                         ticket.queue,
                                                         ticket.channel,
                                                         ticket.type,
                                                         ticket.product,
                                                         ticket.language,
                                                         cell_or_null(k.category),
                                                         cell_or_null(k.requester),
                                                         cell_or_null(k.assignee),
                                                         cell_or_null(ticket.created_at),
                                                         cell_or_null(ticket.updated_at),
                                                         cell_or_null(ticket.resolved_at),
                                                         k.tags,
                                                         cell_or_null(k.extra),
                                                         cell_or_null(k.raw),
                                                         Bytes{hash},
                                                         run_id,
                                                         run_id,
                                                         ticket.internal_id};
    ticket_rows_.add(row);
  }
  ticket_rows_.flush();
  for (const Waiting& one : waiting_) add_messages(one.id, one.ticket);
  message_rows_.flush();
  waiting_.clear();
  extras_.clear();
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
  TicketReader reader(store, TicketReader::For::kOne);
  StoredTicket* const stored = reader.read(id);
  if (stored == nullptr) return std::nullopt;
  return std::move(*stored);
}

void remove_ticket(Store& store, std::int64_t id) {
  Db& db = store.db();
  const int kind = static_cast<int>(model::Kind::kTicket);
  // With its uses goes what they taught.
  db.cached(
        "DELETE FROM phrasing WHERE origin = 'learned' AND article_id IN (SELECT article_id FROM use WHERE ticket_id = ?1) AND "
        "use_id IN (SELECT id FROM use WHERE ticket_id = ?1)")
      .run(id);
  db.cached("DELETE FROM message WHERE ticket_id = ?1").run(id);
  db.cached("DELETE FROM label WHERE kind = ?1 AND item_id = ?2").run(kind, id);
  db.cached("DELETE FROM prediction WHERE kind = ?1 AND item_id = ?2").run(kind, id);
  db.cached("DELETE FROM doubt WHERE kind = ?1 AND item_id = ?2").run(kind, id);
  db.cached("DELETE FROM topic_member WHERE ticket_id = ?1").run(id);
  db.cached("DELETE FROM link WHERE (from_kind = ?1 AND from_id = ?2) OR (to_kind = ?1 AND to_id = ?2)").run(kind, id);
  db.cached("DELETE FROM ticket WHERE id = ?1").run(id);
}

}  // namespace ckm::store
