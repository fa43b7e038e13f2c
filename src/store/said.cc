#include "store/said.hh"

#include "store/links.hh"
#include "store/reviews.hh"
#include "store/said_values.hh"
#include "store/uses.hh"

namespace ckm::store {

std::vector<Said> said_of(Store& store, const Item& item) {
  std::vector<Said> said;
  add_uses(store, item, said);
  if (model::info(item.kind).article) {
    add_feedback(store, item, said);
    add_reviews(store, item, said);
  }
  if (item.kind == model::Kind::kTicket) add_said_values(store, item, said);
  add_links(store, item, said);
  return said;
}

void for_each_said(Store& store, model::Kind kind, const std::function<bool(const Said&)>& visit) {
  switch (kind) {
    case model::Kind::kUse: return for_each_use(store, visit);
    case model::Kind::kFeedback: return for_each_feedback(store, visit);
    case model::Kind::kLink: return for_each_link(store, visit);
    case model::Kind::kReview: return for_each_review(store, visit);
    default: return;
  }
}

namespace {

// The article that a verdict or a check of that uid is about now, be it that another one was merged into it.
std::optional<Item> article_of(Store& store, model::Kind kind, std::string_view uid) {
  Stmt row = store.db().cached(kind == model::Kind::kFeedback
                                   ? "SELECT a.kind, a.id FROM feedback f JOIN article a ON a.id = f.article_id WHERE f.uid = ?1"
                                   : "SELECT a.kind, a.id FROM review r JOIN article a ON a.id = r.article_id WHERE r.uid = ?1");
  if (!row.bind(uid).step()) return std::nullopt;
  return Item{static_cast<model::Kind>(row.integer(0)), row.integer(1)};
}

}  // namespace

Value said_now(Store& store, model::Kind kind, std::string_view uid, const Value& entry) {
  std::optional<Item> item;  // That it is about.
  if (kind == model::Kind::kLink) item = find_link_end(store, entry, "from");
  else if (kind == model::Kind::kUse) item = find_item(store, {model::Kind::kTicket, 0, entry.text("source"), entry.text("id")});
  else item = article_of(store, kind, uid);
  if (!item) return {};
  std::vector<Said> said;
  if (kind == model::Kind::kLink) add_links(store, *item, said);
  else if (kind == model::Kind::kUse) add_uses(store, *item, said);
  else if (kind == model::Kind::kFeedback) add_feedback(store, *item, said);
  else add_reviews(store, *item, said);
  for (Said& one : said) {
    if (one.uid == uid) return std::move(one.entry);
  }
  return {};
}

Restorer restorer_of(model::Kind kind) {
  switch (kind) {
    case model::Kind::kUse: return restore_use;
    case model::Kind::kFeedback: return restore_feedback;
    case model::Kind::kLink: return restore_link;
    case model::Kind::kReview: return restore_review;
    case model::Kind::kLabel: return restore_said_value;
    default: return nullptr;
  }
}

}  // namespace ckm::store
