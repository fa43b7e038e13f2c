#include "store/uses.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/json.hh"
#include "base/time.hh"
#include "base/utf8.hh"
#include "store/articles.hh"
#include "store/learned.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

constexpr std::size_t kMostWording = 400;  // Bytes of a message.

std::optional<bool> flag_of(const Value& object, std::string_view name) {
  const Value* const found = object.find(name);
  return found == nullptr || found->boolean() == nullptr ? std::nullopt : std::optional(*found->boolean());
}

std::optional<std::int64_t> column_of(std::optional<bool> flag) {
  return flag ? std::optional<std::int64_t>(*flag ? 1 : 0) : std::nullopt;
}

// The row of a use by the article and the ticket that its entry names; nothing where one of them is gone.
struct Place {
  std::int64_t article = 0;
  std::int64_t ticket = 0;
};
std::optional<Place> place_of(Store& store, const Value& entry) {
  const std::int64_t article = find_article_by_uid(store, entry.text("article"));
  const auto ticket = find_item(store, {model::Kind::kTicket, 0, entry.text("source"), entry.text("id")});
  if (article == 0 || !ticket) return std::nullopt;
  return Place{article, ticket->id};
}

void remove_use(Store& store, const Place& place) {
  Stmt row = store.db().cached("SELECT id FROM use WHERE article_id = ?1 AND ticket_id = ?2");
  if (!row.bind(place.article, place.ticket).step()) return;
  const std::int64_t id = row.integer(0);
  row.reset();
  forget_wording(store, id);
  store.db().cached("DELETE FROM use WHERE id = ?1").run(id);
  // What said it does not say it again.
  store.db().cached("UPDATE link_record SET use_id = 0 WHERE use_id = ?1").run(id);
}

std::int64_t write_use(Store& store, const Place& place, const Value& entry, std::int64_t run_id = 0) {
  remove_use(store, place);
  const auto solved = flag_of(entry, "solved");
  store.db()
      .cached("INSERT INTO use (article_id, ticket_id, solved, at, actor, run_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
      .run(place.article, place.ticket, column_of(solved), parse_time(entry.text("at")).value_or(0), entry.text("actor"), run_id);
  const std::int64_t id = store.db().last_id();
  if (const std::string wording = entry.text("wording"); solved.value_or(false) && !wording.empty())
    learn_wording(store, place.article, id, wording);
  return id;
}

void write_feedback(Store& store, std::string_view uid, std::int64_t article, const Value& entry) {
  store.db()
      .cached("INSERT INTO feedback (article_id, helpful, comment, at, actor, uid) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
      .run(article, column_of(flag_of(entry, "helpful")), entry.text("comment"), parse_time(entry.text("at")).value_or(0),
           entry.text("actor"), uid);
}

// Only an article that was merged into another one changes a verdict.
void put_feedback(Store& store, std::string_view uid, std::int64_t article) {
  store.db().cached("UPDATE feedback SET article_id = ?2 WHERE uid = ?1").run(uid, article);
}

Value feedback_entry(std::string_view article_uid, bool helpful, std::string_view comment, Time at, std::string_view actor) {
  Value entry = Value::Object{};
  entry.set("article", article_uid).set("helpful", helpful);
  if (!comment.empty()) entry.set("comment", comment);
  return entry.set("at", format_time(at)).set("actor", actor);
}

Value use_entry(std::string_view article_uid, std::string_view source, std::string_view ticket, std::optional<bool> solved,
                Time at, std::string_view actor, std::string_view wording) {
  Value entry = Value::Object{};
  entry.set("article", article_uid).set("source", source).set("id", ticket);
  if (solved) entry.set("solved", *solved);
  entry.set("at", format_time(at)).set("actor", actor);
  if (solved.value_or(false)) entry.set("wording", wording);
  return entry;
}

std::string uid_of_use(std::string_view article_uid, std::string_view source, std::string_view ticket) {
  return hex(content_hash(fmt::format("use\n{}\n{}", article_uid, ticket_uid(source, ticket))));
}

template <typename... Values>
void each_use_where(Store& store, std::string_view condition, std::string_view order, const std::function<bool(Said&&)>& visit,
                    const Values&... values) {
  Stmt rows = store.db().prepare(
      fmt::format("SELECT a.uid, s.name, t.external_id, u.solved, u.at, u.actor, ifnull(p.text, '') FROM use u "
                  "JOIN article a ON a.id = u.article_id JOIN ticket t ON t.id = u.ticket_id JOIN source s ON s.id = t.source_id "
                  "LEFT JOIN phrasing p ON p.article_id = u.article_id AND p.origin = 'learned' AND p.use_id = u.id "
                  "WHERE {} ORDER BY {}",
                  condition, order));
  rows.bind(values...);
  while (rows.step()) {
    std::optional<bool> solved;
    if (!rows.null(3)) solved = rows.integer(3) != 0;
    if (!visit({model::Kind::kUse, uid_of_use(rows.text(0), rows.text(1), rows.text(2)),
                use_entry(rows.text(0), rows.text(1), rows.text(2), solved, rows.integer(4), rows.text(5), rows.text(6))}))
      return;
  }
}

void add_uses_where(Store& store, std::string_view condition, std::int64_t number, std::vector<Said>& into) {
  each_use_where(
      store, condition, "u.id",
      [&](Said&& said) {
        into.push_back(std::move(said));
        return true;
      },
      number);
}

[[noreturn]] void need_article(const Item& item, Store& store) {
  throw Error(Exit::kUsage, fmt::format("{} is no article", item_ref(store, item)), "name a FAQ, a case or a document");
}

}  // namespace

std::string_view front_of(std::string_view message) {
  if (message.size() <= kMostWording) return message;
  std::size_t most = kMostWording;
  while (most > 0 && (static_cast<unsigned char>(message[most]) & 0xC0U) == 0x80) --most;
  message = message.substr(0, most);
  const std::size_t blank = message.find_last_of(" \n\t");
  return blank == std::string_view::npos || blank < most / 2 ? message : message.substr(0, blank);
}

std::string customer_wording(const model::Ticket& ticket) {
  std::string wording = ticket.subject;
  const auto asked = std::ranges::find_if(
      ticket.messages, [](const model::Message& message) { return message.role == model::Role::kCustomer && !message.internal; });
  if (asked == ticket.messages.end()) return wording;
  const std::string_view body = front_of(asked->body);
  if (body.find(wording) != std::string_view::npos) return std::string(body);
  return wording.empty() ? std::string(body) : fmt::format("{}\n{}", wording, body);
}

bool record_use(Store& store, const Item& article, const Item& ticket, std::optional<bool> solved, std::string_view actor,
                ChangeWriter& change) {
  if (!model::info(article.kind).article) need_article(article, store);
  const auto stored = read_ticket(store, ticket.id);
  const std::string article_uid = read_article(store, article.id)->article.uid;
  const std::string& id = stored->ticket.external_id;
  Stmt known = store.db().cached("SELECT solved FROM use WHERE article_id = ?1 AND ticket_id = ?2");
  const bool before = known.bind(article.id, ticket.id).step();
  if (before && known.maybe_integer(0) == column_of(solved)) return false;
  known.reset();
  const Value entry = use_entry(article_uid, stored->source, id, solved, now(), actor, customer_wording(stored->ticket));
  write_use(store, {article.id, ticket.id}, entry);
  change.add(model::Kind::kUse, uid_of_use(article_uid, stored->source, id), before ? "change" : "add", json::dump(entry));
  return true;
}

std::int64_t import_use(Store& store, const Item& article, const Item& ticket, const ImportedUse& said, ChangeWriter& change) {
  Stmt known = store.db().cached("SELECT run_id FROM use WHERE article_id = ?1 AND ticket_id = ?2");
  const bool before = known.bind(article.id, ticket.id).step();
  if (before && known.integer(0) == 0) return 0;
  known.reset();
  const auto stored = read_ticket(store, ticket.id);
  const std::string article_uid = read_article(store, article.id)->article.uid;
  const std::string& id = stored->ticket.external_id;
  const Value entry =
      use_entry(article_uid, stored->source, id, said.solved, said.at, said.actor, customer_wording(stored->ticket));
  const std::int64_t use = write_use(store, {article.id, ticket.id}, entry, said.run_id);
  change.add(model::Kind::kUse, uid_of_use(article_uid, stored->source, id), before ? "change" : "add", json::dump(entry));
  return use;
}

void undo_uses(Store& store, std::int64_t run_id, ChangeWriter& undo) {
  std::vector<Said> said;
  add_uses_where(store, "u.run_id = ?1", run_id, said);
  for (const Said& use : said) restore_use(store, use.uid, use.entry, Value(), undo);
}

void record_feedback(Store& store, const Item& article, bool helpful, std::string_view comment, std::string_view actor,
                     ChangeWriter& change) {
  if (!model::info(article.kind).article) need_article(article, store);
  const std::string uid = random_uid();
  const Value entry = feedback_entry(read_article(store, article.id)->article.uid, helpful, comment, now(), actor);
  write_feedback(store, uid, article.id, entry);
  change.add(model::Kind::kFeedback, uid, "add", json::dump(entry));
}

void restore_use(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change) {
  const auto place = place_of(store, before.is_null() ? now : before);
  if (!place) return;  // With what is gone its uses went.
  if (before.is_null()) {
    remove_use(store, *place);
    change.add(model::Kind::kUse, uid, "remove", json::dump(now));
  } else {
    write_use(store, *place, before);
    change.add(model::Kind::kUse, uid, now.is_null() ? "add" : "change", json::dump(before));
  }
}

void restore_feedback(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change) {
  if (before.is_null()) {
    store.db().run("DELETE FROM feedback WHERE uid = ?1", uid);
    change.add(model::Kind::kFeedback, uid, "remove", json::dump(now));
    return;
  }
  const std::int64_t article = find_article_by_uid(store, before.text("article"));
  if (article == 0) return;
  if (now.is_null()) write_feedback(store, uid, article, before);
  else put_feedback(store, uid, article);
  change.add(model::Kind::kFeedback, uid, now.is_null() ? "add" : "change", json::dump(before));
}

void add_uses(Store& store, const Item& item, std::vector<Said>& into) {
  add_uses_where(store, model::info(item.kind).article ? "u.article_id = ?1" : "u.ticket_id = ?1", item.id, into);
}

void add_feedback(Store& store, const Item& article, std::vector<Said>& into) {
  const std::string article_uid = read_article(store, article.id)->article.uid;
  Stmt rows = store.db().cached("SELECT helpful, comment, at, actor, uid FROM feedback WHERE article_id = ?1 ORDER BY id");
  rows.bind(article.id);
  while (rows.step()) {
    into.push_back({model::Kind::kFeedback, rows.string(4),
                    feedback_entry(article_uid, rows.integer(0) != 0, rows.text(1), rows.integer(2), rows.text(3))});
  }
}

void for_each_use(Store& store, const std::function<bool(Said&&)>& visit) {
  each_use_where(store, "1", "a.uid, s.name, t.external_id", visit);
}

void for_each_feedback(Store& store, const std::function<bool(Said&&)>& visit) {
  Stmt rows = store.db().prepare(
      "SELECT a.uid, f.helpful, f.comment, f.at, f.actor, f.uid FROM feedback f JOIN article a ON a.id = f.article_id ORDER BY "
      "f.uid");
  rows.bind();
  while (rows.step() &&
         visit({model::Kind::kFeedback, rows.string(5),
                feedback_entry(rows.text(0), rows.integer(1) != 0, rows.text(2), rows.integer(3), rows.text(4))})) {
  }
}

Value entry_of_other(const Value& entry, std::string_view into) {
  Value other = Value::Object{};
  for (const auto& [name, value] : *entry.object()) other.set(name, name == "article" ? Value(into) : value);
  return other;
}

std::string use_uid(const Value& entry) { return uid_of_use(entry.text("article"), entry.text("source"), entry.text("id")); }

void move_use(Store& store, const Said& use, std::string_view into, ChangeWriter& change) {
  Db& db = store.db();
  const Value entry = entry_of_other(use.entry, into);
  const auto from = place_of(store, use.entry);
  const auto to = place_of(store, entry);
  constexpr const char* kFind = "SELECT id, solved, run_id FROM use WHERE article_id = ?1 AND ticket_id = ?2";
  Stmt row = db.cached(kFind);
  row.bind(from->article, from->ticket).step();
  const std::int64_t id = row.integer(0);
  const std::int64_t run_id = row.integer(2);
  row.reset();
  Stmt there = db.cached(kFind);
  const bool both = there.bind(to->article, to->ticket).step();
  const std::int64_t kept = both ? there.integer(0) : id;
  // Nobody knows, it did not, it did.
  const bool better = !both || column_of(flag_of(entry, "solved")).value_or(-1) > there.maybe_integer(1).value_or(-1);
  there.reset();
  forget_wording(store, id);
  if (both) {
    db.cached("UPDATE link_record SET use_id = ?2 WHERE use_id = ?1").run(id, kept);
    db.cached("DELETE FROM use WHERE id = ?1").run(id);
  }
  change.add(model::Kind::kUse, use.uid, "remove", json::dump(use.entry));
  if (!better) return;
  db.cached("UPDATE use SET article_id = ?2, solved = ?3, at = ?4, actor = ?5, run_id = ?6 WHERE id = ?1")
      .run(kept, to->article, column_of(flag_of(entry, "solved")), parse_time(entry.text("at")).value_or(0), entry.text("actor"),
           run_id);
  if (const std::string wording = entry.text("wording"); !wording.empty()) learn_wording(store, to->article, kept, wording);
  change.add(model::Kind::kUse, use_uid(entry), both ? "change" : "add", json::dump(entry));
}

void move_feedback(Store& store, const Said& verdict, std::string_view into, ChangeWriter& change) {
  put_feedback(store, verdict.uid, find_article_by_uid(store, into));
  // One from before the history had verdicts: what it was is told, too.
  const bool known = store.db().integer("SELECT count(*) FROM change_entry WHERE uid = ?1", verdict.uid) > 0;
  if (!known) change.add(model::Kind::kFeedback, verdict.uid, "remove", json::dump(verdict.entry));
  change.add(model::Kind::kFeedback, verdict.uid, "change", json::dump(entry_of_other(verdict.entry, into)));
}

Record read_record(Store& store, std::int64_t article_id) {
  Stmt row = store.db().cached(
      "SELECT (SELECT count(*) FROM use WHERE article_id = ?1), (SELECT count(*) FROM use WHERE article_id = ?1 AND solved = 1), "
      "(SELECT count(*) FROM use WHERE article_id = ?1 AND solved = 0), "
      "(SELECT count(*) FROM feedback WHERE article_id = ?1 AND helpful = 1), "
      "(SELECT count(*) FROM feedback WHERE article_id = ?1 AND helpful = 0)");
  row.bind(article_id).step();
  const Record record{row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)};
  return record;
}

std::vector<std::pair<Item, std::int64_t>> most_used(Store& store, Time since, std::size_t limit) {
  Stmt rows = store.db().prepare(
      "SELECT a.kind, a.id, count(*) AS uses FROM use u JOIN article a ON a.id = u.article_id WHERE u.at >= ?1 GROUP BY a.id "
      "ORDER BY uses DESC, a.uid LIMIT ?2");
  rows.bind(since, limit);
  std::vector<std::pair<Item, std::int64_t>> used;
  while (rows.step()) used.emplace_back(Item{static_cast<model::Kind>(rows.integer(0)), rows.integer(1)}, rows.integer(2));
  return used;
}

}  // namespace ckm::store
