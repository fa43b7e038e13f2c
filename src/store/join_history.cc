#include "store/join_history.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/interrupt.hh"
#include "model/entry_check.hh"
#include "store/chain.hh"
#include "store/changes.hh"
#include "store/forgotten.hh"
#include "store/said.hh"

namespace ckm::store {
namespace {

[[noreturn]] void refuse(const std::string& digest, std::string_view why) {
  throw Error(Exit::kInput, fmt::format("{} {}", change_name(hex(digest)), why),
              "the file was changed or cut since it was written; write it again with: ckm export --as bundle");
}

}  // namespace

HistoryJoiner::HistoryJoiner(Store& store) : store_(store) {
  store_.db().exec(
      "CREATE TEMP TABLE IF NOT EXISTS joined (uid TEXT NOT NULL PRIMARY KEY, kind INTEGER NOT NULL) WITHOUT ROWID; "
      "DELETE FROM joined;");
}

void HistoryJoiner::put(const model::ChangeHeader& header) {
  seal();
  Db& db = store_.db();
  Stmt here = db.cached("SELECT id FROM change WHERE digest = ?1");
  known_ = here.bind(Bytes{header.digest}).step();
  change_id_ = known_ ? here.integer(0) : 0;
  here.reset();
  open_ = header;
  seq_ = 0;
  if (known_) {
    ++counts_.known;
    if (!header.forgotten.empty()) forget_actor(header);
    return;
  }
  ++counts_.changes;
  for (const std::string& parent : header.parents) {
    Stmt known = db.cached("SELECT 1 FROM change WHERE digest = ?1");
    if (known.bind(Bytes{parent}).step()) continue;
    throw Error(Exit::kConflict,
                fmt::format("{} follows {}, which is not here", change_name(hex(header.digest)), change_name(hex(parent))),
                "export more of that copy, with an earlier --since or without it");
  }
  db.cached("INSERT INTO change (at, actor, command, message, salt) VALUES (?1, ?2, ?3, ?4, ?5)")
      .run(header.at, header.actor, header.command, header.message, header.salt);
  change_id_ = db.last_id();
  for (const std::string& parent : header.parents)
    db.cached("INSERT INTO change_parent (change_id, parent) VALUES (?1, ?2)").run(change_id_, Bytes{parent});
}

// What is left of the header must be what the other copy says it is.
void HistoryJoiner::forget_actor(const model::ChangeHeader& header) {
  Db& db = store_.db();
  db.cached("UPDATE change SET actor = ?2, forgotten = ?3 WHERE id = ?1 AND forgotten IS NULL")
      .run(change_id_, header.actor, Bytes{header.forgotten});
  if (db.changed_rows() == 0) return;
  if (bytes_of(change_digest(store_, change_id_)) != header.forgotten)
    refuse(header.digest, "was made by another one than it says");
  ++counts_.forgotten;
}

void HistoryJoiner::put(const model::ChangeEntry& entry) {
  if (!open_) refuse({}, "has entries and no header");
  ++seq_;
  Db& db = store_.db();
  const std::string digest =
      entry.snapshot ? std::string(bytes_of(entry_digest(entry.op, entry.kind, entry.uid, entry.salt, *entry.snapshot)))
                     : entry.digest;
  if (known_) {
    Stmt here = db.cached("SELECT digest FROM change_entry WHERE change_id = ?1 AND seq = ?2");
    if (!here.bind(change_id_, seq_).step() || here.bytes(0) != digest) refuse(open_->digest, "holds something else than here");
    here.reset();
    if (entry.snapshot) return;
    if (erase_entries(store_, "change_id = ?1 AND seq = ?2", change_id_, seq_) == 0) return;
    ++counts_.forgotten;
    touch(store_, entry.kind, entry.uid);
    return;
  }
  if (const std::string fault = model::entry_fault(entry); !fault.empty())
    refuse(open_->digest, fmt::format("can't be taken: entry {} {}", seq_, fault));
  db.cached(
        "INSERT INTO change_entry (change_id, seq, kind, uid, op, salt, digest, snapshot) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
        "?8)")
      .run(change_id_, seq_, static_cast<int>(entry.kind), entry.uid, entry.op, entry.salt, Bytes{digest}, entry.snapshot);
  touch(store_, entry.kind, entry.uid);
}

void HistoryJoiner::finish() { seal(); }

void HistoryJoiner::seal() {
  if (!open_) return;
  if (seq_ != open_->entries) refuse(open_->digest, fmt::format("has {} entries, not {}", seq_, open_->entries));
  if (!known_) {
    const std::string& left = open_->forgotten.empty() ? open_->digest : open_->forgotten;
    if (bytes_of(change_digest(store_, change_id_)) != left) refuse(open_->digest, "holds something else than its name says");
    const auto forgotten = open_->forgotten.empty() ? std::nullopt : std::optional(Bytes{open_->forgotten});
    store_.db()
        .cached("UPDATE change SET digest = ?1, forgotten = ?3 WHERE id = ?2")
        .run(Bytes{open_->digest}, change_id_, forgotten);
  }
  open_.reset();
}

void touch(Store& store, model::Kind kind, std::string_view uid) {
  store.db().cached("INSERT OR IGNORE INTO joined (uid, kind) VALUES (?1, ?2)").run(uid, static_cast<int>(kind));
}

void touch_said_of(Store& store, const Item& item) {
  for (const Said& said : said_of(store, item)) touch(store, said.kind, said.uid);
}

void for_each_changeset(Store& store, const HistoryGraph& graph, const std::vector<bool>& leave_out, const VisitHeader& header,
                        const VisitEntry& entry) {
  Db& db = store.db();
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
    stop_if_interrupted();
    if (!leave_out.empty() && leave_out[i]) continue;
    const HistoryGraph::Node& node = graph.nodes()[i];
    model::ChangeHeader head{node.digest, node.at, {}, {}, {}};
    Stmt row = db.cached(
        "SELECT actor, command, message, (SELECT count(*) FROM change_entry WHERE change_id = ?1), ifnull(forgotten, x''), "
        "salt FROM change WHERE id = ?1");
    row.bind(node.change_id).step();
    head.actor = row.string(0);
    head.command = row.string(1);
    head.message = row.string(2);
    head.entries = row.integer(3);
    head.forgotten = std::string(row.bytes(4));
    head.salt = row.string(5);
    row.reset();
    Stmt parents = db.cached("SELECT parent FROM change_parent WHERE change_id = ?1 ORDER BY parent");
    parents.bind(node.change_id);
    while (parents.step()) head.parents.emplace_back(parents.bytes(0));
    parents.reset();
    header(head);
    Stmt entries = db.cached("SELECT kind, uid, op, salt, digest, snapshot FROM change_entry WHERE change_id = ?1 ORDER BY seq");
    entries.bind(node.change_id);
    while (entries.step()) {
      entry({static_cast<model::Kind>(entries.integer(0)), entries.string(1), entries.string(2), entries.string(3),
             std::string(entries.bytes(4)), entries.null(5) ? std::nullopt : std::optional(entries.string(5))});
    }
  }
}

}  // namespace ckm::store
