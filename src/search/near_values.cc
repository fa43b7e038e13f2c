#include "search/near_values.hh"

#include <algorithm>

#include "base/suggest.hh"
#include "model/category.hh"
#include "search/facets.hh"
#include "search/filter.hh"
#include "store/segments.hh"

namespace ckm::search {
namespace {

constexpr std::string_view kLastValue = "\xF4\x8F\xBF\xBF";

std::vector<std::string> values_of(store::Store& store, const std::vector<model::Kind>& kinds, const std::string& field) {
  std::vector<std::string> values;
  for (const model::Kind kind : kinds) {
    for (store::FacetRow& row : store::read_facets(store, kind, field, "", kLastValue)) values.push_back(std::move(row.value));
  }
  std::ranges::sort(values);
  values.erase(std::ranges::unique(values).begin(), values.end());
  return values;
}

}  // namespace

std::vector<NearValue> near_values(store::Store& store, const std::vector<Clause>& clauses) {
  const std::vector<model::Kind> kinds = kinds_of(clauses);
  std::vector<NearValue> near;
  for (const Clause& clause : clauses) {
    if (clause.type != Clause::Type::kFilter || clause.sign == Sign::kNot) continue;
    const FilterField::Form form = find_filter_field(clause.field)->form;
    const bool path = form == FilterField::Form::kPath;
    if (form != FilterField::Form::kValue && !path) continue;
    if (clause.text.find(',') != std::string::npos) continue;
    const std::vector<std::string> values = values_of(store, kinds, clause.field);
    const std::string typed = facet_value(clause.text);
    const bool known =
        std::ranges::any_of(values, [&](const std::string& v) { return v == typed || (path && model::within(v, typed)); });
    if (known) continue;
    if (const std::string value = nearest(typed, values); !value.empty()) near.push_back({clause.field, clause.text, value});
  }
  return near;
}

}  // namespace ckm::search
