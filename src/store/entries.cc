#include "store/entries.hh"

#include <array>
#include <utility>

#include "base/json.hh"
#include "model/ref.hh"
#include "store/categories.hh"
#include "store/uses.hh"

namespace ckm::store {
namespace {

constexpr std::array<EntryTable, 3> kTables = {{
    {model::Kind::kPerson,
     "SELECT id, hash, changed_run, added_run, updated_at FROM person WHERE source_id = ?1 AND external_id = ?2",
     "INSERT OR IGNORE INTO run_before (run_id, kind, item_id, snapshot, previous_run, hash) SELECT ?1, 6, id, "
     "json_object('name', "
     "name, 'email', email, 'team', team, 'skills', skills, 'extra', extra, 'updated_at', updated_at), ?3, ?4 FROM person WHERE "
     "id = ?2",
     "UPDATE person SET name = snapshot ->> 'name', email = snapshot ->> 'email', team = snapshot ->> 'team', "
     "skills = snapshot ->> 'skills', extra = snapshot ->> 'extra', updated_at = snapshot ->> 'updated_at', hash = "
     "iif(length(b.hash) = 0, NULL, b.hash), "
     "changed_run = b.previous_run FROM run_before b WHERE b.run_id = ?1 AND b.kind = 6 AND b.item_id = person.id",
     "UPDATE person SET name = '', email = '', team = '', skills = '[]', extra = NULL, updated_at = NULL, hash = NULL, "
     "changed_run = 0 "
     "WHERE added_run = ?1 AND hash IS NOT NULL AND changed_run = ?1",
     "SELECT count(*) FROM person WHERE added_run = ?1 AND hash IS NOT NULL AND changed_run = ?1",
     "SELECT p.id, s.name, p.external_id FROM run_before b JOIN person p ON p.id = b.item_id JOIN source s ON s.id = p.source_id "
     "WHERE b.previous_run = ?1 AND b.kind = 6 ORDER BY p.id"},
    {model::Kind::kCustomer,
     "SELECT id, hash, changed_run, added_run, updated_at FROM customer WHERE source_id = ?1 AND external_id = ?2",
     "INSERT OR IGNORE INTO run_before (run_id, kind, item_id, snapshot, previous_run, hash) SELECT ?1, 7, id, "
     "json_object('name', "
     "name, 'email', email, 'phone', phone, 'tier', tier, 'region', region, 'organisation_id', organisation_id, 'extra', extra, "
     "'updated_at', updated_at), "
     "?3, ?4 FROM customer WHERE id = ?2",
     "UPDATE customer SET name = snapshot ->> 'name', email = snapshot ->> 'email', phone = snapshot ->> 'phone', "
     "tier = snapshot ->> 'tier', region = snapshot ->> 'region', organisation_id = snapshot ->> 'organisation_id', "
     "extra = snapshot ->> 'extra', updated_at = snapshot ->> 'updated_at', hash = iif(length(b.hash) = 0, NULL, b.hash), "
     "changed_run = b.previous_run "
     "FROM run_before b WHERE b.run_id = ?1 AND b.kind = 7 AND b.item_id = customer.id",
     "UPDATE customer SET name = '', email = '', phone = '', tier = '', region = '', organisation_id = NULL, extra = NULL, "
     "updated_at = NULL, "
     "hash = NULL, changed_run = 0 WHERE added_run = ?1 AND hash IS NOT NULL AND changed_run = ?1",
     "SELECT count(*) FROM customer WHERE added_run = ?1 AND hash IS NOT NULL AND changed_run = ?1",
     "SELECT p.id, s.name, p.external_id FROM run_before b JOIN customer p ON p.id = b.item_id JOIN source s ON s.id = "
     "p.source_id WHERE b.previous_run = ?1 AND b.kind = 7 ORDER BY p.id"},
    {model::Kind::kPurchase,
     "SELECT id, hash, changed_run, added_run, updated_at FROM purchase WHERE source_id = ?1 AND external_id = ?2",
     "INSERT OR IGNORE INTO run_before (run_id, kind, item_id, snapshot, previous_run, hash) SELECT ?1, 8, id, "
     "json_object('customer_id', customer_id, 'at', at, 'product', product, 'quantity', quantity, 'amount', amount, 'currency', "
     "currency, 'extra', extra, 'updated_at', updated_at), ?3, ?4 FROM purchase WHERE id = ?2",
     "UPDATE purchase SET customer_id = snapshot ->> 'customer_id', at = snapshot ->> 'at', product = snapshot ->> 'product', "
     "quantity = snapshot ->> 'quantity', amount = snapshot ->> 'amount', currency = snapshot ->> 'currency', "
     "extra = snapshot ->> 'extra', updated_at = snapshot ->> 'updated_at', hash = b.hash, changed_run = b.previous_run "
     "FROM run_before b WHERE b.run_id = ?1 AND b.kind = 8 AND b.item_id = purchase.id",
     "DELETE FROM purchase WHERE added_run = ?1", "SELECT count(*) FROM purchase WHERE added_run = ?1",
     "SELECT p.id, s.name, p.external_id FROM run_before b JOIN purchase p ON p.id = b.item_id JOIN source s ON s.id = "
     "p.source_id WHERE b.previous_run = ?1 AND b.kind = 8 ORDER BY p.id"},
}};

// All but the order of rules, which others change.
Value said_of_it(const Value& content) {
  Value out = Value::Object{};
  for (const auto& [name, value] : *content.object()) {
    if (name != "position") out.set(name, value);
  }
  return out;
}

// A category that is not as the run left it is none of its any more.
void keep_changed_since(Store& store, std::int64_t run_id) {
  Db& db = store.db();
  std::vector<std::pair<std::int64_t, Value>> left;
  {
    Stmt rows = db.prepare(
        "SELECT c.id, c.path, (SELECT e.snapshot FROM change_entry e JOIN run r ON r.change_id = e.change_id WHERE r.id = ?1 AND "
        "e.uid = c.uid ORDER BY e.seq DESC LIMIT 1) FROM category c WHERE c.added_run = ?1 OR c.id IN (SELECT item_id FROM "
        "run_before WHERE run_id = ?1 AND kind = 5)");
    rows.bind(run_id);
    while (rows.step()) {
      left.emplace_back(rows.integer(0), rows.null(2) ? Value(Value::Object{{"path", rows.string(1)}})
                                                      : said_of_it(json::parse(rows.text(2), "the history")));
    }
  }
  for (const auto& [id, content] : left) {
    if (said_of_it(category_content(store, id)) == content) continue;
    db.run("DELETE FROM run_before WHERE run_id = ?1 AND kind = 5 AND item_id = ?2", run_id, id);
    db.run("UPDATE category SET added_run = 0 WHERE id = ?1 AND added_run = ?2", id, run_id);
  }
}

// Those that the run added go with all else that nobody names any more; until then they have nothing of what it said.
void undo_categories(Store& store, std::int64_t run_id, ChangeWriter& undo, Counts& counts) {
  struct Row {
    std::int64_t id;
    std::string uid;
    bool added;
  };
  Db& db = store.db();
  keep_changed_since(store, run_id);
  std::vector<Row> rows;
  Stmt find = db.prepare(
      "SELECT c.id, c.uid, b.run_id IS NULL FROM category c LEFT JOIN run_before b ON b.run_id = ?1 AND b.kind = 5 AND b.item_id "
      "= c.id WHERE b.run_id IS NOT NULL OR (c.added_run = ?1 AND ((SELECT kind FROM run WHERE id = ?1) = 5 OR EXISTS (SELECT 1 "
      "FROM "
      "change_entry e JOIN run r ON r.change_id = e.change_id WHERE r.id = ?1 AND e.uid = c.uid))) ORDER BY c.path");
  find.bind(run_id);
  while (find.step()) rows.push_back({find.integer(0), find.string(1), find.integer(2) != 0});
  const auto say = [&](bool added) {
    for (const Row& row : rows) {
      if (row.added != added) continue;
      undo.add(model::Kind::kCategory, row.uid, added ? "remove" : "change", json::dump(category_content(store, row.id)));
      ++(added ? counts.added : counts.changed);
    }
  };
  say(true);
  db.run(
      "UPDATE category SET title = snapshot ->> 'title', description = snapshot ->> 'description', "
      "owner_id = snapshot ->> 'owner_id', review_days = snapshot ->> 'review_days', "
      // Runs of earlier versions said nothing of rules.
      "rule = iif(json_type(snapshot, '$.rule') IS NULL, rule, snapshot ->> 'rule') FROM run_before b WHERE b.run_id = ?1 AND "
      "b.kind = 5 AND b.item_id = category.id",
      run_id);
  say(false);
  db.run(
      "UPDATE category SET title = '', description = '', owner_id = NULL, review_days = NULL, rule = NULL WHERE added_run = ?1 "
      "AND "
      // A rule that somebody else wrote since keeps it.
      "rule IS (SELECT e.snapshot ->> 'rule' FROM change_entry e JOIN run r ON r.change_id = e.change_id WHERE r.id = ?1 AND "
      "e.uid = "
      "category.uid ORDER BY e.seq DESC LIMIT 1) AND "
      "((SELECT kind FROM run WHERE id = ?1) = 5 OR EXISTS (SELECT 1 FROM change_entry e JOIN run r ON r.change_id = e.change_id "
      "WHERE r.id = ?1 AND e.uid = category.uid)) AND NOT EXISTS (SELECT 1 FROM run_before b WHERE b.kind = 5 AND b.item_id = "
      "category.id)",
      run_id);
}

}  // namespace

const EntryTable& entry_table(model::Kind kind) {
  return kTables[static_cast<std::size_t>(kind) - static_cast<std::size_t>(model::Kind::kPerson)];
}

std::vector<std::string> changed_since(Store& store, std::int64_t run_id) {
  std::vector<std::string> refs;
  for (const EntryTable& table : kTables) {
    Stmt later = store.db().cached(table.later);
    later.bind(run_id);
    while (later.step()) refs.push_back(model::format_ref(table.kind, later.integer(0), later.text(1), later.text(2)));
  }
  return refs;
}

void undo_entries(Store& store, std::int64_t run_id, ChangeWriter& undo, Counts& counts) {
  Db& db = store.db();
  undo_categories(store, run_id, undo, counts);
  undo_uses(store, run_id, undo);
  db.run("DELETE FROM link WHERE run_id = ?1", run_id);
  db.run("DELETE FROM link_record WHERE run_id = ?1", run_id);
  counts.added += db.changed_rows();
  for (const EntryTable& table : {kTables[2], kTables[1], kTables[0]}) {
    counts.added += db.integer(table.added, run_id);
    db.cached(table.restore).run(run_id);
    counts.changed += db.changed_rows();
    db.cached(table.clear).run(run_id);
  }
}

}  // namespace ckm::store
