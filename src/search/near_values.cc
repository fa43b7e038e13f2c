#include "search/near_values.hh"

#include <algorithm>
#include <iterator>

#include "base/suggest.hh"
#include "model/category.hh"
#include "search/facets.hh"
#include "search/filter.hh"
#include "store/segments.hh"

namespace ckm::search {
namespace {

constexpr std::string_view kLastValue = "\xF4\x8F\xBF\xBF";

std::vector<std::string> values_of(store::Store& store, const std::vector<model::Kind>& kinds, std::string_view field) {
  std::vector<std::string> values;
  for (const model::Kind kind : kinds) {
    for (store::FacetRow& row : store::read_facets(store, kind, field, "", kLastValue)) values.push_back(std::move(row.value));
  }
  std::ranges::sort(values);
  values.erase(std::ranges::unique(values).begin(), values.end());
  return values;
}

void add_near(store::Store& store, const std::vector<model::Kind>& kinds, const std::vector<Clause>& clauses,
              std::vector<NearValue>& near) {
  for (const Clause& clause : clauses) {
    if (clause.sign == Sign::kNot) continue;
    for (const std::vector<Clause>& alternative : clause.alternatives) add_near(store, kinds, alternative, near);
    if (clause.type != Clause::Type::kFilter) continue;
    const bool path = clause.field->form == FilterField::Form::kPath;
    if (clause.field->form != FilterField::Form::kValue && !path) continue;
    const std::vector<std::string> values = values_of(store, kinds, clause.field->name);
    std::vector<NearValue> unknown;
    for (const std::string& value : clause.values) {
      const std::vector<std::string> typed = path ? paths_meant(store, value) : std::vector<std::string>{facet_value(value)};
      const bool known = std::ranges::any_of(values, [&](const std::string& v) {
        return std::ranges::any_of(typed, [&](const std::string& t) { return v == t || (path && model::within(v, t)); });
      });
      if (!known) unknown.push_back({std::string(clause.field->name), value, nearest(typed.front(), values)});
    }
    // Where one of its values is known, the filter is not why nothing was found, unless another one is mistyped.
    const bool all = unknown.size() == clause.values.size();
    std::ranges::copy_if(unknown, std::back_inserter(near), [&](const NearValue& one) { return all || !one.value.empty(); });
  }
}

}  // namespace

std::vector<NearValue> near_values(store::Store& store, const std::vector<Clause>& clauses) {
  std::vector<NearValue> near;
  add_near(store, kinds_of(clauses), clauses, near);
  return near;
}

}  // namespace ckm::search
