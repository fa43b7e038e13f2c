#include "store/said_log.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hh"
#include "base/json.hh"

namespace ckm::store {
namespace {

using model::Kind;

constexpr std::string_view kRow =
    "SELECT e.change_id, c.digest, c.at, c.actor, c.command, c.message, e.kind, e.op, e.snapshot, e.seq "
    "FROM change_entry e JOIN change c ON c.id = e.change_id WHERE ";
constexpr std::string_view kFiltered = " AND c.at >= ?3 AND (?4 = '' OR c.actor = ?4) ";

// ?1 is a uid or an identifier, ?2 the source of that. The terms are those of the indexes in derived_said.sql.
constexpr std::string_view kArticle = "e.kind IN (10, 11, 12) AND e.snapshot ->> 'article' = ?1 AND ?2 = ''";
constexpr std::string_view kTicket = "e.kind IN (10, 13) AND e.snapshot ->> 'id' = ?1 AND e.snapshot ->> 'source' = ?2";
constexpr std::string_view kFrom =
    "e.kind = 9 AND ifnull(e.snapshot ->> '$.from.uid', e.snapshot ->> '$.from.id') = ?1 AND ifnull(e.snapshot ->> "
    "'$.from.source', '') = ?2";
constexpr std::string_view kTo =
    "e.kind = 9 AND ifnull(e.snapshot ->> '$.to.uid', e.snapshot ->> '$.to.id') = ?1 AND ifnull(e.snapshot ->> '$.to.source', "
    "'') = ?2";

End end_in(const Value& content, std::string_view which) {
  const Value* const end = content.find(which);
  return end == nullptr ? End() : End{end->text("uid"), end->text("source"), end->text("id")};
}

std::vector<End> ends_of(Kind kind, const Value& content) {
  if (content.is_null()) return {};
  if (kind == Kind::kLink) return {end_in(content, "from"), end_in(content, "to")};
  if (kind == Kind::kLabel) return {{{}, content.text("source"), content.text("id")}};
  std::vector<End> ends{{content.text("article"), {}, {}}};
  if (kind == Kind::kUse) ends.push_back({{}, content.text("source"), content.text("id")});
  return ends;
}

}  // namespace

std::vector<Comment> comments_of(Store& store, std::int64_t article_id, std::int64_t limit) {
  Stmt rows = store.db().cached(
      "SELECT helpful, comment, at, actor FROM feedback WHERE article_id = ?1 AND comment <> '' ORDER BY at DESC, id DESC LIMIT "
      "?2");
  rows.bind(article_id, limit);
  std::vector<Comment> comments;
  while (rows.step()) comments.push_back({rows.integer(0) != 0, rows.string(1), rows.integer(2), rows.string(3)});
  return comments;
}

std::vector<UsedArticle> used_on(Store& store, std::int64_t ticket_id) {
  Stmt rows = store.db().cached(
      "SELECT a.kind, a.id, u.solved, u.at, u.actor FROM use u JOIN article a ON a.id = u.article_id WHERE u.ticket_id = ?1 "
      "ORDER BY u.at, u.article_id");
  rows.bind(ticket_id);
  std::vector<UsedArticle> used;
  while (rows.step()) {
    used.push_back({{static_cast<Kind>(rows.integer(0)), rows.integer(1)}, std::nullopt, rows.integer(3), rows.string(4)});
    if (!rows.null(2)) used.back().solved = rows.integer(2) != 0;
  }
  return used;
}

std::string end_ref(Store& store, const End& end) {
  return end.uid.empty() ? ticket_ref(store, end.source, end.id) : article_ref(store, end.uid);
}

End end_of(Store& store, const Known& known) {
  if (model::info(known.kind).article) return {known.uid, {}, {}};
  TicketName name = ticket_name(store, known);
  return {{}, std::move(name.source), std::move(name.external_id)};
}

std::vector<SaidEntry> said_entries(Store& store, const Known& known, const ChangeFilter& filter) {
  const End end = end_of(store, known);
  const bool article = !end.uid.empty();
  const std::string sql = fmt::format("{0}{2}{1} UNION ALL {0}{3}{1} UNION ALL {0}{4}{1} ORDER BY 1 DESC, 10 DESC LIMIT ?5", kRow,
                                      kFiltered, article ? kArticle : kTicket, kFrom, kTo);
  Stmt rows = store.db().prepare(sql);
  rows.bind(article ? end.uid : end.id, end.source, filter.since.value_or(INT64_MIN), filter.actor,
            filter.limit > 0 ? filter.limit : -1);
  std::vector<SaidEntry> entries;
  while (rows.step()) {
    SaidEntry entry{rows.integer(0),
                    hex(rows.bytes(1)),
                    rows.integer(2),
                    {rows.string(3), rows.string(4), rows.string(5)},
                    static_cast<Kind>(rows.integer(6)),
                    rows.string(7),
                    json::parse(rows.text(8), "the history")};
    entry.ends = ends_of(entry.kind, entry.content);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string changed_thing(Store& store, std::int64_t change_id) {
  Db& db = store.db();
  // An import may have changed tickets, of which it has no entries.
  if (db.integer("SELECT count(*) FROM run WHERE change_id = ?1 AND added + changed <> 1", change_id) > 0) return {};
  Stmt things = db.cached("SELECT DISTINCT kind, uid FROM change_entry WHERE change_id = ?1 AND kind <= 4 LIMIT 2");
  things.bind(change_id);
  std::vector<std::pair<Kind, std::string>> met;
  while (things.step()) met.emplace_back(static_cast<Kind>(things.integer(0)), things.string(1));
  if (met.size() > 1) return {};
  if (met.size() == 1) {
    const auto& [kind, uid] = met.front();
    return model::info(kind).article ? article_ref(store, uid) : known_ref(store, {kind, uid, std::nullopt}, {}, {});
  }
  Stmt said = db.cached("SELECT kind, snapshot FROM change_entry WHERE change_id = ?1 AND kind BETWEEN 9 AND 13");
  said.bind(change_id);
  std::optional<End> first;
  while (said.step()) {
    const std::vector<End> ends =
        said.null(1) ? std::vector<End>() : ends_of(static_cast<Kind>(said.integer(0)), json::parse(said.text(1), "the history"));
    if (ends.empty() || (first && !(*first == ends.front()))) return {};
    first = ends.front();
  }
  said.reset();
  return first ? end_ref(store, *first) : std::string();
}

}  // namespace ckm::store
