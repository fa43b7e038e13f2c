// How an import run takes the records of an export that are neither tickets nor articles (exported_records.hh): what is not there
// becomes what it was where it was written; of what is there a person's word stays, and a source's record counts as any of its.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/hash.hh"
#include "base/json.hh"
#include "base/number.hh"
#include "base/time.hh"
#include "store/categories.hh"
#include "store/category_paths.hh"
#include "store/entries.hh"
#include "store/exported_records.hh"
#include "store/fields.hh"
#include "store/import_said.hh"
#include "store/people.hh"
#include "store/runs.hh"
#include "store/said.hh"

namespace ckm::store {
namespace {

using model::Kind;

std::optional<Time> time_of(const Value& fields, std::string_view name) { return parse_time(fields.text(name)); }

double number_of(const Value& fields, std::string_view name) {
  const Value* const value = fields.find(name);
  return value == nullptr ? 0 : parse_number(value->to_text()).value_or(0);
}

Value member(const Value& fields, std::string_view name) {
  const Value* const value = fields.find(name);
  return value == nullptr ? Value() : *value;
}

std::vector<std::string> list_of(const Value& fields, std::string_view name) {
  std::vector<std::string> list;
  if (const Value* const value = fields.find(name); value != nullptr && value->array() != nullptr) {
    for (const Value& one : *value->array()) list.push_back(one.to_text());
  }
  return list;
}

// The digest that a record tells; nothing where it has none.
std::optional<std::string> hash_of(const Value& fields) {
  const std::string digits = fields.text("hash");
  return digits.empty() ? std::nullopt : unhex(digits);
}

// The source's record that the fields are of, as one that comes from it.
model::Person person_from(const Value& fields) {
  return {fields.text("id"),         fields.text("name"),     fields.text("email"),         fields.text("team"),
          list_of(fields, "skills"), member(fields, "extra"), time_of(fields, "updated_at")};
}

// Whether it is about an article that was removed or merged here: with that it went, or is about the other now.
bool is_about_removed(Store& store, const Value& entry) {
  std::vector<std::string> uids = {entry.text("article")};
  for (const char* const end : {"from", "to"}) {
    if (const Value* const one = entry.find(end); one != nullptr && one->object() != nullptr) uids.push_back(one->text("uid"));
  }
  return std::ranges::any_of(uids, [&](const std::string& uid) {
    return !uid.empty() && store.db().integer("SELECT EXISTS (SELECT 1 FROM removed WHERE uid = ?1)", uid) != 0;
  });
}

// What it names, which comes as a record of its own too, is there from now on.
std::optional<std::int64_t> somebody(Store& store, bool customer, const Value& fields, std::string_view name, std::int64_t run) {
  const Value* const other = fields.find(name);
  const std::string id = other == nullptr ? "" : other->text("id");
  const std::string source = other == nullptr ? "" : other->text("source");
  if (id.empty() || source.empty()) return std::nullopt;
  const std::int64_t source_id = store.source_id(source);
  Db& db = store.db();
  db.cached(customer ? "INSERT OR IGNORE INTO customer (uid, source_id, external_id, added_run) VALUES (?1, ?2, ?3, ?4)"
                     : "INSERT OR IGNORE INTO person (uid, source_id, external_id, added_run) VALUES (?1, ?2, ?3, ?4)")
      .run(party_uid(customer, source, id), source_id, id, run);
  return db.integer(customer ? "SELECT id FROM customer WHERE source_id = ?1 AND external_id = ?2"
                             : "SELECT id FROM person WHERE source_id = ?1 AND external_id = ?2",
                    source_id, id);
}

// As they were where that was written. The source is the run's own for them.
void write_party(Store& store, const std::string& source, Kind kind, const Value& fields, std::int64_t run) {
  Db& db = store.db();
  const std::int64_t source_id = store.source_id(source);
  const auto hash = hash_of(fields);
  std::optional<Bytes> column;
  if (hash) column = Bytes{*hash};
  // A row of its own record that the run wrote is one that it said.
  const std::int64_t changed = hash ? run : 0;
  const auto extra = object_to_column(member(fields, "extra"));
  const std::string id = fields.text("id");
  if (kind == Kind::kPerson) {
    db.cached(
          "INSERT INTO person (uid, source_id, external_id, name, email, team, skills, extra, updated_at, hash, added_run, "
          "changed_run) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (source_id, external_id) DO "
          "UPDATE "
          "SET name = excluded.name, email = excluded.email, team = excluded.team, skills = excluded.skills, extra = "
          "excluded.extra, updated_at = excluded.updated_at, hash = excluded.hash, changed_run = excluded.changed_run")
        .run(party_uid(false, source, id), source_id, id, fields.text("name"), fields.text("email"), fields.text("team"),
             list_to_column(list_of(fields, "skills")), extra, time_of(fields, "updated_at"), column, run, changed);
    return;
  }
  if (kind == Kind::kCustomer) {
    const auto organisation = somebody(store, true, fields, "organisation", run);
    const auto merged = somebody(store, true, fields, "merged_into", run);
    db.cached(
          "INSERT INTO customer (uid, source_id, external_id, name, email, phone, tier, region, organisation_id, merged_into, "
          "extra, updated_at, hash, added_run, changed_run) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
          "?15) ON CONFLICT (source_id, external_id) DO UPDATE SET name = excluded.name, email = excluded.email, phone = "
          "excluded.phone, tier = excluded.tier, region = excluded.region, organisation_id = excluded.organisation_id, "
          "merged_into = excluded.merged_into, extra = excluded.extra, updated_at = excluded.updated_at, hash = excluded.hash, "
          "changed_run = excluded.changed_run")
        .run(party_uid(true, source, id), source_id, id, fields.text("name"), fields.text("email"), fields.text("phone"),
             fields.text("tier"), fields.text("region"), organisation, merged, extra, time_of(fields, "updated_at"), column, run,
             changed);
    return;
  }
  db.cached(
        "INSERT INTO purchase (source_id, external_id, customer_id, at, product, quantity, amount, currency, extra, updated_at, "
        "hash, added_run, changed_run) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")
      .run(source_id, id, somebody(store, true, fields, "customer", run), time_of(fields, "at"), fields.text("product"),
           number_of(fields, "quantity"), number_of(fields, "amount"), fields.text("currency"), extra,
           time_of(fields, "updated_at"), column, run, run);
}

}  // namespace

ImportRun::Outcome ImportRun::put_exported_party(const Source& source, Kind kind, const Value& fields) {
  if (kind != Kind::kPurchase && marks_.keep_away_party(kind == Kind::kCustomer, source.name, fields.text("id")))
    return Outcome::kUnchanged;
  const auto there = record_of(store_, kind, source.name, fields.text("id"));
  // Named by something that came before it in this run, and nothing else.
  const bool bare =
      there && there->object()->size() == 2 &&
      store_.db().integer(kind == Kind::kPerson ? "SELECT added_run FROM person WHERE source_id = ?1 AND external_id = ?2"
                                                : "SELECT added_run FROM customer WHERE source_id = ?1 AND external_id = ?2",
                          source.id, fields.text("id")) == id_;
  if (!there || bare) {
    if (dry_) {
      if (const auto seen = seen_before(fmt::format("{}/{}/{}", model::info(kind).name, source.name, fields.text("id")), ""))
        return *seen;
    }
    ++counts_.added;
    if (dry_) return Outcome::kAdded;
    link_change();
    write_party(store_, source.name, kind, fields, id_);
    return Outcome::kAdded;
  }
  Value said = Value::Object{};
  for (const auto& [name, value] : *fields.object()) said.set(name, name == "source" ? Value(source.name) : value);
  const auto unchanged = [&] {
    if (!resumed_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  };
  // Whom others only named says nothing of whom the store knows.
  if (said == *there || !hash_of(fields)) return unchanged();
  const auto belongs_to = [&](std::string_view name) {
    const std::string id = member(fields, name).object() == nullptr ? "" : member(fields, name).text("id");
    constexpr std::string_view kOrganisation = "org:";
    return id.starts_with(kOrganisation) ? id.substr(kOrganisation.size()) : id;
  };
  if (kind == Kind::kPerson) return put_entry(source, person_from(fields));
  if (kind == Kind::kCustomer) {
    model::Customer customer;
    customer.external_id = fields.text("id");
    customer.name = fields.text("name");
    customer.email = fields.text("email");
    customer.phone = fields.text("phone");
    customer.tier = fields.text("tier");
    customer.region = fields.text("region");
    customer.belongs_to.external_id = belongs_to("organisation");
    customer.extra = member(fields, "extra");
    customer.updated_at = time_of(fields, "updated_at");
    return put_entry(source, customer);
  }
  model::Purchase purchase;
  purchase.external_id = fields.text("id");
  purchase.customer.external_id = member(fields, "customer").text("id");
  purchase.at = time_of(fields, "at").value_or(0);
  purchase.product = fields.text("product");
  purchase.quantity = number_of(fields, "quantity");
  purchase.amount = number_of(fields, "amount");
  purchase.currency = fields.text("currency");
  purchase.extra = member(fields, "extra");
  purchase.updated_at = time_of(fields, "updated_at");
  return put_entry(source, purchase);
}

ImportRun::Outcome ImportRun::put_exported_category(const Value& fields) {
  Db& db = store_.db();
  const std::string path = fields.text("path");
  const std::string uid = fields.text("uid");
  const auto unchanged = [&] {
    if (!resumed_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  };
  // One that was moved or merged here since stays what it became.
  if (db.integer("SELECT count(*) FROM category WHERE uid = ?1 AND path <> ?2", uid, path) > 0) return unchanged();
  if (const auto id = find_category(store_, path)) {
    Value said = Value::Object{};
    for (const auto& [name, value] : *fields.object()) {
      if (name != "uid") said.set(name, value);
    }
    if (said == category_content(store_, *id) || category_path(store_, *id) != path) return unchanged();
    model::CategoryEntry category;
    category.path = path;
    category.title = fields.text("title");
    category.description = fields.text("description");
    category.rule = member(fields, "rule");
    if (fields.find("review_days") != nullptr) category.review_days = *fields.find("review_days")->integer();
    model::Origin origin;
    if (const Value owner = member(fields, "owner"); owner.object() != nullptr) {
      category.owner.external_id = owner.text("id");
      origin.source = owner.text("source");
    }
    return put_entry(source_of(origin), category);
  }
  if (dry_) {
    if (const auto seen = seen_before(fmt::format("category/{}", path), "")) return *seen;
  }
  ++counts_.added;
  if (dry_) return Outcome::kAdded;
  link_change();
  const std::int64_t id = make_category(store_, path, id_);
  std::optional<std::string> rule;
  if (const Value said = member(fields, "rule"); !said.is_null()) rule = json::dump(said);
  std::optional<std::int64_t> days;
  if (fields.find("review_days") != nullptr) days = *fields.find("review_days")->integer();
  db.cached(
        "UPDATE category SET uid = ?2, title = ?3, description = ?4, rule = ?5, owner_id = ?6, review_days = ?7, position = "
        "ifnull(?8, position) WHERE id = ?1")
      .run(id, uid, fields.text("title"), fields.text("description"), rule, somebody(store_, false, fields, "owner", id_), days,
           fields.find("position") == nullptr ? std::nullopt : std::optional(*fields.find("position")->integer()));
  if (const Value was = member(fields, "was"); was.object() != nullptr) {
    for (const auto& [other, until] : *was.object())
      db.cached("INSERT OR IGNORE INTO category_path (path, category_id, until) VALUES (?1, ?2, ?3)")
          .run(other, id, parse_time(until.to_text()).value_or(0));
  }
  change_->add(Kind::kCategory, uid, "add", json::dump(category_content(store_, id)));
  return Outcome::kAdded;
}

ImportRun::Outcome ImportRun::put_exported_said(Kind kind, const Value& fields) {
  const std::string uid = fields.text("uid");
  Value entry = Value::Object{};
  for (const auto& [name, value] : *fields.object()) {
    if (name != "uid") entry.set(name, value);
  }
  if (!said_now(store_, kind, uid, entry).is_null()) {
    if (!resumed_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  if (dry_) {
    if (const auto seen = seen_before(fmt::format("{}/{}", model::info(kind).name, uid), "")) return *seen;
    ++counts_.added;
    return Outcome::kAdded;
  }
  link_change();
  restorer_of(kind)(store_, uid, Value(), entry, *change_);
  if (said_now(store_, kind, uid, entry).is_null()) {
    if (is_about_removed(store_, entry)) {
      if (!resumed_) ++counts_.unchanged;
      return Outcome::kUnchanged;
    }
    ++without_ends_;
    ++counts_.rejected;
    return Outcome::kUnchanged;
  }
  ++counts_.added;
  return Outcome::kAdded;
}

ImportRun::Outcome ImportRun::put_exported(const model::Exported& record, const model::Origin& origin) {
  const Value& fields = record.fields;
  switch (record.kind) {
    case Kind::kCategory: return put_exported_category(fields);
    case Kind::kUse:
    case Kind::kFeedback:
    case Kind::kReview: return put_exported_said(record.kind, fields);
    case Kind::kLink: break;
    default: return put_exported_party(source_of(origin), record.kind, fields);
  }
  if (fields.find("uid") != nullptr) return put_exported_said(record.kind, fields);
  model::Link link;
  link.from = fields.text("from");
  link.to = fields.text("to");
  link.at = time_of(fields, "at");
  link.actor = fields.text("actor");
  const std::string relation = fields.text("relation");
  (relation == "solved" || relation == "not-solved" ? link.outcome : link.relation) = relation;
  return put_entry(source_of(origin), link);
}

void undo_exported(Store& store, std::int64_t change_id, ChangeWriter& undo, Counts& counts) {
  struct Row {
    Kind kind;
    std::string uid;
    Value entry;
  };
  std::vector<Row> rows;
  const bool links =
      store.db().integer("SELECT EXISTS (SELECT 1 FROM link_record l JOIN run r ON r.id = l.run_id WHERE r.change_id = ?1)",
                         change_id) != 0;
  {
    Stmt find = store.db().prepare(
        "SELECT kind, uid, snapshot FROM change_entry WHERE change_id = ?1 AND kind BETWEEN 9 AND 12 AND op = 'add' AND snapshot "
        "IS NOT NULL ORDER BY seq DESC");
    find.bind(change_id);
    while (find.step())
      rows.push_back({static_cast<Kind>(find.integer(0)), find.string(1), json::parse(find.text(2), "the history")});
  }
  for (const Row& row : rows) {
    const Value now = said_now(store, row.kind, row.uid, row.entry);
    if (now != row.entry) continue;  // Somebody said something else since.
    restorer_of(row.kind)(store, row.uid, now, Value(), undo);
    // What a record of a link said is counted with those.
    counts.added += row.kind != Kind::kUse || !links ? 1 : 0;
  }
}

}  // namespace ckm::store
