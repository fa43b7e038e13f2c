#include "store/changes.hh"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "store/category_paths.hh"
#include "store/chain.hh"

namespace ckm::store {
namespace {

constexpr std::size_t kMostWaiting = 64;
constexpr std::size_t kShortDigest = 10;
constexpr auto kColumns =
    std::to_array<RowInserter::Column>({{"change_id"}, {"seq"}, {"kind"}, {"uid"}, {"op"}, {"salt"}, {"digest"}, {"snapshot"}});

}  // namespace

ChangeWriter::ChangeWriter(Store& store, Author author, std::int64_t change_id)
    : store_(store), author_(std::move(author)), id_(change_id), rows_(store.db(), "change_entry", kColumns) {
  last_category_ = store_.db().integer("SELECT ifnull(max(id), 0) FROM category");
  if (id_ != 0) seq_ = store_.db().integer("SELECT max(seq) FROM change_entry WHERE change_id = ?1", id_);
}

ChangeWriter::ChangeWriter(Store& store) : ChangeWriter(store, Author()) { silent_ = true; }

void ChangeWriter::begin() {
  if (id_ != 0 || silent_) return;
  at_ = now();
  store_.db().run("INSERT INTO change (at, actor, command, message) VALUES (?1, ?2, ?3, ?4)", at_, author_.actor, author_.command,
                  author_.message);
  id_ = store_.db().last_id();
}

void ChangeWriter::add(model::Kind kind, std::string_view uid, std::string_view op, std::string_view snapshot) {
  if (silent_) return;
  begin();
  const std::string salt = random_uid();
  const bool in_category = !snapshot.empty() && (op == "label" || model::info(kind).article);
  std::string said = in_category ? with_category_uid(store_, snapshot) : std::string(snapshot);
  const Sha256 digest = entry_digest(op, kind, uid, salt, said);
  waiting_.push_back({++seq_, kind, std::string(uid), std::string(op), salt, digest, std::move(said)});
  if (waiting_.size() >= kMostWaiting) flush();
}

void ChangeWriter::add_forgotten(model::Kind kind, std::string_view uid) {
  add(kind, uid, "remove", {});
  if (waiting_.empty()) {
    store_.db().run("UPDATE change_entry SET snapshot = NULL WHERE change_id = ?1 AND seq = ?2", id_, seq_);
  } else {
    waiting_.back().snapshot.reset();
  }
}

void ChangeWriter::flush() {
  if (waiting_.empty()) return;
  for (const Entry& entry : waiting_) {
    const std::array<RowInserter::Cell, kColumns.size()> row = {
        id_,      entry.seq,  static_cast<std::int64_t>(entry.kind), entry.uid,
        entry.op, entry.salt, Bytes{bytes_of(entry.digest)},         cell_or_null(entry.snapshot)};
    rows_.add(row);
  }
  rows_.flush();
  waiting_.clear();
}

void ChangeWriter::seal() {
  if (id_ == 0) return;
  flush();
  Db& db = store_.db();
  db.run("UPDATE category SET made_by = ?1 WHERE id > ?2 AND added_run = 0 AND made_by IS NULL", id_, last_category_);
  // Nothing else tells it from another copy's of the same second: an import of tickets that both made.
  if (seq_ == 0) db.run("UPDATE change SET salt = ?2 WHERE id = ?1", id_, random_uid());
  db.run(
      "INSERT OR IGNORE INTO change_parent (change_id, parent) SELECT ?1, digest FROM change "
      "WHERE digest IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change_parent p WHERE p.parent = change.digest)",
      id_);
  const Sha256 digest = change_digest(store_, id_);
  db.run("UPDATE change SET digest = ?1 WHERE id = ?2", Bytes{bytes_of(digest)}, id_);
}

std::string change_name(std::string_view digest) {
  return digest.empty() ? "unfinished" : fmt::format("change:{}", digest.substr(0, kShortDigest));
}

void for_each_change(Store& store, const ChangeFilter& filter, const std::function<void(const Change&)>& visit) {
  Stmt stmt = store.db().prepare(
      "SELECT id, digest, at, actor, command, message, max((SELECT count(*) FROM change_entry e WHERE e.change_id = change.id), "
      "ifnull((SELECT added + changed FROM run r WHERE r.change_id = change.id), 0)) "
      "FROM change WHERE at >= ?2 AND (?3 = '' OR actor = ?3) ORDER BY id DESC LIMIT ?1");
  stmt.bind(filter.limit > 0 ? filter.limit : -1, filter.since.value_or(INT64_MIN), filter.actor);
  while (stmt.step()) {
    Change change;
    change.id = stmt.integer(0);
    change.digest = hex(stmt.bytes(1));
    change.at = stmt.integer(2);
    change.author = {stmt.string(3), stmt.string(4), stmt.string(5)};
    change.things = stmt.integer(6);
    visit(change);
  }
}

}  // namespace ckm::store
