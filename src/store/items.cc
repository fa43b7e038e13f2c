#include "store/items.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hh"
#include "store/fields.hh"
#include "store/forgotten.hh"
#include "store/history.hh"
#include "store/labels.hh"
#include "store/predictions.hh"
#include "store/said_values.hh"

namespace ckm::store {
namespace {

using model::Kind;

void append_part(std::string& out, std::string_view part) {
  if (part.empty()) return;
  if (!out.empty()) out += kPartBorder;
  out += part;
}

std::optional<SearchText> ticket_text(Store& store, std::int64_t id) {
  Stmt row = store.db().cached("SELECT subject, language FROM ticket WHERE id = ?1");
  if (!row.bind(id).step()) return std::nullopt;
  SearchText text{row.string(0), {}, row.string(1)};
  row.reset();
  Stmt messages = store.db().cached("SELECT body FROM message WHERE ticket_id = ?1 ORDER BY seq");
  messages.bind(id);
  while (messages.step()) append_part(text.answer, messages.text(0));
  return text;
}

std::optional<SearchText> article_text(Store& store, const Item& item) {
  Stmt row = store.db().cached("SELECT title, body, language FROM article WHERE id = ?1 AND kind = ?2");
  if (!row.bind(item.id, static_cast<int>(item.kind)).step()) return std::nullopt;
  SearchText text{row.string(0), row.string(1), row.string(2)};
  row.reset();
  Stmt phrasings = store.db().cached("SELECT text FROM phrasing WHERE article_id = ?1 AND origin = 'author' ORDER BY seq");
  phrasings.bind(item.id);
  while (phrasings.step()) append_part(text.question, phrasings.text(0));
  if (item.kind != Kind::kCase) return text;
  Stmt story =
      store.db().cached("SELECT situation, cause, result, reaction, reflection, next_time FROM case_story WHERE article_id = ?1");
  if (story.bind(item.id).step()) {
    for (int i = 0; i < 6; ++i) append_part(text.answer, story.text(i));
    story.reset();
  }
  Stmt attempts = store.db().cached("SELECT method, why FROM attempt WHERE article_id = ?1 ORDER BY seq");
  attempts.bind(item.id);
  while (attempts.step()) {
    append_part(text.answer, attempts.text(0));
    append_part(text.answer, attempts.text(1));
  }
  return text;
}

std::string first_line(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  text.remove_prefix(start);
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

// What had the number until it was removed, and came back under another one.
std::optional<Item> find_removed(Store& store, Kind kind, std::int64_t number) {
  const auto uid = store.db().text("SELECT uid FROM removed WHERE kind = ?1 AND item_id = ?2", static_cast<int>(kind), number);
  if (!uid) return std::nullopt;
  Stmt stmt;
  if (model::info(kind).article) {
    stmt = store.db().cached("SELECT id FROM article WHERE uid = ?1");
  } else {
    stmt = store.db().cached(
        "SELECT t.id FROM change_entry e JOIN source s ON s.name = e.snapshot ->> 'source' JOIN ticket t ON t.source_id = s.id "
        "AND t.external_id = e.snapshot ->> 'id' WHERE e.uid = ?1 ORDER BY e.change_id DESC, e.seq DESC LIMIT 1");
  }
  if (!stmt.bind(*uid).step()) return std::nullopt;
  const Item item{kind, stmt.integer(0)};
  return item;
}

}  // namespace

std::optional<Item> find_item(Store& store, const model::Ref& ref) {
  const model::KindInfo& kind = model::info(ref.kind);
  if (!kind.searchable) return std::nullopt;
  const int number = static_cast<int>(ref.kind);
  Stmt stmt;
  if (ref.id != 0) {
    if (kind.article) {
      stmt = store.db().cached("SELECT id FROM article WHERE id = ?1 AND kind = ?2");
      stmt.bind(ref.id, number);
    } else {
      stmt = store.db().cached("SELECT id FROM ticket WHERE id = ?1");
      stmt.bind(ref.id);
    }
  } else if (kind.article) {
    stmt = store.db().cached(
        "SELECT a.id FROM article a JOIN source s ON s.id = a.source_id WHERE a.kind = ?1 AND s.name = ?2 AND a.external_id = "
        "?3");
    stmt.bind(number, ref.source, ref.external_id);
  } else {
    stmt = store.db().cached(
        "SELECT t.id FROM ticket t JOIN source s ON s.id = t.source_id WHERE s.name = ?1 AND t.external_id = ?2");
    stmt.bind(ref.source, ref.external_id);
  }
  if (!stmt.step()) return ref.id != 0 ? find_removed(store, ref.kind, ref.id) : std::nullopt;
  const Item item{ref.kind, stmt.integer(0)};
  return item;
}

std::optional<Item> find_article(Store& store, std::string_view uid) {
  Stmt row = store.db().cached("SELECT kind, id FROM article WHERE uid = ?1");
  if (!row.bind(uid).step()) return std::nullopt;
  const Item item{static_cast<Kind>(row.integer(0)), row.integer(1)};
  return item;
}

Item need_item(Store& store, std::string_view text) {
  const auto ref = model::parse_ref(text);
  if (!ref || !model::info(ref->kind).searchable) {
    throw Error(Exit::kUsage, fmt::format("'{}' is no reference", text),
                "a reference is kind:number or kind:source/identifier, for example faq:12 or ticket:zendesk/4711");
  }
  const auto item = find_item(store, *ref);
  if (item) return *item;
  tell_forgotten(store, *ref, text);
  if (const auto known = find_known(store, *ref)) tell_removed(store, *known, text);
  throw Error(Exit::kNotFound, fmt::format("there is no {}", text), "find it with: ckm query WORDS");
}

std::string item_ref(Store& store, const Item& item) {
  Stmt row =
      model::info(item.kind).article
          ? store.db().cached("SELECT s.name, external_id FROM article a JOIN source s ON s.id = a.source_id WHERE a.id = ?1")
          : store.db().cached("SELECT s.name, external_id FROM ticket t JOIN source s ON s.id = t.source_id WHERE t.id = ?1");
  if (!row.bind(item.id).step()) return model::format_ref(item.kind, item.id, {}, {});
  std::string ref = model::format_ref(item.kind, item.id, row.text(0), row.text(1));
  return ref;
}

std::optional<SearchText> read_search_text(Store& store, const Item& item) {
  return model::info(item.kind).article ? article_text(store, item) : ticket_text(store, item.id);
}

std::optional<RankFacts> read_rank_facts(Store& store, const Item& item) {
  if (!model::info(item.kind).article) {
    Stmt row = store.db().cached("SELECT subject, ifnull(updated_at, created_at) FROM ticket WHERE id = ?1");
    if (!row.bind(item.id).step()) return std::nullopt;
    RankFacts facts;
    facts.question = row.string(0);
    facts.changed_at = row.maybe_integer(1);
    return facts;
  }
  Stmt row = store.db().cached(
      "SELECT title, ifnull(updated_at, created_at), confidence, "
      "(SELECT count(*) FROM use WHERE article_id = ?1 AND ifnull(solved, 1) = 1), "
      "(SELECT count(*) FROM feedback WHERE article_id = ?1 AND helpful = 1), "
      "(SELECT count(*) FROM feedback WHERE article_id = ?1 AND helpful = 0) FROM article WHERE id = ?1");
  if (!row.bind(item.id).step()) return std::nullopt;
  RankFacts facts;
  facts.question = row.string(0);
  facts.changed_at = row.maybe_integer(1);
  facts.confidence = row.string(2);
  facts.uses = row.integer(3);
  facts.helpful = row.integer(4);
  facts.unhelpful = row.integer(5);
  return facts;
}

std::optional<Summary> read_summary(Store& store, const Item& item) {
  const bool article = model::info(item.kind).article;
  Stmt row =
      article ? store.db().cached(
                    "SELECT s.name, external_id, title, confidence, created_at, substr(body, 1, 400) FROM article a "
                    "JOIN source s ON s.id = a.source_id WHERE a.id = ?1")
              : store.db().cached(
                    "SELECT s.name, external_id, subject, status, created_at, "
                    "iif(subject = '', (SELECT substr(body, 1, 400) FROM message m WHERE m.ticket_id = t.id ORDER BY seq), '') "
                    "FROM ticket t JOIN source s ON s.id = t.source_id WHERE t.id = ?1");
  if (!row.bind(item.id).step()) return std::nullopt;
  Summary summary;
  summary.source = row.string(0);
  summary.ref = model::format_ref(item.kind, item.id, summary.source, row.text(1));
  summary.title = row.string(2);
  summary.status = row.string(3);
  summary.created_at = row.maybe_integer(4);
  if (summary.title.empty()) summary.title = first_line(row.text(5));
  row.reset();
  summary.category = effective_category(store, item).path;
  return summary;
}

std::optional<Times> read_times(Store& store, const Item& item) {
  Stmt row = model::info(item.kind).article ? store.db().cached("SELECT created_at, updated_at FROM article WHERE id = ?1")
                                            : store.db().cached("SELECT created_at, updated_at FROM ticket WHERE id = ?1");
  if (!row.bind(item.id).step()) return std::nullopt;
  const Times times{row.maybe_integer(0), row.maybe_integer(1)};
  return times;
}

std::vector<std::pair<Item, std::int64_t>> read_uses(Store& store) {
  Stmt rows = store.db().prepare(
      "SELECT a.kind, a.id, count(*) FROM use u JOIN article a ON a.id = u.article_id WHERE ifnull(u.solved, 1) = 1 "
      "GROUP BY a.id ORDER BY a.id");
  rows.bind();
  std::vector<std::pair<Item, std::int64_t>> uses;
  while (rows.step()) uses.push_back({{static_cast<Kind>(rows.integer(0)), rows.integer(1)}, rows.integer(2)});
  return uses;
}

std::vector<std::pair<std::string, std::string>> read_facts(Store& store, const Item& item) {
  std::vector<std::pair<std::string, std::string>> facts;
  const auto add = [&](std::string_view field, std::string_view value) {
    if (!value.empty()) facts.emplace_back(field, value);
  };
  const bool article = model::info(item.kind).article;
  Stmt row = article
                 ? store.db().cached(
                       "SELECT s.name, tags, created_at, updated_at, language, product, phase, confidence, audience, governance "
                       "FROM article a JOIN source s ON s.id = a.source_id WHERE a.id = ?1")
                 : store.db().cached(
                       "SELECT s.name, tags, created_at, updated_at, language, product, status, priority, queue, channel, type "
                       "FROM ticket t JOIN source s ON s.id = t.source_id WHERE t.id = ?1");
  if (!row.bind(item.id).step()) return facts;
  add("source", row.text(0));
  if (row.text(1).size() > 2) {
    for (const std::string& tag : list_from_column(row.text(1))) add("tag", tag);
  }
  if (!row.null(2)) add("created", format_day(row.integer(2)));
  if (!row.null(3)) add("updated", format_day(row.integer(3)));
  constexpr std::string_view kArticle[] = {"language", "product", "phase", "confidence", "audience", "governance"};
  constexpr std::string_view kTicket[] = {"language", "product", "status", "priority", "queue", "channel", "type"};
  int column = 4;
  if (article) {
    for (const std::string_view field : kArticle) add(field, row.text(column++));
  } else {
    for (const std::string_view field : kTicket) add(field, row.text(column++));
  }
  row.reset();
  if (!article) {
    // A person's word stands in the place of the source's.
    for (const auto& [field, value, actor, at] : person_values(store, item.id)) {
      std::erase_if(facts, [&](const auto& fact) { return fact.first == field; });
      if (field != "tag") add(field, value);
      else
        for (const std::string& tag : list_from_column(value)) add(field, tag);
    }
  }
  add("category", effective_category(store, item).path);
  // What is not said is what is predicted.
  for (const auto& [field, value] : predicted_values(store, item)) {
    if (std::ranges::find(facts, field, &std::pair<std::string, std::string>::first) == facts.end()) add(field, value);
  }
  return facts;
}

void for_each_item(Store& store, Kind kind, const std::function<bool(std::int64_t id)>& visit) {
  const bool article = model::info(kind).article;
  Stmt sources = store.db().prepare("SELECT id FROM source ORDER BY name");
  Stmt items = store.db().prepare(article ? "SELECT id FROM article WHERE source_id = ?1 AND kind = ?2 ORDER BY external_id"
                                          : "SELECT id FROM ticket WHERE source_id = ?1 AND ?2 > 0 ORDER BY external_id");
  while (sources.step()) {
    items.bind(sources.integer(0), static_cast<int>(kind));
    while (items.step()) {
      if (!visit(items.integer(0))) return;
    }
  }
}

std::vector<std::int64_t> next_ids(Store& store, model::Kind kind, std::int64_t after, std::int64_t limit) {
  Stmt stmt = model::info(kind).article
                  ? store.db().cached("SELECT id FROM article WHERE id > ?1 AND kind = ?3 ORDER BY id LIMIT ?2")
                  : store.db().cached("SELECT id FROM ticket WHERE id > ?1 AND ?3 > 0 ORDER BY id LIMIT ?2");
  stmt.bind(after, limit, static_cast<int>(kind));
  std::vector<std::int64_t> ids;
  while (stmt.step()) ids.push_back(stmt.integer(0));
  return ids;
}

}  // namespace ckm::store
