#include "store/forgotten.hh"

#include <fmt/format.h>

#include "base/error.hh"
#include "base/hash.hh"
#include "store/articles.hh"
#include "store/people.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

std::string key_of(Store& store) { return store.db().text("SELECT value FROM meta WHERE name = 'forget_key'").value_or(""); }

std::string mark_of(std::string_view key, std::string_view uid) {
  const ContentHash hash = content_hash(fmt::format("{}\n{}", key, uid));
  return std::string(bytes_of(hash));
}

std::string uid_of(const model::Ref& ref) {
  switch (ref.kind) {
    case model::Kind::kTicket: return ticket_uid(ref.source, ref.external_id);
    case model::Kind::kPerson:
    case model::Kind::kCustomer: return party_uid(ref.kind == model::Kind::kCustomer, ref.source, ref.external_id);
    default: return article_uid(ref.kind, ref.source, ref.external_id);
  }
}

}  // namespace

void note_forgotten(Store& store, model::Kind kind, std::string_view uid, std::int64_t number) {
  std::string key = key_of(store);
  if (key.empty()) {
    key = random_uid();
    store.db().run("INSERT INTO meta VALUES ('forget_key', ?1)", key);
  }
  store.db()
      .cached("INSERT OR IGNORE INTO forgotten (mark, kind, item_id, at) VALUES (?1, ?2, ?3, ?4)")
      .run(Bytes{mark_of(key, uid)}, static_cast<int>(kind), number, now());
}

std::optional<Time> forgotten_at(Store& store, std::string_view uid) {
  const std::string mark = mark_of(key_of(store), uid);
  Stmt row = store.db().cached("SELECT max(at) FROM forgotten WHERE mark = ?1");
  row.bind(Bytes{mark}).step();
  return row.maybe_integer(0);
}

std::optional<Time> forgotten_at(Store& store, const model::Ref& ref) {
  if (ref.id == 0) return forgotten_at(store, uid_of(ref));
  Stmt row = store.db().cached("SELECT max(at) FROM forgotten WHERE kind = ?1 AND item_id = ?2");
  row.bind(static_cast<int>(ref.kind), ref.id).step();
  return row.maybe_integer(0);
}

std::string forgotten_ref(Store& store, std::string_view uid) {
  const std::string mark = mark_of(key_of(store), uid);
  Stmt row =
      store.db().cached("SELECT kind, item_id FROM forgotten WHERE mark = ?1 AND item_id > 0 ORDER BY item_id DESC LIMIT 1");
  if (!row.bind(Bytes{mark}).step()) return {};
  std::string ref = model::format_ref(static_cast<model::Kind>(row.integer(0)), row.integer(1), {}, {});
  return ref;
}

void tell_forgotten(Store& store, const model::Ref& ref, std::string_view asked) {
  const auto at = forgotten_at(store, ref);
  if (!at) return;
  throw Error(Exit::kNotFound, fmt::format("{} was forgotten on {}", asked, format_day(*at)),
              "its content was erased for good; a copy made before may still have it, see: ckm help forget");
}

void ForgottenMarks::look_again() {
  const bool any = store_.db().integer("SELECT EXISTS (SELECT 1 FROM forgotten)") != 0;
  key_ = any ? key_of(store_) : std::string();
}

bool ForgottenMarks::keep_away(std::string_view uid) {
  if (key_.empty()) return false;
  const std::string mark = mark_of(key_, uid);
  Stmt row = store_.db().cached("SELECT 1 FROM forgotten WHERE mark = ?1 LIMIT 1");
  if (!row.bind(Bytes{mark}).step()) return false;
  ++kept_away_;
  return true;
}

bool ForgottenMarks::keep_away_ticket(std::string_view source, std::string_view external_id, std::string_view internal_id) {
  if (key_.empty()) return false;
  if (!external_id.empty() && keep_away(ticket_uid(source, external_id))) return true;
  return !internal_id.empty() && keep_away(ticket_uid(source, unnamed_ticket(internal_id)));
}

bool ForgottenMarks::keep_away_party(bool customer, std::string_view source, std::string_view external_id) {
  return !key_.empty() && !external_id.empty() && keep_away(party_uid(customer, source, external_id));
}

}  // namespace ckm::store
