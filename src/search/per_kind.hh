// What one kind's items are asked. For search.cc and order.cc alone.
#pragma once

#include <optional>
#include <vector>

#include "index/docset.hh"
#include "search/plan.hh"
#include "search/search.hh"

namespace ckm::search {

struct Search::PerKind {
  template <typename How>
  PerKind(Session& session, model::Kind kind, const std::vector<Clause>& clauses, How how) : plan(session, kind, clauses, how) {}
  Plan plan;
  std::optional<index::DocSet> matches;
};

}  // namespace ckm::search
