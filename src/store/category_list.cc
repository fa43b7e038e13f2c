#include "store/category_list.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.hh"
#include "base/json.hh"
#include "model/category.hh"
#include "model/ref.hh"
#include "store/people.hh"

namespace ckm::store {
namespace {

std::string owner_name(Store& store, std::int64_t id) {
  const model::Party person = read_person(store, id);
  if (!person.name.empty()) return person.name;
  if (!person.email.empty()) return person.email;
  Stmt row = store.db().cached("SELECT s.name, p.external_id FROM person p JOIN source s ON s.id = p.source_id WHERE p.id = ?1");
  row.bind(id).step();
  return model::format_ref(model::Kind::kPerson, id, row.text(0), row.text(1));
}

// A slash sorts before all else, so that a branch is not torn by what begins like it.
std::string by_steps(const std::string& path) {
  std::string key = path;
  std::ranges::replace(key, '/', '\x01');
  return key;
}

}  // namespace

std::vector<ListedCategory> list_categories(Store& store) {
  Stmt rows = store.db().prepare(
      "WITH item AS (SELECT 1 AS kind, id, category_id FROM ticket UNION ALL SELECT kind, id, category_id FROM article), "
      "said AS (SELECT item.kind = 1 AS ticket, coalesce(l.category_id, item.category_id, p.category_id) AS category_id FROM "
      "item "
      "  LEFT JOIN label l ON l.kind = item.kind AND l.item_id = item.id AND l.field = 'category' "
      "  LEFT JOIN prediction p ON p.kind = item.kind AND p.item_id = item.id AND p.field = 'category'), "
      "counted AS MATERIALIZED (SELECT category_id, count(*) FILTER (WHERE NOT ticket) AS articles, count(*) FILTER (WHERE "
      "ticket) "
      "  AS tickets FROM said WHERE category_id IS NOT NULL GROUP BY category_id) "
      "SELECT c.id, c.path, c.title, c.description, ifnull(c.owner_id, 0), c.review_days, c.rule, c.position, ifnull(articles, "
      "0), "
      "ifnull(tickets, 0) FROM category c LEFT JOIN counted ON counted.category_id = c.id");
  rows.bind();
  std::vector<ListedCategory> all;
  std::vector<std::int64_t> owners;
  while (rows.step()) {
    ListedCategory one{rows.integer(0), rows.string(1),  rows.string(2), rows.string(3), {}, rows.maybe_integer(5), {},
                       rows.integer(7), rows.integer(8), rows.integer(9)};
    if (!rows.null(6)) one.rule = json::parse(rows.text(6), "a category");
    one.all_articles = one.articles;
    one.all_tickets = one.tickets;
    if (const std::int64_t owner = rows.integer(4); owner != 0) one.owner = owner_name(store, owner);
    all.push_back(std::move(one));
  }
  std::ranges::sort(all, {}, [](const ListedCategory& one) { return by_steps(one.path); });
  std::map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < all.size(); ++i) at[all[i].path] = i;
  for (std::size_t i = all.size(); i-- > 0;) {
    const auto slash = all[i].path.rfind('/');
    const auto above = slash == std::string::npos ? at.end() : at.find(all[i].path.substr(0, slash));
    if (above == at.end()) continue;
    all[above->second].all_articles += all[i].all_articles;
    all[above->second].all_tickets += all[i].all_tickets;
  }
  return all;
}

std::int64_t need_person(Store& store, std::string_view text) {
  constexpr const char* kHint = "name somebody of the team by reference, address or name; ckm import --kind person brings them";
  if (const auto ref = model::parse_ref(text); ref && ref->kind == model::Kind::kPerson) {
    const auto id = ref->id != 0 ? store.db().integer("SELECT id FROM person WHERE id = ?1", ref->id)
                                 : store.db().integer(
                                       "SELECT p.id FROM person p JOIN source s ON s.id = p.source_id WHERE s.name = ?1 AND "
                                       "p.external_id = ?2",
                                       ref->source, ref->external_id);
    if (id == 0) throw Error(Exit::kNotFound, fmt::format("there is no {}", text), kHint);
    return id;
  }
  Stmt rows = store.db().cached(
      "SELECT p.id, s.name, p.external_id FROM person p JOIN source s ON s.id = p.source_id WHERE p.name = ?1 OR (?1 <> '' AND "
      "lower(p.email) = lower(?1)) ORDER BY p.id LIMIT 3");
  rows.bind(text);
  std::vector<std::int64_t> ids;
  std::string refs;
  while (rows.step()) {
    ids.push_back(rows.integer(0));
    refs += fmt::format("{}{}", refs.empty() ? "" : ", ",
                        model::format_ref(model::Kind::kPerson, rows.integer(0), rows.text(1), rows.text(2)));
  }
  if (ids.empty()) throw Error(Exit::kNotFound, fmt::format("there is nobody '{}' in the team", text), kHint);
  if (ids.size() > 1)
    throw Error(Exit::kUsage, fmt::format("several people are '{}'", text), fmt::format("write one of {}", refs));
  return ids.front();
}

}  // namespace ckm::store
