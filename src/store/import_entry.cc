// How an import run takes what is neither ticket nor article.
#include <fmt/format.h>

#include <type_traits>
#include <utility>

#include "base/hash.hh"
#include "base/json.hh"
#include "model/ref.hh"
#include "store/categories.hh"
#include "store/entries.hh"
#include "store/fields.hh"
#include "store/people.hh"
#include "store/runs.hh"

namespace ckm::store {
namespace {

void add(FieldHash& hash, const model::Party& party) { hash.add(party.name).add(party.email).add(party.external_id); }

std::string hash_of(const model::Person& person) {
  FieldHash hash;
  hash.add(person.name).add(person.email).add(person.team).add(list_to_column(person.skills));
  hash.add(object_in_order(person.extra));
  return hash.digest();
}

std::string hash_of(const model::Customer& customer) {
  FieldHash hash;
  hash.add(customer.name).add(customer.email).add(customer.phone).add(customer.tier).add(customer.region);
  add(hash, customer.belongs_to);
  hash.add(object_in_order(customer.extra));
  return hash.digest();
}

std::string hash_of(const model::Purchase& purchase) {
  FieldHash hash;
  add(hash, purchase.customer);
  hash.add(purchase.at).add(purchase.product).add(fmt::format("{} {}", purchase.quantity, purchase.amount));
  hash.add(purchase.currency).add(object_in_order(purchase.extra));
  return hash.digest();
}

}  // namespace

ImportRun::Outcome ImportRun::put(model::Entry&& entry, const model::Origin& origin) {
  flush();
  line_ = origin.line;
  if (const auto* const exported = std::get_if<model::Exported>(&entry)) return put_exported(*exported, origin);
  const Source source = source_of(origin);
  return std::visit(
      [&](const auto& record) {
        if constexpr (std::is_same_v<std::decay_t<decltype(record)>, model::Exported>) return Outcome::kUnchanged;
        else return put_entry(source, record);
      },
      entry);
}

std::optional<ImportRun::EntryRow> ImportRun::changed_row(const Source& source, model::Kind kind, std::string& external_id,
                                                          const std::string& hash, const std::optional<Time>& updated_at,
                                                          Outcome& outcome, bool named) {
  if (named && tell_apart(source, kind, external_id, hash, updated_at) == Came::kLeftOut) {
    outcome = Outcome::kUnchanged;
    return std::nullopt;
  }
  if (dry_) {
    if (named) find_other_met(source, kind, external_id, hash);
    const std::string key = fmt::format("{}/{}/{}", model::info(kind).name, source.name, external_id);
    if (const auto seen = seen_before(key, hash, updated_at)) {
      outcome = *seen;
      return std::nullopt;
    }
  }
  Stmt find = store_.db().cached(entry_table(kind).find);
  EntryRow row;
  bool older = false;
  bool newer = false;
  if (find.bind(source.id, external_id).step()) {
    row.id = find.integer(0);
    row.hash = find.bytes(1);
    row.changed_run = find.integer(2);
    older = updated_at && !find.null(4) && *updated_at < find.integer(4);
    newer = updated_at && (find.null(4) || *updated_at > find.integer(4));
    row.mine = row.changed_run == id_ || find.integer(3) == id_;
  }
  find.reset();
  if (older) leave_known(source, kind, external_id);
  if (older || (!row.hash.empty() && row.hash == hash)) {
    if (!resumed_ || row.changed_run != id_) ++counts_.unchanged;
    outcome = Outcome::kUnchanged;
    return std::nullopt;
  }
  if (named && !row.hash.empty()) {
    const bool again = (updated_at || kind != model::Kind::kPurchase) && !newer &&
                       says_again(source, kind, external_id, {row.id, row.changed_run, row.hash}, hash);
    if (again || is_other(source, kind, external_id, hash)) {
      ++counts_.unchanged;
      outcome = Outcome::kUnchanged;
      return std::nullopt;
    }
  }
  // Whom only others named before is new by a record of their own.
  outcome = row.hash.empty() ? Outcome::kAdded : Outcome::kChanged;
  ++(row.hash.empty() ? counts_.added : counts_.changed);
  if (dry_) return std::nullopt;
  link_change();
  if (row.id != 0 && !row.mine) {
    store_.db().cached(entry_table(kind).keep).run(id_, row.id, row.changed_run, Bytes{row.hash});
  }
  return row;
}

ImportRun::Outcome ImportRun::put_entry(const Source& source, const model::Person& person) {
  std::string external_id = party_identity({person.name, person.email, person.external_id});
  if (marks_.keep_away_party(false, source.name, external_id)) return Outcome::kUnchanged;
  const std::string hash = hash_of(person);
  Outcome outcome = Outcome::kUnchanged;
  const auto row = changed_row(source, model::Kind::kPerson, external_id, hash, person.updated_at, outcome);
  if (!row) return outcome;
  Db& db = store_.db();
  const auto extra = object_to_column(person.extra);
  const std::string skills = list_to_column(person.skills);
  if (row->id == 0) {
    db.cached(
          "INSERT INTO person (uid, source_id, external_id, name, email, team, skills, extra, hash, added_run, changed_run, "
          "updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)")
        .run(party_uid(false, source.name, external_id), source.id, external_id, person.name, person.email, person.team, skills,
             extra, Bytes{hash}, id_, person.updated_at);
  } else {
    db.cached(
          "UPDATE person SET name = iif(?2 = '' AND hash IS NULL, name, ?2), email = iif(?3 = '' AND hash IS NULL, email, ?3), "
          "team = ?4, skills = ?5, extra = ?6, hash = ?7, changed_run = ?8, updated_at = ?9 WHERE id = ?1")
        .run(row->id, person.name, person.email, person.team, skills, extra, Bytes{hash}, id_, person.updated_at);
  }
  return outcome;
}

ImportRun::Outcome ImportRun::put_entry(const Source& source, const model::Customer& customer) {
  const std::string own_id = customer.organisation ? model::organisation_id(customer.external_id) : customer.external_id;
  std::string external_id = party_identity({customer.name, customer.email, own_id});
  if (marks_.keep_away_party(true, source.name, external_id)) return Outcome::kUnchanged;
  const std::string hash = hash_of(customer);
  Outcome outcome = Outcome::kUnchanged;
  const auto row = changed_row(source, model::Kind::kCustomer, external_id, hash, customer.updated_at, outcome);
  if (!row) return outcome;
  model::Party organisation = customer.belongs_to;
  organisation.external_id = model::organisation_id(organisation.external_id);
  const auto belongs_to = parties_.customer(source.id, organisation, id_);
  Db& db = store_.db();
  const auto extra = object_to_column(customer.extra);
  if (row->id == 0) {
    db.cached(
          "INSERT INTO customer (uid, source_id, external_id, name, email, phone, tier, region, organisation_id, extra, hash, "
          "added_run, changed_run, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?13)")
        .run(party_uid(true, source.name, external_id), source.id, external_id, customer.name, customer.email, customer.phone,
             customer.tier, customer.region, belongs_to, extra, Bytes{hash}, id_, customer.updated_at);
  } else {
    db.cached(
          "UPDATE customer SET name = iif(?2 = '' AND hash IS NULL, name, ?2), email = iif(?3 = '' AND hash IS NULL, email, ?3), "
          "phone = ?4, tier = ?5, region = ?6, organisation_id = ?7, extra = ?8, hash = ?9, changed_run = ?10, updated_at = ?11 "
          "WHERE id = ?1")
        .run(row->id, customer.name, customer.email, customer.phone, customer.tier, customer.region, belongs_to, extra,
             Bytes{hash}, id_, customer.updated_at);
  }
  return outcome;
}

ImportRun::Outcome ImportRun::put_entry(const Source& source, const model::Purchase& purchase) {
  if (!purchase.customer.empty() && marks_.keep_away_party(true, source.name, party_identity(purchase.customer)))
    return Outcome::kUnchanged;
  const std::string hash = hash_of(purchase);
  const bool named = !purchase.external_id.empty();
  std::string external_id = named ? purchase.external_id : content_id(source, hash);
  Outcome outcome = Outcome::kUnchanged;
  const auto row = changed_row(source, model::Kind::kPurchase, external_id, hash, purchase.updated_at, outcome, named);
  if (!row) return outcome;
  const auto customer = parties_.customer(source.id, purchase.customer, id_);
  const auto extra = object_to_column(purchase.extra);
  store_.db()
      .cached(
          "INSERT INTO purchase (source_id, external_id, customer_id, at, product, quantity, amount, currency, extra, hash, "
          "added_run, changed_run, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12) ON CONFLICT DO "
          "UPDATE SET "
          "customer_id = excluded.customer_id, at = excluded.at, product = excluded.product, quantity = excluded.quantity, "
          "amount = excluded.amount, currency = excluded.currency, extra = excluded.extra, hash = excluded.hash, "
          "changed_run = excluded.changed_run, updated_at = excluded.updated_at")
      .run(source.id, external_id, customer, purchase.at, purchase.product, purchase.quantity, purchase.amount, purchase.currency,
           extra, Bytes{hash}, id_, purchase.updated_at);
  return outcome;
}

}  // namespace ckm::store
