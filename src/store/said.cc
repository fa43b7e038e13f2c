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
