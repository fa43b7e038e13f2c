#include "store/measures.hh"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

#include "model/article.hh"
#include "model/kind.hh"
#include "model/resolution.hh"
#include "model/ticket.hh"

namespace ckm::store {
namespace {

using model::ArticleFact;
using model::Attachment;
using model::Deed;
using model::TicketFact;

constexpr bool within(Time at, TimeSpan span) { return at >= span.first && at <= span.last; }

// Rows of a number and what else stands there, ascending: one pass beside that of the tickets, where a look-up each would take
// twice as long.
class Beside {
 public:
  explicit Beside(Stmt rows) : rows_(std::move(rows)) { next(); }
  // Whether a row has that number; the numbers asked for ascend. Rows of smaller ones are passed by.
  bool at(std::int64_t id) {
    while (id_ < id) next();
    return id_ == id;
  }
  void next() { id_ = rows_.step() ? rows_.integer(0) : std::numeric_limits<std::int64_t>::max(); }
  [[nodiscard]] const Stmt& row() const { return rows_; }

 private:
  Stmt rows_;
  std::int64_t id_ = 0;
};

// A label counts above the ticket's own category, that above a prediction (labels.hh).
class Categories {
 public:
  explicit Categories(Db& db)
      : labels_(bound(db, "SELECT item_id, category_id FROM label WHERE kind = ?1 AND field = 'category' ORDER BY item_id")),
        predictions_(
            bound(db, "SELECT item_id, category_id FROM prediction WHERE kind = ?1 AND field = 'category' ORDER BY item_id")) {}
  std::int64_t of(std::int64_t ticket, std::optional<std::int64_t> own) {
    if (labels_.at(ticket) && !labels_.row().null(1)) return labels_.row().integer(1);
    if (own) return *own;
    return predictions_.at(ticket) && !predictions_.row().null(1) ? predictions_.row().integer(1) : model::kNoCategory;
  }

 private:
  static Stmt bound(Db& db, std::string_view sql) {
    Stmt stmt = db.prepare(sql);
    stmt.bind(static_cast<int>(model::Kind::kTicket));
    return stmt;
  }
  Beside labels_;
  Beside predictions_;
};

// What a status says, remembered: there are few.
class Statuses {
 public:
  bool solved(std::string_view status) {
    if (status != last_ || !known_) {
      last_ = status;
      const model::Resolution said = model::resolution_of(status);
      solved_ = said == model::Resolution::kClosed || said == model::Resolution::kSolved;
      known_ = true;
    }
    return solved_;
  }

 private:
  std::string last_;
  bool solved_ = false;
  bool known_ = false;
};

Stmt agents_messages(Db& db) {
  Stmt stmt = db.prepare("SELECT ticket_id, at, author FROM message WHERE role = ?1 ORDER BY ticket_id, seq");
  stmt.bind(static_cast<int>(model::Role::kAgent));
  return stmt;
}

// When an article was first in each of the two states, from its versions.
void read_reached(Store& store, std::string_view uid, bool imported, ArticleFact& article) {
  Stmt rows = store.db().cached(
      "SELECT c.at, json_extract(e.snapshot, '$.confidence'), json_extract(e.snapshot, '$.audience') FROM change_entry e JOIN "
      "change c ON c.id = e.change_id WHERE e.uid = ?1 AND e.op IN ('add', 'change') AND e.snapshot IS NOT NULL ORDER BY "
      "e.change_id, e.seq");
  rows.bind(uid);
  for (bool first = true; rows.step(); first = false) {
    const auto note = [&](model::Reached& reached, bool there) {
      if (!there || reached.at || reached.before) return;
      if (first && imported) reached.before = true;
      else reached.at = rows.integer(0);
    };
    note(article.validated, rows.text(1) == "validated");
    note(article.published, rows.text(2) == "public");
  }
}

}  // namespace

void for_each_ticket_fact(Store& store, TimeSpan span, FactWishes wishes, Participants& people,
                          const std::function<void(const TicketFact&)>& visit) {
  Db& db = store.db();
  Stmt rows = db.prepare(
      "SELECT id, source_id, status, category_id, assignee_id, created_at, updated_at, resolved_at FROM ticket ORDER BY id");
  rows.bind();
  std::optional<Categories> categories;
  if (wishes.categories) categories.emplace(db);
  std::optional<Beside> messages;
  if (wishes.messages) messages.emplace(agents_messages(db));
  Statuses statuses;
  TicketFact fact;
  while (rows.step()) {
    fact.id = rows.integer(0);
    fact.created_at = rows.maybe_integer(5);
    const auto updated_at = rows.maybe_integer(6);
    const auto last = updated_at ? updated_at : fact.created_at;
    fact.solved_at = rows.maybe_integer(7);
    if (!fact.solved_at && statuses.solved(rows.text(2))) fact.solved_at = last.value_or(model::kUnknownTime);
    fact.said.clear();
    fact.assignee = people.of_person(rows.integer(4));
    if (messages) {
      for (; messages->at(fact.id); messages->next()) {
        const Time at = messages->row().maybe_integer(1).value_or(fact.solved_at.value_or(last.value_or(model::kUnknownTime)));
        if (!within(at, span)) continue;
        const std::string_view author = messages->row().text(2);
        const std::int64_t person = author.empty() ? fact.assignee : people.of_author(rows.integer(1), author);
        if (person != model::kNoPerson) fact.said.push_back({person, at});
      }
    }
    if (fact.solved_at && !within(*fact.solved_at, span)) fact.solved_at.reset();
    if (!fact.solved_at && fact.said.empty()) continue;
    if (categories) fact.category = categories->of(fact.id, rows.maybe_integer(3));
    visit(fact);
  }
}

void for_each_article_fact(Store& store, bool versions, const std::function<void(const ArticleFact&)>& visit) {
  Stmt rows = store.db().prepare(
      "SELECT a.id, coalesce(l.category_id, a.category_id, p.category_id, 0), a.created_at, a.confidence, a.audience, "
      "a.governance, a.uid, c.at, coalesce(c.command <> 'import', a.added_run = 0), (SELECT count(*) FROM change_entry e WHERE "
      "e.uid = a.uid) FROM article a "
      "LEFT JOIN change c ON c.id = (SELECT min(e.change_id) FROM change_entry e WHERE e.uid = a.uid) "
      "LEFT JOIN label l ON l.kind = a.kind AND l.item_id = a.id AND l.field = 'category' "
      "LEFT JOIN prediction p ON p.kind = a.kind AND p.item_id = a.id AND p.field = 'category' ORDER BY a.id");
  rows.bind();
  while (rows.step()) {
    ArticleFact fact;
    fact.id = rows.integer(0);
    fact.category = rows.integer(1);
    fact.created_at = rows.maybe_integer(2);
    fact.confidence = rows.string(3);
    fact.audience = rows.string(4);
    fact.governance = rows.string(5);
    fact.first_seen = rows.maybe_integer(7);
    fact.made_here = rows.integer(8) != 0;
    if (!versions) {
      visit(fact);
      continue;
    }
    if (!fact.made_here && rows.integer(9) < 2) {  // It came by an import and is as it came.
      fact.validated.before = fact.confidence == "validated";
      fact.published.before = fact.audience == "public";
    } else {
      read_reached(store, rows.text(6), !fact.made_here, fact);
    }
    visit(fact);
  }
}

std::vector<Attachment> read_attachments(Store& store, Participants& people) {
  std::vector<Attachment> all;
  Stmt uses = store.db().prepare("SELECT article_id, ticket_id, solved, at, actor FROM use WHERE ticket_id IS NOT NULL");
  uses.bind();
  while (uses.step()) {
    const auto how = uses.maybe_integer(2) == 0 ? Attachment::How::kFailed : Attachment::How::kUsed;
    all.push_back({uses.integer(0), uses.integer(1), how, uses.integer(3), people.of_actor(uses.text(4))});
  }
  // No index is asked: more of the links are wanted than not.
  Stmt links = store.db().prepare(
      "SELECT relation = 'derived-from', from_kind, from_id, to_kind, to_id, at, actor, run_id FROM link WHERE relation IN "
      "('solved-by', 'derived-from')");
  links.bind();
  const auto is_article = [&](int column) { return model::info(static_cast<model::Kind>(links.integer(column))).article; };
  const auto is_ticket = [&](int column) { return links.integer(column) == static_cast<int>(model::Kind::kTicket); };
  while (links.step()) {
    const bool derived = links.integer(0) != 0;
    if (!(derived ? is_article(1) && is_ticket(3) : is_ticket(1) && is_article(3))) continue;
    const std::int64_t person = links.integer(7) > 0 ? model::kNoPerson : people.of_actor(links.text(6));
    all.push_back({links.integer(derived ? 2 : 4), links.integer(derived ? 4 : 2),
                   derived ? Attachment::How::kMade : Attachment::How::kUsed, links.integer(5), person});
  }
  std::ranges::stable_sort(all, {}, [](const Attachment& one) { return std::tuple(one.ticket, one.article, one.how, one.at); });
  return all;
}

void for_each_deed(Store& store, TimeSpan span, Participants& people, const std::function<void(const Deed&)>& visit) {
  Stmt rows = store.db().prepare(
      "SELECT c.at, c.actor, c.command = 'undo', e.uid, coalesce(l.category_id, a.category_id, p.category_id, iif(a.id IS NULL, "
      "NULL, 0)), e.op <> 'remove' FROM change c LEFT JOIN change_entry e ON e.change_id = c.id AND e.kind IN (2, 3, 4) "
      "LEFT JOIN article a ON a.uid = e.uid "
      "LEFT JOIN label l ON l.kind = a.kind AND l.item_id = a.id AND l.field = 'category' "
      "LEFT JOIN prediction p ON p.kind = a.kind AND p.item_id = a.id AND p.field = 'category' "
      "WHERE c.at BETWEEN ?1 AND ?2 AND c.command NOT IN ('import', 'use', 'link') ORDER BY c.id, e.seq");
  rows.bind(span.first, span.last);
  while (rows.step()) {
    Deed deed;
    deed.at = rows.integer(0);
    deed.person = people.of_actor(rows.text(1));
    deed.knowledge = !rows.null(3) && rows.integer(2) == 0 && rows.integer(5) != 0;
    deed.category = rows.maybe_integer(4);
    visit(deed);
  }
}

std::unordered_map<std::int64_t, std::string> category_paths(Store& store) {
  std::unordered_map<std::int64_t, std::string> paths;
  Stmt rows = store.db().prepare("SELECT id, path FROM category");
  rows.bind();
  while (rows.step()) paths.emplace(rows.integer(0), rows.string(1));
  return paths;
}

}  // namespace ckm::store
