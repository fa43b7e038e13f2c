#include "store/classifiers.hh"

#include <algorithm>

#include "base/json.hh"

namespace ckm::store {
namespace {

StoredClassifier read_row(const Stmt& row) {
  StoredClassifier c;
  c.field = row.string(0);
  c.number = row.integer(1);
  c.made_at = row.integer(2);
  c.filter = row.string(3);
  c.seed = static_cast<std::uint64_t>(row.integer(4));
  const std::string_view print = row.bytes(5);
  std::copy_n(print.begin(), std::min(print.size(), c.fingerprint.size()), c.fingerprint.begin());
  c.last_ticket = row.integer(6);
  c.figures = json::parse(row.text(7), "a classifier's figures");
  return c;
}

}  // namespace

std::vector<StoredClassifier> read_classifiers(Store& store) {
  Stmt rows = store.db().prepare(
      "SELECT field, number, made_at, filter, seed, fingerprint, last_ticket, figures FROM classifier ORDER BY field");
  std::vector<StoredClassifier> all;
  while (rows.step()) all.push_back(read_row(rows));
  return all;
}

std::optional<StoredClassifier> read_classifier(Store& store, std::string_view field) {
  Stmt row = store.db().prepare(
      "SELECT field, number, made_at, filter, seed, fingerprint, last_ticket, figures, data FROM classifier WHERE field = ?1");
  if (!row.bind(field).step()) return std::nullopt;
  StoredClassifier c = read_row(row);
  c.data = row.bytes(8);
  return c;
}

bool write_classifier(Store& store, StoredClassifier& c) {
  const auto before = read_classifier(store, c.field);
  c.number = before ? before->number + 1 : 1;
  if (before && before->data == c.data && before->filter == c.filter) {
    c.number = before->number;
    return false;
  }
  store.db().run(
      "INSERT OR REPLACE INTO classifier (field, number, made_at, filter, seed, fingerprint, last_ticket, figures, data) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      c.field, c.number, c.made_at, c.filter, static_cast<std::int64_t>(c.seed), Bytes{bytes_of(c.fingerprint)}, c.last_ticket,
      json::dump(c.figures), Bytes{c.data});
  return true;
}

void write_classifier_data(Store& store, std::string_view field, std::string_view data) {
  store.db().run("UPDATE classifier SET data = ?2 WHERE field = ?1", field, Bytes{data});
}

bool drop_classifier(Store& store, std::string_view field) {
  store.db().run("DELETE FROM prediction WHERE field = ?1 AND origin = 'model'", field);
  store.db().run("DELETE FROM doubt WHERE field = ?1", field);
  store.db().run("DELETE FROM classifier WHERE field = ?1", field);
  return store.db().changed_rows() > 0;
}

std::int64_t last_ticket(Store& store) { return store.db().integer("SELECT ifnull(max(id), 0) FROM ticket"); }

}  // namespace ckm::store
