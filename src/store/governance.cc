#include "store/governance.hh"

#include <fmt/format.h>

#include <string>

#include "base/error.hh"
#include "model/state.hh"
#include "store/articles.hh"
#include "store/reviews.hh"

namespace ckm::store {
namespace {

[[noreturn]] void refuse(std::string_view ref, const model::Refusal& refusal) {
  std::string hint = refusal.hint;
  for (std::size_t at = hint.find("REF"); at != std::string::npos; at = hint.find("REF", at + ref.size()))
    hint.replace(at, 3, ref);
  throw Error(Exit::kConflict, fmt::format("{} {}", ref, refusal.reason), hint);
}

bool is(const Owner& owner, std::string_view actor) {
  return actor == owner.name ||
         (!owner.email.empty() && (actor == owner.email || owner.email.starts_with(std::string(actor) + "@")));
}

}  // namespace

void need_may_change(Store& store, const Item& item, std::string_view actor) {
  if (!model::info(item.kind).article) return;
  if (read_article(store, item.id)->article.governance != model::kGovernances[1]) return;
  const auto owner = owner_of(store, item.id);
  if (!owner || is(*owner, actor)) return;
  throw Error(Exit::kConflict,
              fmt::format("{} is restricted: only the owner of its category changes it, {}", item_ref(store, item),
                          owner->name.empty() ? owner->email : owner->name),
              fmt::format("tell them what is wrong with: ckm feedback {} --unhelpful --comment …", item_ref(store, item)));
}

void need_may_become(Store& store, const Item& item, const model::Article& before, const model::Article& after,
                     std::string_view actor) {
  need_may_change(store, item, actor);
  if (const auto refusal = model::refuse_step(before, after)) refuse(item_ref(store, item), *refusal);
}

void need_may_begin(const model::Article& article) {
  if (const auto refusal = model::refuse_state(article))
    throw Error(Exit::kConflict, "the article " + refusal->reason, "add it as internal, and publish it once it was checked");
}

}  // namespace ckm::store
