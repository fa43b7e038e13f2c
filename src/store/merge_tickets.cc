#include "store/merge_tickets.hh"

#include <fmt/format.h>

#include <optional>
#include <tuple>
#include <utility>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/interrupt.hh"
#include "store/edits.hh"
#include "store/items.hh"
#include "store/join_history.hh"
#include "store/thing_state.hh"

namespace ckm::store {
namespace {

[[noreturn]] void refuse(std::string_view what) {
  throw Error(Exit::kInput, fmt::format("{} makes no sense", what),
              "the file was changed or cut since it was written; write it again with: ckm export --as bundle");
}

std::string need_bytes(const Value& value, std::string_view name) {
  auto bytes = unhex(value.text(name));
  if (!bytes || bytes->empty()) refuse(fmt::format("the {} of a record", name));
  return *std::move(bytes);
}

std::int64_t number_of(const Value& value, std::string_view name) {
  const Value* const found = value.find(name);
  return found == nullptr || found->integer() == nullptr ? 0 : *found->integer();
}

}  // namespace

Value to_value(const RunOfCopy& run) {
  Value value = Value::Object{};
  value.set("change", hex(run.change)).set("source", run.source).set("kind", run.kind).set("format", run.format);
  value.set("input", run.input).set("started_at", format_time(run.started_at)).set("finished_at", format_time(run.finished_at));
  value.set("added", run.added).set("changed", run.changed).set("unchanged", run.unchanged);
  if (run.undone) value.set("undone", true);
  return value.set("rejected", run.rejected);
}

RunOfCopy run_from_value(const Value& value) {
  RunOfCopy run{need_bytes(value, "change"), value.text("source"), value.text("kind"), value.text("format"), value.text("input")};
  run.started_at = parse_time(value.text("started_at")).value_or(0);
  run.finished_at = parse_time(value.text("finished_at")).value_or(0);
  run.added = number_of(value, "added");
  run.changed = number_of(value, "changed");
  run.unchanged = number_of(value, "unchanged");
  run.rejected = number_of(value, "rejected");
  run.undone = value.find("undone") != nullptr;
  if (run.source.empty() || !model::kind_from_name(run.kind)) refuse("an import");
  return run;
}

Value to_value(const TicketOfCopy& ticket) {
  Value value = Value::Object{};
  value.set("source", ticket.source).set("added", hex(ticket.added)).set("changed", hex(ticket.changed));
  return value.set("hash", hex(ticket.hash)).set("ticket", model::to_value(ticket.ticket));
}

TicketOfCopy ticket_of_copy_from_value(const Value& value) {
  TicketOfCopy out{value.text("source"), need_bytes(value, "added"), need_bytes(value, "changed"), need_bytes(value, "hash"), {}};
  const Value* const ticket = value.find("ticket");
  if (out.source.empty() || ticket == nullptr || ticket->object() == nullptr) refuse("a ticket");
  out.ticket = model::ticket_from_value(*ticket);
  if (out.ticket.external_id.empty()) refuse("a ticket without an identifier");
  return out;
}

void for_each_run(Store& store, const HistoryGraph& graph, const std::vector<bool>& leave_out,
                  const std::function<void(const RunOfCopy&)>& visit) {
  Stmt rows = store.db().prepare(
      "SELECT c.id, c.digest, s.name, r.kind, r.format, r.input, r.started_at, ifnull(r.finished_at, r.started_at), r.added, "
      "r.changed, r.unchanged, r.rejected, r.state = 'undone' FROM run r JOIN change c ON c.id = r.change_id JOIN source s ON "
      "s.id = r.source_id "
      "WHERE r.state <> 'running' AND c.digest IS NOT NULL ORDER BY r.started_at, c.digest");
  rows.bind();
  while (rows.step()) {
    const auto node = graph.find(rows.integer(0));
    if (!node || (!leave_out.empty() && leave_out[*node] && rows.integer(12) == 0)) continue;
    visit({std::string(rows.bytes(1)), rows.string(2), std::string(model::info(static_cast<model::Kind>(rows.integer(3))).name),
           rows.string(4), rows.string(5), rows.integer(6), rows.integer(7), rows.integer(8), rows.integer(9), rows.integer(10),
           rows.integer(11), rows.integer(12) != 0});
  }
}

void for_each_ticket(Store& store, const HistoryGraph& graph, const std::vector<bool>& leave_out,
                     const std::function<void(const TicketOfCopy&)>& visit) {
  Stmt facts = store.db().prepare(
      "SELECT c.id, c.digest, ifnull(a.digest, c.digest), t.hash FROM ticket t JOIN run r ON r.id = t.changed_run "
      "JOIN change c ON c.id = r.change_id LEFT JOIN run o ON o.id = t.added_run LEFT JOIN change a ON a.id = o.change_id "
      "WHERE t.id = ?1 AND c.digest IS NOT NULL");
  for_each_item(store, model::Kind::kTicket, [&](std::int64_t id) {
    stop_if_interrupted();
    if (!facts.bind(id).step()) return true;
    const auto node = graph.find(facts.integer(0));
    if (!node || (!leave_out.empty() && leave_out[*node])) return true;
    TicketOfCopy ticket{{}, std::string(facts.bytes(2)), std::string(facts.bytes(1)), std::string(facts.bytes(3)), {}};
    auto stored = read_ticket(store, id);
    ticket.source = std::move(stored->source);
    ticket.ticket = std::move(stored->ticket);
    visit(ticket);
    return true;
  });
}

TicketJoiner::TicketJoiner(Store& store, const HistoryGraph& graph)
    : store_(store), graph_(graph), writer_(store), marks_(store) {}

bool TicketJoiner::removed_since(const std::string& uid, std::int64_t change_id) {
  Stmt gone = store_.db().cached("SELECT 1 FROM change_entry WHERE uid = ?1 AND op = 'remove' LIMIT 1");
  if (!gone.bind(uid).step()) return false;
  gone.reset();
  return is_gone(graph_, thing_state(store_, graph_, model::Kind::kTicket, uid), change_id);
}

const TicketJoiner::Run& TicketJoiner::run_of(const std::string& change) {
  const auto [at, added] = runs_.try_emplace(change);
  if (!added) return at->second;
  Stmt row = store_.db().cached(
      "SELECT r.id, c.id, c.at, r.state = 'undone' FROM run r JOIN change c ON c.id = r.change_id WHERE c.digest = ?1");
  if (row.bind(Bytes{change}).step()) at->second = {row.integer(0), row.integer(1), row.integer(2), row.integer(3) != 0};
  return at->second;
}

bool TicketJoiner::follows(std::int64_t change_id, std::int64_t other) {
  const auto node = graph_.find(change_id);
  const auto before = graph_.find(other);
  if (!node || !before || *node == *before) return false;
  const auto [at, added] = behind_.try_emplace(*node);
  if (added) at->second = graph_.behind(*node);
  return at->second[*before];
}

void TicketJoiner::put(const RunOfCopy& run) {
  Db& db = store_.db();
  if (const Run here = run_of(run.change); here.id != 0) {
    if (!run.undone || here.undone) return;
    db.cached("UPDATE run SET state = 'undone' WHERE id = ?1").run(here.id);
    db.cached("DELETE FROM run_before WHERE run_id = ?1").run(here.id);
    runs_.erase(run.change);
    ++counts_.undone;
    return;
  }
  db.cached(
        "INSERT INTO run (change_id, source_id, kind, format, input, state, started_at, finished_at, added, changed, unchanged, "
        "rejected, joined) SELECT id, ?2, ?3, ?4, ?5, ?12, ?6, ?7, ?8, ?9, ?10, ?11, 1 FROM change WHERE digest = ?1")
      .run(Bytes{run.change}, store_.source_id(run.source), static_cast<int>(*model::kind_from_name(run.kind)), run.format,
           run.input, run.started_at, run.finished_at, run.added, run.changed, run.unchanged, run.rejected,
           run.undone ? "undone" : "done");
  runs_.erase(run.change);
}

void TicketJoiner::put(TicketOfCopy&& ticket) {
  const Run changed = run_of(ticket.changed);
  const Run first = run_of(ticket.added);
  if (changed.id == 0) refuse("a ticket whose import is not in the file");
  if (changed.undone) return;
  const std::string uid = ticket_uid(ticket.source, ticket.ticket.external_id);
  if (marks_.keep_away_ticket(ticket.source, ticket.ticket.external_id, ticket.ticket.internal_id)) return;
  if (removed_since(uid, changed.change_id)) return;
  const std::int64_t source = store_.source_id(ticket.source);
  Db& db = store_.db();
  Stmt here = db.cached(
      "SELECT t.id, t.hash, t.updated_at, ifnull(c.at, 0), ifnull(c.digest, x''), ifnull(c.id, 0), ifnull(r.state, '') = "
      "'undone' FROM ticket t "
      "LEFT JOIN run r ON r.id = t.changed_run LEFT JOIN change c ON c.id = r.change_id WHERE t.source_id = ?1 AND t.external_id "
      "= ?2");
  const bool there = here.bind(source, ticket.ticket.external_id).step();
  // Its label may have come before it, or with what was undone.
  touch(store_, model::Kind::kTicket, uid);
  if (!there) {
    here.reset();
    const std::int64_t id = writer_.insert(source, std::move(ticket.ticket), ticket.hash, changed.id);
    db.cached("UPDATE ticket SET added_run = ?2 WHERE id = ?1").run(id, first.id == 0 ? changed.id : first.id);
    ++counts_.added;
    return;
  }
  const std::int64_t id = here.integer(0);
  const std::string hash(here.bytes(1));
  const Time mine = here.maybe_integer(2).value_or(0);
  const Time theirs = ticket.ticket.updated_at.value_or(0);
  const Time at = here.integer(3);
  const std::string digest(here.bytes(4));
  const std::int64_t change_id = here.integer(5);
  const bool undone = here.integer(6) != 0;
  here.reset();
  const bool later =
      follows(changed.change_id, change_id) ||
      (!follows(change_id, changed.change_id) && std::tie(theirs, changed.at, ticket.changed) > std::tie(mine, at, digest));
  if (!later && !undone && !removed_since(uid, change_id)) return;
  if (hash != ticket.hash) ++counts_.changed;
  writer_.update(id, source, ticket.ticket, ticket.hash, changed.id);
}

void TicketJoiner::finish() {
  if (counts_.undone == 0) return;
  std::vector<std::int64_t> gone;
  {
    Stmt rows = store_.db().prepare(
        "SELECT t.id FROM ticket t JOIN run r ON r.id = t.changed_run JOIN run o ON o.id = t.added_run WHERE r.state = 'undone' "
        "AND o.state = 'undone'");
    rows.bind();
    while (rows.step()) gone.push_back(rows.integer(0));
  }
  ChangeWriter silent(store_);
  for (const std::int64_t id : gone) {
    const Item ticket{model::Kind::kTicket, id};
    touch_said_of(store_, ticket);
    remove_item(store_, ticket, silent);
  }
  counts_.removed += static_cast<std::int64_t>(gone.size());
}

std::int64_t writer_of(Store& store, std::int64_t ticket_id) {
  return store.db().integer("SELECT ifnull(r.change_id, 0) FROM ticket t JOIN run r ON r.id = t.changed_run WHERE t.id = ?1",
                            ticket_id);
}

}  // namespace ckm::store
