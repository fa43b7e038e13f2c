#include "store/exported_records.hh"

#include <fmt/format.h>

#include <cmath>
#include <utility>
#include <vector>

#include "base/hash.hh"
#include "base/time.hh"
#include "store/categories.hh"
#include "store/fields.hh"
#include "store/said.hh"

namespace ckm::store {
namespace {

using model::Kind;
using Visit = std::function<bool(const Value&)>;

// A row's columns, as members of an object.
class Members {
 public:
  explicit Members(Stmt& row) : row_(row) {}

  void text(const char* name) {
    const int at = next_++;
    if (!row_.null(at) && !row_.text(at).empty()) out_.set(name, row_.string(at));
  }
  void time(const char* name) {
    const int at = next_++;
    if (!row_.null(at)) out_.set(name, format_time(row_.integer(at)));
  }
  // As JSON reads it back.
  void number(const char* name) {
    constexpr double kExact = 9e15;
    const double value = row_.real(next_++);
    if (std::abs(value) < kExact && std::trunc(value) == value) out_.set(name, static_cast<std::int64_t>(value));
    else out_.set(name, Number{fmt::format("{}", value)});
  }
  void list(const char* name) {
    const auto texts = list_from_column(row_.text(next_++));
    if (texts.empty()) return;
    Value list = Value::Array{};
    for (const std::string& text : texts) list.push(text);
    out_.set(name, std::move(list));
  }
  void object(const char* name) {
    const int at = next_++;
    if (!row_.null(at)) out_.set(name, object_from_column(row_.text(at)));
  }
  void hash() {
    const int at = next_++;
    if (!row_.null(at)) out_.set("hash", hex(row_.bytes(at)));
  }
  // Two columns.
  void other(const char* name) {
    const int at = std::exchange(next_, next_ + 2);
    if (!row_.null(at)) out_.set(name, Value(Value::Object{{"source", row_.string(at)}, {"id", row_.string(at + 1)}}));
  }
  Value take() { return std::move(out_); }

 private:
  Stmt& row_;
  int next_ = 0;
  Value out_ = Value::Object{};
};

struct PartyTable {
  Kind kind;
  const char* select;
  Value (*read)(Stmt& row);
};

Value read_person_row(Stmt& row) {
  Members members(row);
  members.text("source");
  members.text("id");
  members.text("name");
  members.text("email");
  members.text("team");
  members.list("skills");
  members.object("extra");
  members.time("updated_at");
  members.hash();
  return members.take();
}

Value read_customer_row(Stmt& row) {
  Members members(row);
  members.text("source");
  members.text("id");
  members.text("name");
  members.text("email");
  members.text("phone");
  members.text("tier");
  members.text("region");
  members.other("organisation");
  members.other("merged_into");
  members.object("extra");
  members.time("updated_at");
  members.hash();
  return members.take();
}

Value read_purchase_row(Stmt& row) {
  Members members(row);
  members.text("source");
  members.text("id");
  members.other("customer");
  members.time("at");
  members.text("product");
  members.number("quantity");
  members.number("amount");
  members.text("currency");
  members.object("extra");
  members.time("updated_at");
  members.hash();
  return members.take();
}

constexpr std::array<PartyTable, 3> kTables = {{
    {Kind::kPerson,
     "SELECT s.name, r.external_id, r.name, r.email, r.team, r.skills, r.extra, r.updated_at, r.hash FROM person r JOIN source s "
     "ON s.id = r.source_id",
     read_person_row},
    {Kind::kCustomer,
     "SELECT s.name, r.external_id, r.name, r.email, r.phone, r.tier, r.region, os.name, o.external_id, ms.name, m.external_id, "
     "r.extra, r.updated_at, r.hash FROM customer r JOIN source s ON s.id = r.source_id LEFT JOIN customer o ON o.id = "
     "r.organisation_id LEFT JOIN source os ON os.id = o.source_id LEFT JOIN customer m ON m.id = r.merged_into LEFT JOIN source "
     "ms ON ms.id = m.source_id",
     read_customer_row},
    {Kind::kPurchase,
     "SELECT s.name, r.external_id, cs.name, c.external_id, r.at, r.product, r.quantity, r.amount, r.currency, r.extra, "
     "r.updated_at, r.hash FROM purchase r JOIN source s ON s.id = r.source_id JOIN customer c ON c.id = r.customer_id JOIN "
     "source cs ON cs.id = c.source_id",
     read_purchase_row},
}};

const PartyTable* table_of(Kind kind) {
  for (const PartyTable& table : kTables) {
    if (table.kind == kind) return &table;
  }
  return nullptr;
}

void for_each_category(Store& store, const Visit& visit) {
  Stmt rows = store.db().prepare("SELECT id, uid FROM category ORDER BY path");
  rows.bind();
  while (rows.step()) {
    Value fields = Value::Object{{"uid", rows.string(1)}};
    Value content = category_content(store, rows.integer(0));
    for (auto& [name, value] : *content.object()) fields.set(name, std::move(value));
    if (!visit(fields)) return;
  }
}

// Those that wait for an end.
void for_each_waiting_link(Store& store, const Visit& visit) {
  Stmt rows = store.db().prepare(
      "SELECT s.name, l.from_text, l.relation, l.to_text, l.at, l.actor FROM link_record l JOIN source s ON s.id = l.source_id "
      "WHERE l.link_id IS NULL AND l.use_id IS NULL ORDER BY s.name, "
      "l.from_text, l.relation, l.to_text");
  rows.bind();
  while (rows.step()) {
    Members members(rows);
    for (const char* const name : {"source", "from", "relation", "to"}) members.text(name);
    members.time("at");
    members.text("actor");
    if (!visit(members.take())) return;
  }
}

}  // namespace

void for_each_record(Store& store, Kind kind, const Visit& visit) {
  if (const PartyTable* const table = table_of(kind)) {
    Stmt rows = store.db().prepare(fmt::format("{} ORDER BY s.name, r.external_id", table->select));
    rows.bind();
    while (rows.step() && visit(table->read(rows))) {
    }
    return;
  }
  if (kind == Kind::kCategory) return for_each_category(store, visit);
  bool going_on = true;
  for_each_said(store, kind, [&](const Said& said) {
    Value fields = Value::Object{{"uid", said.uid}};
    for (const auto& [name, value] : *said.entry.object()) fields.set(name, value);
    return going_on = visit(fields);
  });
  if (kind == Kind::kLink && going_on) for_each_waiting_link(store, visit);
}

std::optional<Value> record_of(Store& store, Kind kind, std::string_view source, std::string_view id) {
  const PartyTable* const table = table_of(kind);
  Stmt row = store.db().cached(fmt::format("{} WHERE s.name = ?1 AND r.external_id = ?2", table->select));
  if (!row.bind(source, id).step()) return std::nullopt;
  return table->read(row);
}

}  // namespace ckm::store
