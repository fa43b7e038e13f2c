#include "store/runs.hh"
#include "store/import_said.hh"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/counted.hh"
#include "base/error.hh"
#include "base/interrupt.hh"
#include "base/json.hh"
#include "base/process.hh"
#include "model/ref.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/entries.hh"
#include "store/history.hh"
#include "store/labels.hh"
#include "store/lineage.hh"
#include "store/run_again.hh"
#include "store/said_values.hh"

namespace ckm::store {
namespace {

// What stands in the way of undoing a run, as references.
std::vector<std::string> dependents(Store& store, std::int64_t run_id) {
  std::vector<std::string> refs;
  Stmt tickets = store.db().prepare(
      "SELECT t.id, s.name, t.external_id FROM ticket t JOIN source s ON s.id = t.source_id "
      "WHERE (t.added_run = ?1 AND (t.changed_run <> ?1 "
      "       OR EXISTS (SELECT 1 FROM label l WHERE l.kind = 1 AND l.item_id = t.id AND l.run_id <> ?1) "
      "       OR EXISTS (SELECT 1 FROM link l WHERE l.run_id = 0 AND ((l.from_kind = 1 AND l.from_id = t.id) OR (l.to_kind = 1 "
      "AND "
      "l.to_id = t.id))) "
      "       OR EXISTS (SELECT 1 FROM said_value v WHERE v.ticket_id = t.id AND v.run_id <> ?1) "
      "       OR EXISTS (SELECT 1 FROM use u WHERE u.ticket_id = t.id AND u.run_id = 0))) "
      "   OR (t.changed_run <> ?1 AND t.id IN (SELECT item_id FROM run_before WHERE run_id = ?1 AND kind = 1)) "
      "ORDER BY t.id");
  tickets.bind(run_id);
  while (tickets.step()) {
    refs.push_back(model::format_ref(model::Kind::kTicket, tickets.integer(0), tickets.text(1), tickets.text(2)));
  }
  // What it changed and somebody removed since can't be as it was before.
  Stmt removed = store.db().prepare(
      "SELECT kind, snapshot ->> 'id' FROM run_before b WHERE run_id = ?1 AND kind <= 4 AND snapshot IS NOT NULL AND "
      "iif(kind = 1, NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = b.item_id), "
      "NOT EXISTS (SELECT 1 FROM article a WHERE a.id = b.item_id))");
  removed.bind(run_id);
  while (removed.step()) {
    refs.push_back(
        fmt::format("{} {} (removed since)", model::info(static_cast<model::Kind>(removed.integer(0))).name, removed.text(1)));
  }
  // An article was edited since where its hash is another than the run left.
  Stmt articles = store.db().prepare(
      "SELECT a.id, a.kind, s.name, a.external_id FROM article a JOIN source s ON s.id = a.source_id "
      "LEFT JOIN run_before b ON b.run_id = ?1 AND b.kind = a.kind AND b.item_id = a.id "
      "WHERE (b.run_id IS NOT NULL AND (a.changed_run <> ?1 OR (b.snapshot IS NOT NULL AND a.hash <> b.after))) "
      "OR (a.added_run = ?1 AND (a.changed_run <> ?1 OR a.hash IS NOT a.imported "
      "  OR EXISTS (SELECT 1 FROM label l WHERE l.kind = a.kind AND l.item_id = a.id AND l.run_id <> ?1) "
      "  OR EXISTS (SELECT 1 FROM link l WHERE l.run_id = 0 AND ((l.from_kind = a.kind AND l.from_id = a.id) OR (l.to_kind = "
      "a.kind AND l.to_id = a.id))) "
      "  OR EXISTS (SELECT 1 FROM use u WHERE u.article_id = a.id AND u.run_id = 0) "
      "  OR EXISTS (SELECT 1 FROM review r WHERE r.article_id = a.id) "
      "  OR EXISTS (SELECT 1 FROM feedback f WHERE f.article_id = a.id))) ORDER BY a.id");
  articles.bind(run_id);
  while (articles.step()) {
    refs.push_back(model::format_ref(static_cast<model::Kind>(articles.integer(1)), articles.integer(0), articles.text(2),
                                     articles.text(3)));
  }
  std::vector<std::string> entries = changed_since(store, run_id);
  std::ranges::move(entries, std::back_inserter(refs));
  return refs;
}

std::vector<std::int64_t> added_by(Store& store, const char* sql, std::int64_t run_id) {
  std::vector<std::int64_t> ids;
  Stmt find = store.db().prepare(sql);
  find.bind(run_id);
  while (find.step()) ids.push_back(find.integer(0));
  return ids;
}

void undo_tickets(Store& store, std::int64_t run_id, Counts& counts) {
  for (const auto id : added_by(store, "SELECT id FROM ticket WHERE added_run = ?1", run_id)) {
    stop_if_interrupted();
    remove_ticket(store, id);
    ++counts.added;
  }
  TicketWriter writer(store, false);
  Stmt before = store.db().prepare(
      "SELECT b.item_id, b.snapshot, b.previous_run, t.source_id, b.hash FROM run_before b JOIN ticket t ON t.id = b.item_id "
      "WHERE b.run_id = ?1 AND b.kind = 1 ORDER BY b.item_id");
  before.bind(run_id);
  while (before.step()) {
    stop_if_interrupted();
    const model::Ticket ticket = model::ticket_from_value(json::parse(before.text(1), "a ticket's earlier state"));
    writer.update(before.integer(0), before.integer(3), ticket, before.bytes(4), before.integer(2));
    writer.rename(before.integer(0), ticket.external_id);
    ++counts.changed;
  }
}

void undo_articles(Store& store, std::int64_t run_id, ChangeWriter& undo, Counts& counts) {
  for (const auto id : added_by(store, "SELECT id FROM article WHERE added_run = ?1 ORDER BY id", run_id)) {
    stop_if_interrupted();
    const auto stored = read_article(store, id);
    undo.add(stored->article.kind, stored->article.uid, "remove", article_snapshot(stored->article, stored->source));
    remove_article(store, id);
    ++counts.added;
  }
  Stmt before = store.db().prepare(
      "SELECT a.id, a.uid, b.snapshot, b.previous_run, b.imported, b.base FROM run_before b JOIN article a ON a.id = b.item_id "
      "WHERE b.run_id = ?1 AND b.kind = a.kind ORDER BY a.id");
  before.bind(run_id);
  while (before.step()) {
    stop_if_interrupted();
    const auto id = before.integer(0);
    const ImportedColumns left = imported_of(store, id);
    if (!before.null(2)) {
      const model::Article article = model::article_from_value(json::parse(before.text(2), "an article's earlier state"));
      update_article(store, id, article, 0);
      undo.add(article.kind, before.text(1), "change", article_snapshot(article, read_article(store, id)->source));
      ++counts.changed;
    }
    ImportedColumns was;
    if (!before.null(4)) was.hash = std::string(before.bytes(4));
    if (!before.null(5)) was.base = before.string(5);
    set_imported(store, id, was);
    store.db().cached("UPDATE article SET changed_run = ?2 WHERE id = ?1").run(id, before.integer(3));
    set_kept_imported(store, run_id, id, left);
  }
}

// Labels that the run brought to what was there before it.
void undo_labels(Store& store, std::int64_t run_id, ChangeWriter& undo) {
  struct Labelled {
    model::Kind kind;
    std::string uid;
    std::string snapshot;
  };
  std::vector<Labelled> items;
  Stmt labels = store.db().prepare(
      "SELECT l.kind, a.uid, s.name, t.external_id FROM label l LEFT JOIN article a ON l.kind = a.kind AND a.id = l.item_id "
      "LEFT JOIN ticket t ON l.kind = 1 AND t.id = l.item_id LEFT JOIN source s ON s.id = t.source_id WHERE l.run_id = ?1 "
      "ORDER BY l.kind, l.item_id");
  labels.bind(run_id);
  while (labels.step()) {
    const auto kind = static_cast<model::Kind>(labels.integer(0));
    if (labels.null(1))
      items.push_back({kind, ticket_uid(labels.text(2), labels.text(3)), label_snapshot({}, labels.text(2), labels.text(3))});
    else items.push_back({kind, labels.string(1), label_snapshot({})});
  }
  store.db().run("DELETE FROM label WHERE run_id = ?1", run_id);
  for (const Labelled& item : items) undo.add(item.kind, item.uid, "label", item.snapshot);
}

// Labels that the run changed or took back by texts that people edited: what they were is told by the history. Before
// undo_labels().
void undo_edited_labels(Store& store, std::int64_t run_id, std::int64_t change_id, const Author& author, ChangeWriter& undo,
                        Counts& counts) {
  Stmt edited = store.db().prepare(
      "SELECT DISTINCT a.id, a.kind, a.uid, (SELECT snapshot IS NULL FROM run_before WHERE run_id = ?2 AND kind = a.kind AND "
      "item_id = a.id) FROM change_entry e JOIN article a ON a.uid = e.uid WHERE e.change_id = ?1 AND e.op = "
      "'label' AND a.id IN (SELECT item_id FROM run_before WHERE run_id = ?2 AND kind = a.kind) AND NOT EXISTS (SELECT 1 FROM "
      "label l WHERE l.kind = a.kind AND l.item_id = a.id AND l.run_id = ?2) ORDER BY a.id");
  edited.bind(change_id, run_id);
  LazyGraph graph(store);
  while (edited.step()) {
    stop_if_interrupted();
    const Item item{static_cast<model::Kind>(edited.integer(1)), edited.integer(0)};
    const Lineage line = lineage_of(store, graph, item.kind, edited.text(2));
    const Lineage::Step step = line.of_change(change_id);
    if (person_label(store, item) != step.after->label ||
        !edit_label(store, item, step.before->label, author.actor, undo, step.before->label_said))
      continue;
    if (edited.integer(3) != 0) ++counts.changed;  // Nothing else of it was.
  }
}

// Names and addresses that the run filled in, unless a ticket that a later run wrote names their bearer too.
void undo_filled(Store& store, std::int64_t run_id) {
  for (const bool customer : {true, false}) {
    const int kind = static_cast<int>(customer ? model::Kind::kCustomer : model::Kind::kPerson);
    store.db().run(fmt::format("UPDATE {0} SET name = iif(f.name <> '' AND f.name = {0}.name, '', {0}.name), "
                               "email = iif(f.email <> '' AND f.email = {0}.email, '', {0}.email){2} FROM run_filled f "
                               "WHERE f.run_id = ?1 AND f.kind = ?2 AND f.item_id = {0}.id "
                               "AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.{1} = {0}.id AND t.changed_run > ?1)",
                               customer ? "customer" : "person", customer ? "requester_id" : "assignee_id",
                               customer ? ", organisation_id = nullif(customer.organisation_id, f.organisation_id)" : ""),
                   run_id, kind);
  }
  store.db().run("DELETE FROM run_filled WHERE run_id = ?1", run_id);
}

// Whether the run wrote people, links or uses, of which its undoing keeps nothing.
bool names_others(Store& store, std::int64_t run_id) {
  return store.db().integer(
             "SELECT EXISTS (SELECT 1 FROM run_filled WHERE run_id = ?1) OR EXISTS (SELECT 1 FROM link WHERE run_id = ?1) OR "
             "EXISTS "
             "(SELECT 1 FROM link_record WHERE run_id = ?1) OR EXISTS (SELECT 1 FROM use WHERE run_id = ?1)",
             run_id) != 0;
}

// Customers, people and categories that came with the run and that nothing names any more.
void drop_orphans(Store& store, std::int64_t run_id) {
  Db& db = store.db();
  // Organisations are free once the last of their people is gone.
  do {
    db.run(
        "DELETE FROM customer WHERE hash IS NULL AND (added_run = ?1 OR added_run IN (SELECT id FROM run WHERE state = "
        "'undone')) "
        "AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.requester_id = customer.id) "
        "AND NOT EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = customer.id) "
        "AND NOT EXISTS (SELECT 1 FROM customer c WHERE c.organisation_id = customer.id OR c.merged_into = customer.id)",
        run_id);
  } while (db.changed_rows() > 0);
  db.run(
      "DELETE FROM person WHERE hash IS NULL AND (added_run = ?1 OR added_run IN (SELECT id FROM run WHERE state = 'undone')) "
      "AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.assignee_id = person.id) "
      "AND NOT EXISTS (SELECT 1 FROM category c WHERE c.owner_id = person.id)",
      run_id);
  // From the leaves up: a parent is free once its last child is gone.
  do {
    db.run(
        "DELETE FROM category WHERE added_run = ?1 AND rule IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM category c WHERE c.parent_id = category.id) "
        "AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.category_id = category.id) "
        "AND NOT EXISTS (SELECT 1 FROM article a WHERE a.category_id = category.id) "
        "AND NOT EXISTS (SELECT 1 FROM label l WHERE l.category_id = category.id)",
        run_id);
  } while (db.changed_rows() > 0);
  // A run keeps naming the source that it was given.
  db.run(
      "DELETE FROM source WHERE name <> ?1 AND NOT EXISTS (SELECT 1 FROM run r WHERE r.source_id = source.id) "
      "AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.source_id = source.id) "
      "AND NOT EXISTS (SELECT 1 FROM article a WHERE a.kind IN (2, 3, 4) AND a.source_id = source.id) "
      "AND NOT EXISTS (SELECT 1 FROM customer c WHERE c.source_id = source.id) "
      "AND NOT EXISTS (SELECT 1 FROM person p WHERE p.source_id = source.id) "
      "AND NOT EXISTS (SELECT 1 FROM purchase p WHERE p.source_id = source.id) "
      "AND NOT EXISTS (SELECT 1 FROM link_record l WHERE l.source_id = source.id)",
      model::kLocalSource);
}

}  // namespace

std::optional<std::int64_t> find_imported(Store& store, const FileMark& file) {
  // Of what a packed file holds each input's last run counts.
  Stmt find = store.db().prepare(
      "SELECT max(r.id), r.state FROM run_file f JOIN run r ON r.id = f.run_id WHERE f.path = ?1 AND f.size = ?2 AND "
      "f.hash = ?3 AND f.told = ?4 GROUP BY r.input");
  find.bind(file.path, file.size, Bytes{file.hash}, file.told);
  std::optional<std::int64_t> last;
  while (find.step()) {
    if (find.text(1) != "done") return std::nullopt;
    last = std::max(last.value_or(0), find.integer(0));
  }
  return last;
}

std::vector<Run> read_runs(Store& store) {
  Stmt stmt = store.db().prepare(
      "SELECT r.id, s.name, r.kind, r.format, r.input, r.state, r.started_at, r.finished_at, r.added, r.changed, r.unchanged, "
      "r.rejected, ifnull(c.actor, '') FROM run r JOIN source s ON s.id = r.source_id LEFT JOIN change c ON c.id = r.change_id "
      "ORDER BY r.id DESC");
  std::vector<Run> runs;
  while (stmt.step()) {
    Run run;
    run.id = stmt.integer(0);
    run.source = stmt.string(1);
    run.kind = static_cast<model::Kind>(stmt.integer(2));
    run.format = stmt.string(3);
    run.input = stmt.string(4);
    run.state = stmt.string(5);
    run.started_at = stmt.integer(6);
    run.finished_at = stmt.maybe_integer(7);
    run.counts = {stmt.integer(8), stmt.integer(9), stmt.integer(10), stmt.integer(11)};
    run.actor = stmt.string(12);
    runs.push_back(std::move(run));
  }
  return runs;
}

std::optional<std::int64_t> find_run(Store& store, std::string_view name) {
  if (const auto number = parse_run(name)) return number;
  Stmt row = store.db().prepare(
      "SELECT id FROM run WHERE change_id = ?1 UNION ALL SELECT run_id FROM run_undo WHERE change_id = ?1 AND back = 1");
  if (!row.bind(need_change(store, name)).step()) return std::nullopt;
  return row.integer(0);
}

Counts undo_run(Store& store, std::int64_t run_id, const Author& author) {
  Transaction transaction(store.db());
  Stmt run = store.db().prepare("SELECT state, ifnull(change_id, 0), process, forgotten, joined FROM run WHERE id = ?1");
  if (!run.bind(run_id).step()) {
    throw Error(Exit::kNotFound, fmt::format("there is no run:{}", run_id), "list the runs with: ckm log --runs");
  }
  if (run.text(0) == "undone") {
    const auto by = store.db().text(
        "SELECT lower(hex(c.digest)) FROM run_undo u JOIN change c ON c.id = u.change_id WHERE u.run_id = ?1 AND u.back = 0 "
        "ORDER "
        "BY c.id DESC LIMIT 1",
        run_id);
    throw Error(Exit::kConflict, fmt::format("run:{} was undone already", run_id),
                by ? fmt::format("have it back with: ckm undo {}", change_name(*by)) : "import the file again to have it back");
  }
  if (run.text(0) == "running" && process_lives(run.text(2))) {
    throw Error(Exit::kConflict, fmt::format("run:{} is still being imported", run_id),
                "wait for it to end, or stop it with Ctrl-C");
  }
  if (run.integer(3) != 0) {
    throw Error(Exit::kConflict,
                fmt::format("run:{} can't be undone: what its records were before was forgotten, as keep.before says", run_id),
                "correct its source and import that again, or remove single items with: ckm rm");
  }
  if (run.integer(4) != 0) {
    throw Error(Exit::kConflict,
                fmt::format("run:{} can't be undone: another copy of the store imported it, and has what its records were before",
                            run_id),
                "undo it there and merge that copy again, or remove single items with: ckm rm");
  }
  const auto change_id = run.integer(1);
  run.reset();
  Counts counts;
  ChangeWriter undo(store, author);
  undo.begin();
  undo_exported(store, change_id, undo, counts);
  const bool said = counts != Counts();
  const std::vector<std::string> blocking = dependents(store, run_id);
  if (!blocking.empty()) {
    throw Error(Exit::kConflict,
                fmt::format("run:{} can't be undone: what it brought was changed or used since: {}", run_id, first_few(blocking)),
                "undo the later changes first, or remove single items with: ckm rm");
  }
  bool told = !said && !names_others(store, run_id);  // The history tells all of it.
  undo_values(store, run_id, undo);
  undo_tickets(store, run_id, counts);
  told = told && counts == Counts();
  undo_articles(store, run_id, undo, counts);
  const Counts articles = counts;
  undo_edited_labels(store, run_id, change_id, author, undo, counts);
  undo_labels(store, run_id, undo);
  undo_entries(store, run_id, undo, counts);
  told = told && counts == articles;
  undo_filled(store, run_id);
  store.db().run("DELETE FROM run_before WHERE run_id = ?1 AND NOT (?2 AND kind BETWEEN 2 AND 4)", run_id, told);
  drop_orphans(store, run_id);
  store.db().run("UPDATE run SET state = 'undone' WHERE id = ?1", run_id);
  // A run that was killed had no digest yet: it becomes part of the chain before what takes it back.
  if (change_id != 0 && store.db().integer("SELECT digest IS NULL FROM change WHERE id = ?1", change_id) != 0) {
    ChangeWriter(store, author, change_id).seal();
  }
  undo.seal();
  if (told) note_taken_back(store, run_id, undo.id());
  transaction.commit();
  return counts;
}

}  // namespace ckm::store
