#include "search/selection.hh"

#include <algorithm>

#include "search/filter.hh"
#include "search/plan.hh"

namespace ckm::search {

Selection::Selection(store::Store& store, std::string_view query) : session_(store) {
  const std::vector<Clause> clauses = parse_query(query);
  for (const model::Kind kind : kinds_of(clauses))
    plans_.push_back(std::make_unique<Plan>(session_, kind, clauses, Plan::Selects{}));
}

Selection::~Selection() = default;

bool Selection::wants(model::Kind kind) const {
  return std::ranges::any_of(plans_, [&](const auto& plan) { return plan->kind() == kind; });
}

bool Selection::holds(const store::Item& item) const {
  const auto doc = static_cast<std::uint32_t>(item.id);
  for (const auto& plan : plans_) {
    if (plan->kind() != item.kind) continue;
    return (plan->allowed() == nullptr || plan->allowed()->contains(doc)) && plan->accepts(doc);
  }
  return false;
}

}  // namespace ckm::search
