#include "store/people.hh"

#include <fmt/format.h>

#include "base/hash.hh"
#include "model/entry.hh"
#include "model/ref.hh"
#include "store/fields.hh"

namespace ckm::store {
namespace {

constexpr std::size_t kCacheSize = 100'000;

// A name or an address, of whoever has the same identifier in the other table where the row has none: a ticket tells by its
// place only whether somebody asks or answers.
std::string with_other(std::string_view column, bool customer) {
  return fmt::format(
      "iif({0}.{1} = '' AND substr({0}.external_id, 1, 1) <> '~', ifnull((SELECT o.{1} FROM {2} o WHERE "
      "o.source_id = {0}.source_id AND o.external_id = {0}.external_id), ''), {0}.{1})",
      customer ? "customer" : "person", column, customer ? "person" : "customer");
}

std::string party_sql(bool customer) {
  return fmt::format("SELECT {}, {}, external_id FROM {} WHERE id = ?1", with_other("name", customer),
                     with_other("email", customer), customer ? "customer" : "person");
}

}  // namespace

std::string party_identity(const model::Party& party) {
  if (!party.external_id.empty()) return party.external_id;
  std::string key(1, model::kContentIdMark);
  for (const char c : party.email.empty() ? party.name : party.email) {
    key.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return key;
}

namespace {

model::Party read_party(Stmt stmt, std::int64_t id) {
  model::Party party;
  if (!stmt.bind(id).step()) return party;
  party.name = stmt.string(0);
  party.email = stmt.string(1);
  if (!stmt.text(2).starts_with(model::kContentIdMark)) party.external_id = stmt.string(2);
  return party;
}

}  // namespace

std::string party_uid(bool customer, std::string_view source, std::string_view external_id) {
  return hex(content_hash(fmt::format("{}\n{}\n{}", customer ? "customer" : "person", source, external_id)));
}

std::optional<std::int64_t> PartyWriter::find_or_add(bool customer, Cache& cache, std::int64_t source_id,
                                                     const model::Party& party, std::int64_t run_id) {
  if (party.empty()) return std::nullopt;
  const std::string external_id = party_identity(party);
  std::string key = fmt::format("{}/{}\n{}\n{}\n{}", source_id, external_id, party.name, party.email, party.organisation);
  if (const auto known = cache.find(key); known != cache.end()) return known->second;
  Db& db = store_.db();
  const auto organisation =
      customer ? find_or_add(true, cache, source_id, {{}, {}, model::organisation_id(party.organisation)}, run_id) : std::nullopt;
  Stmt find =
      db.cached(customer ? "SELECT id, name, email, organisation_id FROM customer WHERE source_id = ?1 AND external_id = ?2"
                         : "SELECT id, name, email, 0 FROM person WHERE source_id = ?1 AND external_id = ?2");
  std::int64_t id = 0;
  if (find.bind(source_id, external_id).step()) {
    id = find.integer(0);
    const bool new_name = fill_ && find.text(1).empty() && !party.name.empty();
    const bool new_email = fill_ && find.text(2).empty() && !party.email.empty();
    const bool new_organisation = fill_ && organisation && find.null(3);
    const bool other =
        customer && !party.external_id.empty() && !party.name.empty() && !find.text(1).empty() && find.text(1) != party.name;
    if (other && other_names_.count++ == 0) {
      other_names_.identifier = party.external_id;
      other_names_.known = find.string(1);
      other_names_.other = party.name;
    }
    find.reset();
    if (new_organisation) db.cached("UPDATE customer SET organisation_id = ?2 WHERE id = ?1").run(id, organisation);
    if (new_name || new_email) {
      db.cached(customer ? "UPDATE customer SET name = iif(name = '', ?2, name), email = iif(email = '', ?3, email) WHERE id = ?1"
                         : "UPDATE person SET name = iif(name = '', ?2, name), email = iif(email = '', ?3, email) WHERE id = ?1")
          .run(id, party.name, party.email);
    }
    if (run_id != 0 && (new_name || new_email || new_organisation)) {
      db.cached(
            "INSERT INTO run_filled VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET "
            "name = iif(name = '', excluded.name, name), email = iif(email = '', excluded.email, email), "
            "organisation_id = ifnull(organisation_id, excluded.organisation_id)")
          .run(run_id, static_cast<int>(customer ? model::Kind::kCustomer : model::Kind::kPerson), id,
               new_name ? party.name : std::string(), new_email ? party.email : std::string(),
               new_organisation ? organisation : std::nullopt);
    }
  } else {
    std::string& source_name = source_names_[source_id];
    if (source_name.empty()) source_name = store_.source_name(source_id);
    db.cached(customer
                  ? "INSERT INTO customer (uid, source_id, external_id, name, email, added_run) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                  : "INSERT INTO person (uid, source_id, external_id, name, email, added_run) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .run(party_uid(customer, source_name, external_id), source_id, external_id, party.name, party.email, run_id);
    id = db.last_id();
    if (organisation) db.cached("UPDATE customer SET organisation_id = ?2 WHERE id = ?1").run(id, organisation);
  }
  if (cache.size() >= kCacheSize) cache.clear();
  cache.emplace(std::move(key), id);
  return id;
}

std::optional<std::int64_t> PartyWriter::customer(std::int64_t source_id, const model::Party& party, std::int64_t run_id) {
  return find_or_add(true, customers_, source_id, party, run_id);
}

std::optional<std::int64_t> PartyWriter::person(std::int64_t source_id, const model::Party& party, std::int64_t run_id) {
  return find_or_add(false, people_, source_id, party, run_id);
}

std::optional<Somebody> read_somebody(Store& store, const model::Ref& ref) {
  const bool customer = ref.kind == model::Kind::kCustomer;
  Stmt find = store.db().prepare(
      fmt::format("SELECT {0}.id, s.name, external_id, {1}, {2}, {3} FROM {0} JOIN source s ON s.id = {0}.source_id "
                  "WHERE iif(?1 > 0, {0}.id = ?1, s.name = ?2 AND external_id = ?3)",
                  customer ? "customer" : "person", with_other("name", customer), with_other("email", customer),
                  customer ? "'', tier, region, phone, ifnull(organisation_id, 0), '', ifnull(extra, '')"
                           : "team, '', '', '', 0, skills, ifnull(extra, '')"));
  if (!find.bind(ref.id, ref.source, ref.external_id).step()) return std::nullopt;
  const auto id = find.integer(0);
  Somebody somebody;
  somebody.kind = ref.kind;
  somebody.source = find.string(1);
  somebody.ref = model::format_ref(ref.kind, id, somebody.source, find.text(2));
  somebody.party.name = find.string(3);
  somebody.party.email = find.string(4);
  if (!find.text(2).starts_with(model::kContentIdMark)) somebody.party.external_id = find.string(2);
  somebody.team = find.string(5);
  somebody.tier = find.string(6);
  somebody.region = find.string(7);
  somebody.phone = find.string(8);
  const std::int64_t organisation = find.integer(9);
  if (!customer) somebody.skills = list_from_column(find.text(10));
  somebody.extra = object_from_column(find.text(11));
  find.reset();
  if (organisation != 0) somebody.organisation = model::name_of(read_customer(store, organisation));
  // The entries that are this one: it, what was merged into it, and whoever has one of their addresses.
  const std::string mine = customer ? "id = ?1 OR merged_into = ?1" : "id = ?1";
  const std::string table = customer ? "customer" : "person";
  const std::string addresses = fmt::format("SELECT lower(email) FROM {} WHERE email <> '' AND ({})", table, mine);
  Stmt emails = store.db().prepare(addresses + " GROUP BY 1 ORDER BY min(id)");
  emails.bind(id);
  while (emails.step()) somebody.emails.push_back(emails.string(0));
  const auto tickets = [&](std::string_view column, std::string_view others) {
    return store.db().integer(
        fmt::format("SELECT count(*) FROM ticket WHERE {0} IN (SELECT id FROM {1} WHERE lower(email) IN ({2}){3})", column,
                    others, addresses, others == table ? " OR " + mine : ""),
        id);
  };
  somebody.requested = tickets("requester_id", "customer");
  somebody.assigned = tickets("assignee_id", "person");
  return somebody;
}

model::Party read_customer(Store& store, std::int64_t id) {
  static const std::string kSql = party_sql(true);
  return read_party(store.db().cached(kSql.c_str()), id);
}

model::Party read_person(Store& store, std::int64_t id) {
  static const std::string kSql = party_sql(false);
  return read_party(store.db().cached(kSql.c_str()), id);
}

std::string author_name(Store& store, std::string_view source, std::string_view author) {
  if (author.empty()) return {};
  for (const bool customer : {false, true}) {
    Stmt find = store.db().cached(
        customer ? "SELECT p.id FROM customer p JOIN source s ON s.id = p.source_id WHERE s.name = ?1 AND external_id = ?2"
                 : "SELECT p.id FROM person p JOIN source s ON s.id = p.source_id WHERE s.name = ?1 AND external_id = ?2");
    if (!find.bind(source, author).step()) continue;
    const auto id = find.integer(0);
    find.reset();
    const model::Party party = customer ? read_customer(store, id) : read_person(store, id);
    return model::name_of(party);
  }
  return std::string(author);
}

}  // namespace ckm::store
