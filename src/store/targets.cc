#include "store/targets.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/asked.hh"
#include "model/category.hh"
#include "store/categories.hh"
#include "store/customer_texts.hh"
#include "store/fields.hh"
#include "store/labels.hh"
#include "store/said_values.hh"

namespace ckm::store {
namespace {

using model::Article;
using model::Ticket;

template <typename Record>
std::vector<std::string> values_of(const Record& record, const Member<Record>& member, bool path) {
  if (member.several != nullptr) return record.*member.several;
  if (member.one == nullptr) return {};
  std::string value = path ? model::clean_path(record.*member.one) : record.*member.one;
  if (value.empty()) return {};
  return {std::move(value)};
}

std::vector<std::string> lines_of(Store& store, const char* sql, std::int64_t id) {
  Stmt rows = store.db().cached(sql);
  rows.bind(id);
  std::vector<std::string> lines;
  while (rows.step()) lines.push_back(rows.string(0));
  return lines;
}

}  // namespace

std::span<const Target> targets() {
  static constexpr std::array<Target, 7> kTargets = {{
      {"category", "category_id", "category_id", {&Ticket::category}, {&Article::category}, false, true},
      {"queue", "queue", "", {&Ticket::queue}},
      {"priority", "priority", "", {&Ticket::priority}},
      {"language", "language", "language", {&Ticket::language}, {&Article::language}},
      {"tag", "tags", "tags", {nullptr, &Ticket::tags}, {nullptr, &Article::tags}, true},
      {"product", "product", "product", {&Ticket::product}, {&Article::product}},
      {"phase", "", "phase", {}, {&Article::phase}},
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

std::vector<std::string> own_values(const Ticket& ticket, const Target& target) {
  return values_of(ticket, target.of_ticket, target.path);
}

std::vector<std::string> own_values(const Article& article, const Target& target) {
  return values_of(article, target.of_article, target.path);
}

void give_value(Article& article, const Target& target, std::string_view value) {
  if (target.of_article.one != nullptr) article.*target.of_article.one = value;
  if (target.of_article.several == nullptr) return;
  std::vector<std::string>& values = article.*target.of_article.several;
  if (std::ranges::find(values, value) == values.end()) values.emplace_back(value);
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
  if (item.kind == model::Kind::kTicket) {
    const auto subject = lines_of(store, "SELECT subject FROM ticket WHERE id = ?1", item.id);
    return model::asked(subject.empty() ? std::string() : subject.front(), customer_messages(store, item.id));
  }
  const auto title = lines_of(store, "SELECT title FROM article WHERE id = ?1", item.id);
  if (title.empty()) return {};
  Article article;
  article.kind = item.kind;
  article.title = title.front();
  if (item.kind == model::Kind::kFaq)
    article.phrasings =
        lines_of(store, "SELECT text FROM phrasing WHERE article_id = ?1 AND origin = 'author' ORDER BY seq", item.id);
  if (item.kind == model::Kind::kCase) {
    for (std::string& situation : lines_of(store, "SELECT situation FROM case_story WHERE article_id = ?1", item.id))
      article.story.situation = std::move(situation);
  }
  return model::asked(article);
}

}  // namespace ckm::store
