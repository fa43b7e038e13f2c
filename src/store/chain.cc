#include "store/chain.hh"

#include <fmt/format.h>

#include <optional>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/json.hh"
#include "store/articles.hh"
#include "store/category_paths.hh"
#include "store/changes.hh"
#include "store/items.hh"
#include "store/thing_state.hh"

namespace ckm::store {
namespace {

constexpr std::int64_t kMostFaults = 20;

void go_on() { stop_if_interrupted(); }

void verify_entries(Store& store, std::int64_t change_id, const std::string& name, const ReportFault& report) {
  Stmt entries =
      store.db().cached("SELECT op, kind, uid, salt, digest, snapshot FROM change_entry WHERE change_id = ?1 ORDER BY seq");
  entries.bind(change_id);
  while (entries.step()) {
    if (entries.null(5)) continue;
    const auto kind = entries.integer(1);
    const Sha256 now =
        entry_digest(entries.text(0), static_cast<model::Kind>(kind), entries.text(2), entries.text(3), entries.text(5));
    if (bytes_of(now) != entries.bytes(4))
      report({name, fmt::format("what it did to {} is not what it says", entries.text(2).substr(0, 10))});
  }
}

// The last state of an article in its history.
Value last_snapshot(Store& store, std::string_view uid) {
  Stmt row = store.db().cached(
      "SELECT snapshot FROM change_entry WHERE uid = ?1 AND op IN ('add', 'change') ORDER BY change_id DESC, seq DESC LIMIT 1");
  if (!row.bind(uid).step() || row.null(0)) return {};
  Value snapshot = json::parse(row.text(0), "the history");
  row.reset();
  name_category_now(store, snapshot);
  return snapshot;
}

}  // namespace

Sha256 entry_digest(std::string_view op, model::Kind kind, std::string_view uid, std::string_view salt,
                    std::string_view snapshot) {
  return sha256(fmt::format("{}\n{}\n{}\n{}\n{}", op, static_cast<int>(kind), uid, salt, snapshot));
}

Sha256 change_digest(Store& store, std::int64_t change_id) {
  Db& db = store.db();
  Stmt header = db.cached("SELECT at, actor, command, message, salt FROM change WHERE id = ?1");
  header.bind(change_id).step();
  Value facts;
  facts.push(header.integer(0)).push(header.string(1)).push(header.string(2)).push(header.string(3));
  std::string text = "ckm change 1\n" + json::dump(facts) + "\n";
  if (!header.text(4).empty()) text += fmt::format("salt {}\n", header.text(4));
  Stmt parents = db.cached("SELECT parent FROM change_parent WHERE change_id = ?1 ORDER BY parent");
  parents.bind(change_id);
  while (parents.step()) text += fmt::format("parent {}\n", hex(parents.bytes(0)));
  Stmt entries = db.cached("SELECT digest FROM change_entry WHERE change_id = ?1 ORDER BY seq");
  entries.bind(change_id);
  while (entries.step()) text += fmt::format("entry {}\n", hex(entries.bytes(0)));
  return sha256(text);
}

void verify_chain(Store& store, const ReportFault& report, const Progress& progress) {
  Db& db = store.db();
  const std::int64_t all = db.integer("SELECT count(*) FROM change");
  std::int64_t done = 0;
  Stmt changes = db.prepare(
      "SELECT id, digest, (SELECT max(state) FROM run WHERE change_id = change.id), forgotten FROM change ORDER BY id");
  changes.bind();
  while (changes.step()) {
    go_on();
    const std::int64_t id = changes.integer(0);
    const std::string digest(changes.bytes(1));
    const std::string name = digest.empty() ? fmt::format("change {}", id) : change_name(hex(digest));
    verify_entries(store, id, name, report);
    if (digest.empty()) {
      // An import that goes on, or was killed, is sealed at its end.
      if (changes.text(2) != "running") report({name, "it was never sealed"});
    } else if (bytes_of(change_digest(store, id)) != (changes.null(3) ? std::string_view(digest) : changes.bytes(3))) {
      report({name, "its digest is not that of what it holds"});
    }
    Stmt parents = db.cached(
        "SELECT hex(parent) FROM change_parent p WHERE change_id = ?1 AND NOT EXISTS (SELECT 1 FROM change c WHERE c.digest = "
        "p.parent)");
    parents.bind(id);
    while (parents.step())
      report({name,
              fmt::format("what it follows is not there: a change whose digest begins with {}", parents.text(0).substr(0, 10))});
    progress(++done, all);
  }
}

void verify_articles(Store& store, const ReportFault& report, const Progress& progress) {
  Db& db = store.db();
  const std::int64_t all = db.integer("SELECT count(*) FROM article");
  std::int64_t done = 0;
  LazyGraph graph(store);
  Stmt rows = db.prepare("SELECT kind, id FROM article ORDER BY id");
  rows.bind();
  while (rows.step()) {
    go_on();
    const Item item{static_cast<model::Kind>(rows.integer(0)), rows.integer(1)};
    const auto stored = read_article(store, item.id);
    const std::string& uid = stored->article.uid;
    const Value last =
        is_forked(store, uid) ? thing_state(store, graph.get(), item.kind, uid).merged.content : last_snapshot(store, uid);
    if (last.is_null()) report({stored->ref, "its history does not tell what it is"});
    else if (model::to_value(model::article_from_value(last)) != model::to_value(stored->article))
      report({stored->ref, "it is not what its history says: something else than ckm changed it"});
    progress(++done, all);
  }
}

void verify_file(Store& store, const ReportFault& report) {
  Stmt pages = store.db().prepare(fmt::format("PRAGMA integrity_check({})", kMostFaults));
  pages.bind();
  while (pages.step()) {
    if (pages.text(0) != "ok") report({"the file", pages.string(0)});
  }
  Stmt keys = store.db().prepare("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2");
  keys.bind();
  while (keys.step())
    report({"the file", fmt::format("{}: {} what is not in {}", keys.text(0), counted(keys.integer(2), "row names", "rows name"),
                                    keys.text(1))});
}

}  // namespace ckm::store
