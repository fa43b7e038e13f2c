#include "store/links.hh"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/json.hh"
#include "base/time.hh"
#include "store/articles.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

constexpr std::string_view kRelated = "related";

int number_of(const Item& item) { return static_cast<int>(item.kind); }

Value article_end(model::Kind kind, std::string_view uid) {
  Value end = Value::Object{};
  return end.set("kind", model::info(kind).name).set("uid", uid);
}

// As entries name an end: what another copy of the store knows it by, too.
Value end_of(Store& store, const Item& item) {
  if (model::info(item.kind).article) return article_end(item.kind, read_article(store, item.id)->article.uid);
  const auto stored = read_ticket(store, item.id);
  Value end = Value::Object{};
  end.set("kind", model::info(item.kind).name);
  return end.set("source", stored->source).set("id", stored->ticket.external_id);
}

std::string uid_of(const Value& entry) {
  return hex(content_hash(
      fmt::format("link\n{}\n{}\n{}", json::dump(*entry.find("from")), entry.text("relation"), json::dump(*entry.find("to")))));
}

Value entry_of(Store& store, const Item& from, std::string_view relation, const Item& to, Time at, std::string_view actor) {
  Value entry = Value::Object{};
  entry.set("from", end_of(store, from)).set("relation", relation).set("to", end_of(store, to));
  return entry.set("at", format_time(at)).set("actor", actor);
}

// Who said it, and when; nothing where nobody did.
std::optional<Value> find_link(Store& store, const Item& from, std::string_view relation, const Item& to) {
  Stmt row = store.db().cached(
      "SELECT at, actor FROM link WHERE from_kind = ?1 AND from_id = ?2 AND relation = ?3 AND to_kind = ?4 AND to_id = ?5");
  if (!row.bind(number_of(from), from.id, relation, number_of(to), to.id).step()) return std::nullopt;
  const Time at = row.integer(0);
  const std::string actor = row.string(1);
  row.reset();
  return entry_of(store, from, relation, to, at, actor);
}

// Why things can't be so related: it is no relation of such things, or would go round in a circle.
std::optional<Error> refuse(Store& store, const Item& from, const Relation& relation, const Item& to) {
  const auto is = [](Relation::End end, const Item& item) {
    return end == Relation::End::kAny || (end == Relation::End::kArticle) == model::info(item.kind).article;
  };
  const auto name = [&](const Item& item) { return item_ref(store, item); };
  if (from == to) return Error(Exit::kUsage, fmt::format("{} can't be linked to itself", name(from)), "name two things");
  const bool alike = !relation.alike || model::info(from.kind).article == model::info(to.kind).article;
  if (!is(relation.from, from) || !is(relation.to, to) || !alike)
    return Error(Exit::kUsage, fmt::format("{} can't be linked as {} to {}", name(from), relation.name, name(to)),
                 std::string(relation.hint));
  if (relation.name == kRelated) return std::nullopt;
  std::vector<Item> next{to};
  std::vector<Item> met;
  while (!next.empty()) {
    const Item item = next.back();
    next.pop_back();
    if (item == from)
      return Error(
          Exit::kUsage,
          fmt::format("{} is linked as {} to {} already, itself or by way of others", name(to), relation.name, name(from)),
          "take that back first, with --remove");
    if (std::ranges::find(met, item) != met.end()) continue;
    met.push_back(item);
    for (const Linked& link : links_of(store, item)) {
      if (link.outwards && link.relation == relation.name) next.push_back(link.item);
    }
  }
  return std::nullopt;
}

const Relation& relation_of(std::string_view name) { return *std::ranges::find(kRelations, name, &Relation::name); }

// Of what is related, either way.
bool are_linked(Store& store, const Item& from, std::string_view relation, const Item& to) {
  return find_link(store, from, relation, to) || (relation == kRelated && find_link(store, to, relation, from));
}

void write(Store& store, const Item& from, const Item& to, const Value& entry, std::int64_t run_id = 0) {
  store.db()
      .cached(
          "INSERT OR IGNORE INTO link (from_kind, from_id, relation, to_kind, to_id, at, actor, run_id) VALUES (?1, ?2, ?3, ?4, "
          "?5, ?6, ?7, ?8)")
      .run(number_of(from), from.id, entry.text("relation"), number_of(to), to.id, parse_time(entry.text("at")).value_or(0),
           entry.text("actor"), run_id);
}

void erase(Store& store, const Item& from, std::string_view relation, const Item& to) {
  store.db()
      .cached("DELETE FROM link WHERE from_kind = ?1 AND from_id = ?2 AND relation = ?3 AND to_kind = ?4 AND to_id = ?5")
      .run(number_of(from), from.id, relation, number_of(to), to.id);
}

}  // namespace

std::optional<Item> find_link_end(Store& store, const Value& entry, std::string_view which) {
  const Value* const end = entry.find(which);
  if (end == nullptr) return std::nullopt;
  const auto kind = model::kind_from_name(end->text("kind"));
  if (!kind) return std::nullopt;
  if (!model::info(*kind).article) return find_item(store, {*kind, 0, end->text("source"), end->text("id")});
  const std::int64_t id = find_article_by_uid(store, end->text("uid"));
  return id == 0 ? std::nullopt : std::optional(Item{*kind, id});
}

bool add_link(Store& store, const Item& from, std::string_view relation, const Item& to, std::string_view actor,
              ChangeWriter& change) {
  if (const auto why = refuse(store, from, relation_of(relation), to)) throw Error(*why);
  if (are_linked(store, from, relation, to)) return false;
  const Value entry = entry_of(store, from, relation, to, now(), actor);
  write(store, from, to, entry);
  change.add(model::Kind::kLink, uid_of(entry), "add", json::dump(entry));
  return true;
}

bool remove_link(Store& store, const Item& from, std::string_view relation, const Item& to, ChangeWriter& change) {
  const auto entry = find_link(store, from, relation, to);
  if (!entry)
    return relation == kRelated && find_link(store, to, relation, from) && remove_link(store, to, relation, from, change);
  erase(store, from, relation, to);
  change.add(model::Kind::kLink, uid_of(*entry), "remove", json::dump(*entry));
  return true;
}

void restore_link(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change) {
  const Value& entry = before.is_null() ? now : before;
  const auto from = find_link_end(store, entry, "from");
  const auto to = find_link_end(store, entry, "to");
  if (!from || !to) return;
  if (before.is_null()) erase(store, *from, entry.text("relation"), *to);
  else write(store, *from, *to, entry);
  change.add(model::Kind::kLink, uid, before.is_null() ? "remove" : "add", json::dump(entry));
}

std::int64_t move_links(Store& store, const Item& from, const Item& into, ChangeWriter& change, std::int64_t& left) {
  struct Gone {
    Linked link;
    Value entry;
    std::int64_t run_id;
  };
  std::vector<Gone> gone;
  // All go before any is said anew: what leads round in a circle is told by what stays.
  for (Linked& link : links_of(store, from)) {
    const Item& source = link.outwards ? from : link.item;
    const Item& target = link.outwards ? link.item : from;
    Value entry = *find_link(store, source, link.relation, target);
    Stmt row = store.db().cached(
        "SELECT run_id FROM link WHERE from_kind = ?1 AND from_id = ?2 AND relation = ?3 AND to_kind = ?4 AND to_id = ?5");
    row.bind(number_of(source), source.id, link.relation, number_of(target), target.id).step();
    const std::int64_t run_id = row.integer(0);
    row.reset();
    erase(store, source, link.relation, target);
    change.add(model::Kind::kLink, uid_of(entry), "remove", json::dump(entry));
    gone.push_back({std::move(link), std::move(entry), run_id});
  }
  std::int64_t moved = 0;
  for (const Gone& one : gone) {
    const Item& source = one.link.outwards ? into : one.link.item;
    const Item& target = one.link.outwards ? one.link.item : into;
    if (are_linked(store, source, one.link.relation, target) || refuse(store, source, relation_of(one.link.relation), target))
      continue;
    const Value entry =
        entry_of(store, source, one.link.relation, target, parse_time(one.entry.text("at")).value_or(0), one.entry.text("actor"));
    write(store, source, target, entry, one.run_id);
    change.add(model::Kind::kLink, uid_of(entry), "add", json::dump(entry));
    ++moved;
  }
  left += static_cast<std::int64_t>(gone.size()) - moved;
  return moved;
}

OtherLink link_of_other(const Value& entry, std::string_view from, model::Kind into_kind, std::string_view into) {
  OtherLink other{{}, Value::Object{}};
  for (const auto& [name, value] : *entry.object())
    other.entry.set(name, value.text("uid") == from ? article_end(into_kind, into) : value);
  other.uid = uid_of(other.entry);
  return other;
}

std::vector<Linked> links_of(Store& store, const Item& item) {
  std::vector<Linked> links;
  Stmt rows = store.db().cached(
      "SELECT relation, 1, to_kind, to_id FROM link WHERE from_kind = ?1 AND from_id = ?2 UNION ALL "
      "SELECT relation, 0, from_kind, from_id FROM link WHERE to_kind = ?1 AND to_id = ?2 ORDER BY 2 DESC, 1, 3, 4");
  rows.bind(number_of(item), item.id);
  while (rows.step())
    links.push_back({rows.string(0), rows.integer(1) != 0, {static_cast<model::Kind>(rows.integer(2)), rows.integer(3)}});
  return links;
}

std::vector<Item> variants_of(Store& store, const Item& article) {
  std::vector<Item> group{article};
  for (std::size_t i = 0; i < group.size(); ++i) {
    for (const Linked& link : links_of(store, group[i])) {
      if (link.relation == "variant-of" && std::ranges::find(group, link.item) == group.end()) group.push_back(link.item);
    }
  }
  group.erase(group.begin());
  std::ranges::sort(group, {}, [](const Item& item) { return std::pair(item.kind, item.id); });
  return group;
}

void add_links(Store& store, const Item& item, std::vector<Said>& into) {
  for (const Linked& link : links_of(store, item)) {
    const auto entry =
        link.outwards ? find_link(store, item, link.relation, link.item) : find_link(store, link.item, link.relation, item);
    into.push_back({model::Kind::kLink, uid_of(*entry), *entry});
  }
}

void for_each_link(Store& store, const std::function<bool(Said&&)>& visit) {
  Stmt rows = store.db().prepare(
      "WITH thing (kind, id, source, name) AS (SELECT 1, t.id, s.name, t.external_id FROM ticket t JOIN source s ON s.id = "
      "t.source_id UNION ALL SELECT kind, id, '', uid FROM article) "
      "SELECT from_kind, from_id, relation, to_kind, to_id, at, actor FROM link l "
      "JOIN thing f ON f.kind = l.from_kind AND f.id = l.from_id JOIN thing t ON t.kind = l.to_kind AND t.id = l.to_id "
      "ORDER BY from_kind, f.source, f.name, relation, to_kind, t.source, t.name");
  rows.bind();
  const auto end = [&](int column) { return Item{static_cast<model::Kind>(rows.integer(column)), rows.integer(column + 1)}; };
  while (rows.step()) {
    const Value entry = entry_of(store, end(0), rows.text(2), end(3), rows.integer(5), rows.text(6));
    if (!visit({model::Kind::kLink, uid_of(entry), entry})) return;
  }
}

}  // namespace ckm::store
