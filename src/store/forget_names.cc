#include "store/forget_names.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/hash.hh"
#include "base/json.hh"
#include "model/ref.hh"
#include "store/articles.hh"
#include "store/chain.hh"
#include "store/forgotten.hh"

namespace ckm::store {
namespace {

using model::Kind;

constexpr std::string_view kForgotten = "forgotten";

// The names by which people stand in other rows.
class Names {
 public:
  // `team`: of people; else of customers.
  Names(Store& store, const std::vector<std::int64_t>& ids, bool team) {
    for (const std::int64_t id : ids) {
      Stmt row =
          team ? store.db().cached(
                     "SELECT name, email, substr(lower(email), 1, instr(email, '@') - 1), (SELECT count(*) FROM person o WHERE "
                     "o.email LIKE substr(p.email, 1, instr(p.email, '@')) || '%' AND lower(o.email) <> lower(p.email)), "
                     "source_id, external_id FROM person p WHERE id = ?1")
               : store.db().cached(
                     "SELECT name, email, '', 0, source_id, external_id, (SELECT count(*) FROM person o WHERE lower(o.name) = "
                     "lower(c.name)) FROM customer c WHERE id = ?1");
      if (!row.bind(id).step()) continue;
      add(row.text(0));
      add(row.text(1));
      if (row.integer(3) == 0 && !row.text(2).empty()) logins_.insert(row.string(2));
      if (!team && row.integer(6) > 0) shared_.insert(without_case(row.text(0)));
      if (!row.text(5).starts_with(model::kContentIdMark)) own_.emplace_back(row.integer(4), row.string(5));
    }
  }

  [[nodiscard]] bool empty() const { return names_.empty() && own_.empty(); }
  [[nodiscard]] std::set<std::string> all() const {
    std::set<std::string> all = logins_;
    all.insert(names_.begin(), names_.end());
    return all;
  }
  [[nodiscard]] const std::vector<std::pair<std::int64_t, std::string>>& own() const { return own_; }
  // Replaces a name where somebody is told: as an actor, an author, a party, or among the fields that no column takes. Returns
  // whether there was any.
  bool erase(Value& value, std::string_view member = {}, bool extra = false) const {
    bool any = false;
    if (value.string() != nullptr) {
      const bool acts = member == "actor" || member == "who" || member == "author";
      const bool names = extra || member == "name" || member == "email";
      if (!(acts || names) || !has(*value.string(), acts)) return false;
      value = Value(kForgotten);
      return true;
    }
    if (value.array() != nullptr) {
      for (Value& one : *value.array()) any |= erase(one, member, extra);
    }
    if (value.object() != nullptr) {
      std::vector<std::string> came;  // Where a name stands as it came, before a repair.
      for (auto& [name, one] : *value.object()) {
        if (!erase(one, name, extra || name == "extra")) continue;
        any = true;
        if (name == "requester" || name == "assignee") came.push_back(name + ".name");
        if (name == "case") add_attempts(one, came);
      }
      for (auto& [name, one] : *value.object()) {
        if (name != "raw" || one.object() == nullptr) continue;
        std::erase_if(*one.object(), [&](const Value::Member& raw) { return std::ranges::find(came, raw.first) != came.end(); });
      }
    }
    return any;
  }
  // The same of what has nothing but such fields.
  bool erase_fields(Value& value) const { return erase(value, {}, true); }

 private:
  static void add_attempts(const Value& story, std::vector<std::string>& came) {
    const Value* const attempts = story.find("attempts");
    if (attempts == nullptr || attempts->array() == nullptr) return;
    for (std::size_t i = 0; i < attempts->array()->size(); ++i) {
      if ((*attempts->array())[i].text("who") == kForgotten) came.push_back(fmt::format("case.attempts.{}.who", i));
    }
  }
  void add(std::string_view name) {
    if (!name.empty()) names_.insert(without_case(name));
  }
  [[nodiscard]] bool has(std::string_view text, bool acts) const {
    const std::string key = without_case(text);
    if (acts && shared_.contains(key)) return false;
    if (names_.contains(key) || (acts && logins_.contains(key))) return true;
    const auto open = key.rfind('<');
    return open != std::string::npos && key.ends_with('>') && names_.contains(key.substr(open + 1, key.size() - open - 2));
  }
  std::set<std::string> names_;
  std::set<std::string> logins_;  // What stands before the @ of an address that no other one begins with.
  std::set<std::string> shared_;  // Of customers: names that somebody of the team has too, who acts.
  std::vector<std::pair<std::int64_t, std::string>> own_;  // Identifiers by source.
};

// For statements: the names, and as JSON has them.
void fill_names(Store& store, const Names& names) {
  store.db().exec(
      "CREATE TABLE IF NOT EXISTS temp.doomed_name (name TEXT PRIMARY KEY, coded TEXT); DELETE FROM temp.doomed_name");
  Stmt add = store.db().prepare("INSERT INTO temp.doomed_name VALUES (?1, ?2)");
  for (const std::string& name : names.all()) {
    const std::string coded = json::dump(Value(name));
    add.run(name, std::string_view(coded).substr(1, coded.size() - 2));
  }
}

// Whether a column of JSON may hold one of a few names; of many it is quicker to read it.
std::string named_in(const Names& names, std::string_view column) {
  constexpr std::size_t kFew = 16;
  if (names.all().size() > kFew) return "1";
  return fmt::format("EXISTS (SELECT 1 FROM temp.doomed_name n WHERE instr(lower({}), n.coded) > 0)", column);
}
// Also of the form Ann Lee <ann@example.org>.
std::string is_named(std::string_view column) {
  return fmt::format(
      "(lower({0}) IN (SELECT name FROM temp.doomed_name) OR ({0} LIKE '%<%>' AND substr(lower({0}), instr({0}, '<') + 1, "
      "length({0}) - instr({0}, '<') - 1) IN (SELECT name FROM temp.doomed_name)))",
      column);
}

// Columns of JSON outside of the history. `key`: what tells a row, of two columns at most.
void erase_in_column(Store& store, const Names& names, std::string_view table, std::string_view key, std::string_view column) {
  const bool fields = column == "extra";
  Stmt rows = store.db().prepare(
      fmt::format("SELECT {}, {} FROM {} WHERE {} IS NOT NULL AND {}", key, column, table, column, named_in(names, column)));
  struct Row {
    std::int64_t first, second, third;
    std::string text;
  };
  std::vector<Row> found;
  while (rows.step()) {
    Value value = json::parse(rows.text(3), "what the store keeps");
    if (fields ? names.erase_fields(value) : names.erase(value))
      found.push_back({rows.integer(0), rows.integer(1), rows.integer(2), json::dump(value)});
  }
  rows = Stmt();
  Stmt write = store.db().prepare(fmt::format("UPDATE {} SET {} = ?4 WHERE ({}) = (?1, ?2, ?3)", table, column, key));
  for (const Row& row : found) write.run(row.first, row.second, row.third, row.text);
}

void erase_authors(Store& store, const Names& names, bool team) {
  Db& db = store.db();
  db.exec(fmt::format("UPDATE message SET author = 'forgotten' WHERE author <> '' AND {} {}", team ? "" : "role = 1 AND",
                      is_named("author")));
  for (const auto& [source, identifier] : names.own()) {
    db.run(
        "UPDATE message SET author = 'forgotten' WHERE author = ?2 AND ticket_id IN (SELECT id FROM ticket WHERE source_id = ?1)",
        source, identifier);
  }
  erase_in_column(store, names, "ticket", "id, 0, 0", "extra");
  erase_in_column(store, names, "message", "ticket_id, seq, 0", "extra");
  erase_in_column(store, names, "run_before", "run_id, kind, item_id", "snapshot");
  erase_in_column(store, names, "run_before", "run_id, kind, item_id", "base");
  erase_in_column(store, names, "article", "id, 0, 0", "base");
  db.exec(fmt::format("UPDATE removed SET kept = json_remove(kept, '$.base') WHERE kept IS NOT NULL AND {}",
                      named_in(names, "kept")));
}

void erase_actors(Store& store) {
  for (const char* table :
       {"label", "said_value", "link", "link_record", "use", "feedback", "review", "saved_query", "judged_set", "asked"}) {
    store.db().exec(fmt::format("UPDATE {} SET actor = 'forgotten' WHERE {}", table, is_named("actor")));
  }
}

// The digest of a changeset stays: what it would be now stands beside it, so that the rest is still known to be whole.
void erase_headers(Store& store) {
  std::vector<std::int64_t> ids;
  Stmt rows = store.db().prepare(fmt::format("SELECT id, digest IS NULL FROM change WHERE {} ORDER BY id", is_named("actor")));
  while (rows.step()) ids.push_back(rows.integer(1) != 0 ? -rows.integer(0) : rows.integer(0));
  rows = Stmt();
  for (const std::int64_t id : ids) {
    store.db().cached("UPDATE change SET actor = 'forgotten' WHERE id = abs(?1)").run(id);
    if (id < 0) continue;  // One that is under way gets its digest at its end.
    const Sha256 left = change_digest(store, id);
    store.db().cached("UPDATE change SET forgotten = ?2 WHERE id = ?1").run(id, Bytes{bytes_of(left)});
  }
}

struct Place {
  std::int64_t change_id, seq;
};

// What is there and named somebody last is written once more without the name; then all versions with it are forgotten.
void erase_history(Store& store, const Names& names, bool team, ChangeWriter& change) {
  Stmt rows =
      store.db().prepare(fmt::format("SELECT change_id, seq, kind, uid, snapshot FROM change_entry e WHERE {} AND {} AND "
                                     "change_id <> ?1 ORDER BY change_id, seq",
                                     team ? "kind <> 5" : "kind <= 4", named_in(names, "snapshot")));
  std::map<std::pair<std::string, Kind>, std::vector<Place>> places;
  rows.bind(change.id());
  while (rows.step()) {
    Value snapshot = json::parse(rows.text(4), "the history");
    if (!names.erase(snapshot)) continue;
    places[{rows.string(3), static_cast<Kind>(rows.integer(2))}].push_back({rows.integer(0), rows.integer(1)});
  }
  rows = Stmt();
  for (const auto& [thing, entries] : places) {
    const auto& [uid, kind] = thing;
    const std::int64_t article = model::info(kind).article ? find_article_by_uid(store, uid) : 0;
    if (article != 0) {
      const auto stored = read_article(store, article);
      Value value = model::to_value(stored->article);
      if (names.erase(value)) {
        update_article(store, article, model::article_from_value(value), 0);
        change.add(kind, uid, "change", article_snapshot(read_article(store, article)->article, stored->source));
      }
    } else if (static_cast<int>(kind) >= static_cast<int>(Kind::kLink)) {
      Stmt last =
          store.db().cached("SELECT op, snapshot FROM change_entry WHERE uid = ?1 ORDER BY change_id DESC, seq DESC LIMIT 1");
      last.bind(uid).step();
      Value value = last.null(1) || last.text(0) == "remove" ? Value() : json::parse(last.text(1), "the history");
      last.reset();
      if (!value.is_null() && names.erase(value)) change.add(kind, uid, "change", json::dump(value));
    }
    for (const Place& place : entries) erase_entries(store, "change_id = ?1 AND seq = ?2", place.change_id, place.seq);
  }
}

}  // namespace

std::string without_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

void erase_names(Store& store, const std::vector<std::int64_t>& ids, bool team, ChangeWriter& change) {
  const Names names(store, ids, team);
  if (names.empty()) return;
  fill_names(store, names);
  if (team) {
    erase_actors(store);
    erase_headers(store);
  }
  change.flush();
  erase_history(store, names, team, change);
  erase_authors(store, names, team);
  store.db().exec("DELETE FROM temp.doomed_name");
}

}  // namespace ckm::store
