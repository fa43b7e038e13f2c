#include "store/link_ends.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hh"
#include "model/ref.hh"
#include "store/articles.hh"
#include "store/redirects.hh"

namespace ckm::store {
namespace {

constexpr const char* kUntiedLinks =
    "SELECT r.id, r.source_id, r.from_text, r.relation, r.to_text, r.at, r.actor, r.run_id FROM link_record r "
    "LEFT JOIN link l ON l.id = r.link_id WHERE l.id IS NULL AND r.relation NOT IN ('solved', 'not-solved') ORDER BY r.id";
constexpr const char* kUntiedUses =
    "SELECT r.id, r.source_id, r.from_text, r.relation, r.to_text, r.at, r.actor, r.run_id FROM link_record r "
    "WHERE r.relation IN ('solved', 'not-solved') AND (r.use_id IS NULL OR (r.use_id > 0 AND NOT EXISTS (SELECT 1 FROM use u "
    "WHERE u.id = r.use_id))) ORDER BY r.id";

std::optional<LinkEnd> find_ticket(Store& store, std::int64_t source, std::string_view id) {
  Stmt find = store.db().cached("SELECT id FROM ticket WHERE source_id = ?1 AND external_id = ?2");
  if (!find.bind(source, id).step()) return std::nullopt;
  return LinkEnd{1, find.integer(0)};
}

// What an article of the source was merged into here.
std::optional<LinkEnd> find_merged(Store& store, std::int64_t source, const std::string& id) {
  const auto name = store.db().text("SELECT name FROM source WHERE id = ?1", source);
  if (!name) return std::nullopt;
  for (const model::KindInfo& kind : model::kKinds) {
    const auto followed = kind.article ? follow_merge(store, article_uid(kind.kind, *name, id)) : std::nullopt;
    if (followed) return LinkEnd{static_cast<int>(followed->item.kind), followed->item.id};
  }
  return std::nullopt;
}

// Of the source, or else of the only source that has such an article. Where a desk counts languages by themselves, 35/en and
// 35/de, 35 is the first of them that came.
std::optional<LinkEnd> find_any_article(Store& store, std::int64_t source, const std::string& id) {
  struct Range {
    std::string from, to;
  };
  const Range ranges[] = {{id, id + '\0'}, {id + '/', id + static_cast<char>('/' + 1)}};
  for (const auto& [from, to] : ranges) {
    Stmt find = store.db().cached(
        "SELECT kind, id FROM article WHERE source_id = ?1 AND kind IN (2, 3, 4) AND external_id >= ?2 AND external_id < ?3 "
        "ORDER BY kind, id LIMIT 1");
    if (find.bind(source, from, to).step()) return LinkEnd{static_cast<int>(find.integer(0)), find.integer(1)};
  }
  if (const auto merged = find_merged(store, source, id)) return merged;
  for (const auto& [from, to] : ranges) {
    Stmt other = store.db().cached(
        "SELECT a.kind, min(a.id), count(DISTINCT s.id), count(DISTINCT a.kind) FROM source s JOIN article a ON "
        "a.source_id = s.id AND a.kind IN (2, 3, 4) AND a.external_id >= ?1 AND a.external_id < ?2");
    other.bind(from, to).step();
    if (other.integer(2) > 1 || other.integer(3) > 1) return std::nullopt;
    if (other.integer(2) == 1) return LinkEnd{static_cast<int>(other.integer(0)), other.integer(1)};
  }
  return std::nullopt;
}

// One end of a link: a reference, or an identifier of a ticket or an article.
std::optional<LinkEnd> find_end(Store& store, std::int64_t source, const std::string& text, bool ticket) {
  const auto ref = model::parse_ref(text);
  if (ref && model::info(ref->kind).searchable) {
    const bool article = model::info(ref->kind).article;
    const int kind = static_cast<int>(ref->kind);
    Stmt find = store.db().cached(
        "SELECT t.id FROM ticket t JOIN source s ON s.id = t.source_id WHERE NOT ?5 AND iif(?1 > 0, t.id = ?1, s.name = ?2 AND "
        "t.external_id = ?3) UNION ALL SELECT a.id FROM article a JOIN source s ON s.id = a.source_id WHERE ?5 AND a.kind = ?4 "
        "AND iif(?1 > 0, a.id = ?1, s.name = ?2 AND a.external_id = ?3)");
    if (find.bind(ref->id, ref->source, ref->external_id, kind, article ? 1 : 0).step()) return LinkEnd{kind, find.integer(0)};
    find.reset();
    const auto followed = article ? follow(store, *ref) : std::nullopt;
    return followed ? std::optional(LinkEnd{static_cast<int>(followed->item.kind), followed->item.id}) : std::nullopt;
  }
  const auto first = ticket ? find_ticket(store, source, text) : find_any_article(store, source, text);
  return first || ticket ? first : find_ticket(store, source, text);
}

}  // namespace

void for_each_untied(Store& store, Untied which, const std::function<void(const UntiedLink&)>& visit) {
  Stmt rows = store.db().prepare(which == Untied::kLinks ? kUntiedLinks : kUntiedUses);
  rows.bind();
  while (rows.step()) {
    UntiedLink link;
    link.record = rows.integer(0);
    link.from = rows.string(2);
    link.relation = rows.string(3);
    link.to = rows.string(4);
    link.at = rows.integer(5);
    link.actor = rows.string(6);
    link.run = rows.integer(7);
    link.from_end = find_end(store, rows.integer(1), link.from, true);
    link.to_end = find_end(store, rows.integer(1), link.to, link.relation == "duplicate-of");
    if (which == Untied::kUses) {
      if (link.from_end && link.from_end->kind != static_cast<int>(model::Kind::kTicket)) link.from_end.reset();
      if (link.to_end && !model::info(static_cast<model::Kind>(link.to_end->kind)).article) link.to_end.reset();
    }
    visit(link);
  }
}

WaitingLink waiting_link(const UntiedLink& link) {
  const bool tickets = link.relation == "duplicate-of";
  const std::string from = fmt::format("ticket '{}'", utf8::one_line(link.from));
  const std::string to = fmt::format("{} '{}'", tickets ? "ticket" : "article", utf8::one_line(link.to));
  return {link.record, link.run, 0,
          link.from_end ? fmt::format("there is no {}", to)
          : link.to_end ? fmt::format("there is no {}", from)
                        : fmt::format("there is neither {} nor {}", from, to)};
}

std::vector<SourceHas> sources_of_items(Store& store) {
  std::vector<SourceHas> all;
  Stmt rows = store.db().prepare(
      "SELECT s.name, EXISTS (SELECT 1 FROM ticket t WHERE t.source_id = s.id), EXISTS (SELECT 1 FROM article a WHERE "
      "a.source_id = s.id) FROM source s ORDER BY s.name");
  rows.bind();
  while (rows.step()) all.push_back({rows.string(0), rows.integer(1) != 0, rows.integer(2) != 0});
  return all;
}

bool is_identifier(Store& store, std::string_view id) {
  Stmt found = store.db().cached(
      "SELECT 1 FROM source s WHERE EXISTS (SELECT 1 FROM ticket t WHERE t.source_id = s.id AND t.external_id = ?1) OR EXISTS "
      "(SELECT 1 FROM article a WHERE a.source_id = s.id AND a.kind IN (2, 3, 4) AND a.external_id = ?1)");
  return found.bind(id).step();
}

void LinkRows::add(std::int64_t record, std::uint64_t line, bool tied) {
  ++said_;
  if (!tied) untied_.emplace_back(record, line);
}

void LinkRows::begin_tying() {
  std::ranges::sort(untied_);
  waiting_ = 0;
  first_.clear();
}

void LinkRows::let_wait(WaitingLink&& link) {
  constexpr std::size_t kMost = 5;
  const auto rows = std::ranges::equal_range(untied_, link.record, {}, &std::pair<std::int64_t, std::uint64_t>::first);
  for (const auto& [record, line] : rows) {
    ++waiting_;
    if (first_.size() == kMost) continue;
    first_.push_back(link);
    first_.back().line = line;
  }
}

}  // namespace ckm::store
