#include "store/targets.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "store/categories.hh"
#include "store/fields.hh"
#include "store/labels.hh"
#include "store/said_values.hh"

namespace ckm::store {
namespace {

void append_line(std::string& out, std::string_view part) {
  if (part.empty()) return;
  if (!out.empty()) out += '\n';
  out += part;
}

}  // namespace

std::span<const Target> targets() {
  static constexpr std::array<Target, 7> kTargets = {{
      {"category", "category_id", "category_id", false, true},
      {"queue", "queue", ""},
      {"priority", "priority", ""},
      {"language", "language", "language"},
      {"tag", "tags", "tags", true},
      {"product", "product", "product"},
      {"phase", "", "phase"},
  }};
  return kTargets;
}

const Target* find_target(std::string_view field) {
  const auto found = std::ranges::find(targets(), field, &Target::field);
  return found == targets().end() ? nullptr : &*found;
}

std::vector<std::string> target_fields() {
  std::vector<std::string> names;
  for (const Target& target : targets()) names.emplace_back(target.field);
  return names;
}

std::vector<std::string> said_values(Store& store, const Item& item, const Target& target) {
  const bool article = model::info(item.kind).article;
  if (target.path) {
    const std::string label = person_label(store, item);
    if (!label.empty()) return {label};
  } else if (!article) {
    const auto value = person_value(store, item.id, target.field);
    if (value) return target.list ? list_from_column(*value) : std::vector<std::string>{*value};
  }
  const std::string_view column = article ? target.article : target.ticket;
  if (column.empty()) return {};
  Stmt own = store.db().cached(fmt::format("SELECT {} FROM {} WHERE id = ?1", column, article ? "article" : "ticket"));
  if (!own.bind(item.id).step() || own.null(0)) return {};
  if (target.path) {
    const std::int64_t id = own.integer(0);
    own.reset();
    return {category_path(store, id)};
  }
  if (target.list) return list_from_column(own.text(0));
  if (own.text(0).empty()) return {};
  return {own.string(0)};
}

bool is_said(Store& store, const Item& item, const Target& target) {
  if (!said_values(store, item, target).empty()) return true;
  return target.list && item.kind == model::Kind::kTicket && person_value(store, item.id, target.field).has_value();
}

std::int64_t said_since(Store& store, const Target& target, Time after) {
  if (target.path)
    return store.db().integer("SELECT count(*) FROM label WHERE kind = 1 AND field = 'category' AND at > ?1", after);
  return store.db().integer("SELECT count(*) FROM said_value WHERE field = ?1 AND at > ?2", target.field, after);
}

std::string asked_text(Store& store, const Item& item) {
  std::string text;
  const auto append = [&](const char* sql) {
    Stmt rows = store.db().cached(sql);
    rows.bind(item.id);
    while (rows.step()) append_line(text, rows.text(0));
  };
  switch (item.kind) {
    case model::Kind::kTicket:
      append("SELECT subject FROM ticket WHERE id = ?1");
      append("SELECT body FROM message WHERE ticket_id = ?1 AND role = 1 AND internal = 0 ORDER BY seq");
      break;
    case model::Kind::kFaq:
      append("SELECT title FROM article WHERE id = ?1");
      append("SELECT text FROM phrasing WHERE article_id = ?1 AND origin = 'author' ORDER BY seq");
      break;
    case model::Kind::kCase:
      append("SELECT title FROM article WHERE id = ?1");
      append("SELECT situation FROM case_story WHERE article_id = ?1");
      break;
    default: append("SELECT title FROM article WHERE id = ?1"); break;
  }
  return text;
}

}  // namespace ckm::store
