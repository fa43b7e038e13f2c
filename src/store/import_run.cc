#include <fmt/format.h>

#include <cstring>

#include "base/hash.hh"
#include "base/json.hh"
#include "base/process.hh"
#include "model/ref.hh"
#include "store/articles.hh"
#include "store/runs.hh"

namespace ckm::store {
namespace {

constexpr std::size_t kMostKept = 1000;

std::string snapshot_of(const model::Article& article) { return json::dump(model::to_value(article)); }

}  // namespace

ImportRun::ImportRun(Store& store, const RunKey& key, const Author& author, bool dry)
    : store_(store), key_(key), author_(author), dry_(dry), tickets_(store) {
  Db& db = store_.db();
  source_id_ = store_.source_id(key.source);
  Stmt unfinished = db.prepare(
      "SELECT id, change_id, added, changed, process FROM run WHERE state = 'running' AND source_id = ?1 AND kind = ?2 AND "
      "format = ?3 "
      "AND input = ?4 ORDER BY id DESC");
  std::int64_t change_id = 0;
  unfinished.bind(source_id_, static_cast<int>(key.kind), key.format, key.input);
  // One that is still under way, by another process, is left to it.
  bool found = false;
  while (!found && unfinished.step()) found = !process_lives(unfinished.text(4));
  if (found) {
    id_ = unfinished.integer(0);
    change_id = unfinished.integer(1);
    counts_.added = unfinished.integer(2);
    counts_.changed = unfinished.integer(3);
    resumed_ = true;
    linked_ = change_id != 0;
    unfinished.reset();
    if (!dry_) db.run("UPDATE run SET process = ?2 WHERE id = ?1", id_, process_name());
  } else {
    db.run(
        "INSERT INTO run (source_id, kind, format, input, state, started_at, process) VALUES (?1, ?2, ?3, ?4, 'running', ?5, ?6)",
        source_id_, static_cast<int>(key.kind), key.format, key.input, now(), process_name());
    id_ = db.last_id();
  }
  change_.emplace(store_, author_, change_id);
}

std::string ImportRun::content_id(std::string_view hash) {
  std::uint64_t key = 0;
  std::memcpy(&key, hash.data(), sizeof key);
  const std::uint32_t nth = ++seen_[key];
  std::string id = model::kContentIdMark + hex(hash);
  if (nth > 1) id += fmt::format(".{}", nth);
  return id;
}

std::optional<ImportRun::Outcome> ImportRun::seen_before(std::string_view external_id, std::string_view hash) {
  const auto [at, added] = dry_seen_.try_emplace(std::string(external_id), hash);
  if (added) return std::nullopt;
  const bool same = at->second == hash;
  at->second = hash;
  ++(same ? counts_.unchanged : counts_.changed);
  return same ? Outcome::kUnchanged : Outcome::kChanged;
}

void ImportRun::link_change() {
  if (linked_ || dry_) return;
  change_->begin();
  store_.db().run("UPDATE run SET change_id = ?2 WHERE id = ?1", id_, change_->id());
  linked_ = true;
}

ImportRun::Outcome ImportRun::put(model::Ticket&& ticket) {
  const std::string hash = ticket_hash(ticket);
  if (ticket.external_id.empty()) ticket.external_id = content_id(hash);
  if (dry_) {
    if (const auto outcome = seen_before(ticket.external_id, hash)) return *outcome;
  }
  Stmt find = store_.db().cached("SELECT id, hash, changed_run FROM ticket WHERE source_id = ?1 AND external_id = ?2");
  if (!find.bind(source_id_, ticket.external_id).step()) {
    link_change();
    if (!dry_) tickets_.insert(source_id_, ticket, hash, id_);
    ++counts_.added;
    return Outcome::kAdded;
  }
  const auto id = find.integer(0);
  const std::string previous_hash(find.bytes(1));
  const bool same = previous_hash == hash;
  const auto previous_run = find.integer(2);
  find.reset();
  if (same) {
    // What this run itself wrote before it was interrupted has been counted already.
    if (!resumed_ || previous_run != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  ++counts_.changed;
  if (dry_) return Outcome::kChanged;
  link_change();
  if (previous_run != id_) {
    const auto before = read_ticket(store_, id);
    store_.db()
        .cached("INSERT OR IGNORE INTO run_before VALUES (?1, ?2, ?3, ?4, ?5)")
        .run(id_, id, json::dump(model::to_value(before->ticket)), previous_run, Bytes{previous_hash});
  }
  tickets_.update(id, source_id_, ticket, hash, id_);
  return Outcome::kChanged;
}

ImportRun::Outcome ImportRun::put(model::Article&& article) {
  std::string hash = article_hash(article);
  if (article.external_id.empty()) article.external_id = content_id(hash);
  const int kind = static_cast<int>(article.kind);
  if (dry_) {
    if (const auto outcome = seen_before(article.external_id, hash)) return *outcome;
  }
  Stmt find = store_.db().cached(
      "SELECT id, hash, imported, changed_run, uid FROM article WHERE kind = ?1 AND source_id = ?2 AND external_id = ?3");
  if (!find.bind(kind, source_id_, article.external_id).step()) {
    ++counts_.added;
    if (dry_) return Outcome::kAdded;
    link_change();
    if (article.uid.empty()) article.uid = article_uid(article.kind, key_.source, article.external_id);
    insert_article(store_, source_id_, article, id_);
    change_->add(article.kind, article.uid, "add", snapshot_of(article));
    return Outcome::kAdded;
  }
  const auto id = find.integer(0);
  const std::string present(find.bytes(1));
  const std::string imported(find.bytes(2));
  const bool mine = find.integer(3) == id_;
  article.uid = find.string(4);
  find.reset();
  if (hash == present || hash == imported) {
    if (!resumed_ || !mine) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  if (present != imported) {
    // Edited here: the edit stays, and the source's new state becomes the base of the next comparison.
    if (!dry_) store_.db().run("UPDATE article SET imported = ?2 WHERE id = ?1", id, Bytes{hash});
    if (kept_.size() < kMostKept) kept_.push_back(model::format_ref(article.kind, id, key_.source, article.external_id));
    ++counts_.unchanged;
    return Outcome::kKept;
  }
  ++counts_.changed;
  if (dry_) return Outcome::kChanged;
  link_change();
  update_article(store_, id, article, id_);
  change_->add(article.kind, article.uid, "change", snapshot_of(article));
  return Outcome::kChanged;
}

void ImportRun::checkpoint() {
  store_.db().run("UPDATE run SET added = ?2, changed = ?3, unchanged = ?4, rejected = ?5 WHERE id = ?1", id_, counts_.added,
                  counts_.changed, counts_.unchanged, counts_.rejected);
}

void ImportRun::finish() {
  checkpoint();
  store_.db().run("UPDATE run SET state = 'done', finished_at = ?2 WHERE id = ?1", id_, now());
  change_->seal();
}

}  // namespace ckm::store
