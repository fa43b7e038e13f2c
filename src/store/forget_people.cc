// Forgetting people and customers: who else they are, and what their rows keep.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/error.hh"
#include "base/hash.hh"
#include "store/forget.hh"
#include "store/forget_names.hh"
#include "store/forgotten.hh"
#include "store/people.hh"

namespace ckm::store {
namespace {

using model::Kind;

const char* table_of(Kind kind) { return kind == Kind::kCustomer ? "customer" : "person"; }

std::vector<std::int64_t>& ids_of(ForgetPlan& plan, Kind kind) { return kind == Kind::kCustomer ? plan.customers : plan.people; }

bool add_id(ForgetPlan& plan, Kind kind, std::int64_t id) {
  std::vector<std::int64_t>& ids = ids_of(plan, kind);
  if (std::ranges::find(ids, id) != ids.end()) return false;
  ids.push_back(id);
  return true;
}

void add_ids(Store& store, ForgetPlan& plan, Kind kind, const std::string& condition, std::int64_t id);

// Adds one, and who is the same one.
void add_party(Store& store, ForgetPlan& plan, Kind kind, std::int64_t id) {
  if (!add_id(plan, kind, id)) return;
  const std::string same = fmt::format("FROM {} WHERE id = ?1", table_of(kind));
  if (kind == Kind::kCustomer) {
    add_ids(store, plan, kind, fmt::format("merged_into = ?1 OR id = (SELECT merged_into {})", same), id);
  }
  add_ids(store, plan, kind, fmt::format("email <> '' AND lower(email) = (SELECT lower(email) {})", same), id);
  if (kind == Kind::kPerson) {  // As participants.hh takes people for one.
    add_ids(
        store, plan, kind,
        fmt::format("name <> '' AND lower(name) = (SELECT lower(name) {0}) AND (email = '' OR (SELECT email = '' {0}))", same),
        id);
  }
  add_ids(store, plan, kind == Kind::kCustomer ? Kind::kPerson : Kind::kCustomer,
          fmt::format("(source_id, external_id) = (SELECT source_id, external_id {} AND external_id NOT LIKE '~%')", same), id);
}

void add_ids(Store& store, ForgetPlan& plan, Kind kind, const std::string& condition, std::int64_t id) {
  std::vector<std::int64_t> ids;
  Stmt rows = store.db().prepare(fmt::format("SELECT id FROM {} WHERE {} ORDER BY id", table_of(kind), condition));
  rows.bind(id);
  while (rows.step()) ids.push_back(rows.integer(0));
  rows = Stmt();
  for (const std::int64_t other : ids) add_party(store, plan, kind, other);
}

void erase_rows(Store& store, Kind kind, const std::vector<std::int64_t>& ids) {
  Db& db = store.db();
  const bool customer = kind == Kind::kCustomer;
  for (const std::int64_t id : ids) {
    Stmt row = customer
                   ? db.cached("SELECT s.name, external_id FROM customer c JOIN source s ON s.id = c.source_id WHERE c.id = ?1")
                   : db.cached("SELECT s.name, external_id FROM person p JOIN source s ON s.id = p.source_id WHERE p.id = ?1");
    if (!row.bind(id).step()) continue;
    const std::string uid = party_uid(customer, row.text(0), row.text(1));
    row.reset();
    note_forgotten(store, kind, uid, id);
    db.run(fmt::format("UPDATE {} SET name = '', email = '', extra = NULL, hash = NULL, updated_at = NULL, external_id = "
                       "'~forgotten:' || id, uid = ?2, {} WHERE id = ?1",
                       table_of(kind), customer ? "phone = ''" : "skills = '[]'"),
           id, random_uid());
    db.cached("DELETE FROM run_before WHERE kind = ?1 AND item_id = ?2").run(static_cast<int>(kind), id);
    db.cached("DELETE FROM run_filled WHERE kind = ?1 AND item_id = ?2").run(static_cast<int>(kind), id);
    if (!customer) {
      // Nobody could be the owner whom a restricted article asks for.
      db.cached("UPDATE category SET owner_id = NULL WHERE owner_id = ?1").run(id);
      // Their name as it came, before a repair.
      db.cached(
            "UPDATE ticket SET raw = nullif(json_remove(raw, '$.\"assignee.name\"'), '{}') WHERE assignee_id = ?1 AND raw IS NOT "
            "NULL")
          .run(id);
      continue;
    }
    db.cached("DELETE FROM run_before WHERE kind = 8 AND item_id IN (SELECT id FROM purchase WHERE customer_id = ?1)").run(id);
    db.cached("UPDATE purchase SET extra = NULL, hash = NULL WHERE customer_id = ?1").run(id);
  }
}

}  // namespace

void plan_somebody(Store& store, const model::Ref& ref, std::string_view asked, ForgetPlan& plan) {
  Stmt row = store.db().prepare(fmt::format(
      "SELECT p.id, p.external_id FROM {} p JOIN source s ON s.id = p.source_id WHERE iif(?1 > 0, p.id = ?1, s.name = ?2 AND "
      "external_id = ?3)",
      table_of(ref.kind)));
  const bool there = row.bind(ref.id, ref.source, ref.external_id).step();
  if (!there || row.text(1).starts_with("~forgotten:")) {
    tell_forgotten(store, ref, asked);
    throw Error(Exit::kNotFound, fmt::format("there is no {}", asked), "ckm info tells how many people and customers there are");
  }
  const std::int64_t id = row.integer(0);
  row = Stmt();
  add_party(store, plan, ref.kind, id);
}

bool plan_address(Store& store, std::string_view address, ForgetPlan& plan) {
  const std::string key = without_case(address);
  bool any = false;
  for (const Kind kind : {Kind::kCustomer, Kind::kPerson}) {
    std::vector<std::int64_t> ids;
    Stmt rows = store.db().prepare(fmt::format("SELECT id FROM {} WHERE lower(email) = ?1 ORDER BY id", table_of(kind)));
    rows.bind(key);
    while (rows.step()) ids.push_back(rows.integer(0));
    rows = Stmt();
    for (const std::int64_t id : ids) add_party(store, plan, kind, id);
    any |= !ids.empty();
  }
  return any;
}

void plan_tickets(Store& store, ForgetPlan& plan) {
  if (plan.customers.empty()) return;
  std::vector<model::Ref> refs;
  std::set<std::string> addresses;
  std::set<std::pair<std::string, std::string>> identifiers;
  for (const std::int64_t id : plan.customers) {
    Stmt tickets = store.db().cached("SELECT id FROM ticket WHERE requester_id = ?1 ORDER BY id");
    tickets.bind(id);
    while (tickets.step()) refs.push_back({Kind::kTicket, tickets.integer(0), {}, {}});
    Stmt who = store.db().cached(
        "SELECT s.name, external_id, email FROM customer c JOIN source s ON s.id = c.source_id WHERE c.id = ?1");
    if (!who.bind(id).step()) continue;
    if (!who.text(1).starts_with(model::kContentIdMark)) identifiers.emplace(who.string(0), who.string(1));
    if (!who.text(2).empty()) addresses.insert(without_case(who.text(2)));
  }
  Stmt removed = store.db().prepare(
      "SELECT DISTINCT uid, snapshot ->> 'source', snapshot ->> '$.requester.id', snapshot ->> '$.requester.email' FROM "
      "change_entry WHERE kind = 1 AND op IN ('add', 'remove') AND snapshot IS NOT NULL");
  std::vector<std::string> uids;
  while (removed.step()) {
    if (identifiers.contains({removed.string(1), removed.string(2)}) || addresses.contains(without_case(removed.text(3))))
      uids.push_back(removed.string(0));
  }
  removed = Stmt();
  for (const model::Ref& ref : refs) {
    if (auto known = find_known(store, ref)) plan.add(*std::move(known));
  }
  for (const std::string& uid : uids) plan.add({Kind::kTicket, uid, std::nullopt});
}

std::vector<std::string> names_of(Store& store, const ForgetPlan& plan) {
  std::set<std::string> names;
  for (const bool team : {false, true}) {
    for (const std::int64_t id : team ? plan.people : plan.customers) {
      Stmt row = team ? store.db().cached("SELECT name, email FROM person WHERE id = ?1")
                      : store.db().cached("SELECT name, email FROM customer WHERE id = ?1");
      if (!row.bind(id).step()) continue;
      for (const int column : {0, 1}) {
        if (!row.text(column).empty()) names.insert(row.string(column));
      }
    }
  }
  return {names.begin(), names.end()};
}

void forget_parties(Store& store, const ForgetPlan& plan, ChangeWriter& change) {
  erase_names(store, plan.customers, false, change);
  erase_names(store, plan.people, true, change);
  erase_rows(store, Kind::kCustomer, plan.customers);
  erase_rows(store, Kind::kPerson, plan.people);
}

}  // namespace ckm::store
