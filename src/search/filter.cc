#include "search/filter.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hh"
#include "base/suggest.hh"
#include "base/time.hh"
#include "model/category.hh"
#include "search/facets.hh"
#include "store/category_paths.hh"

namespace ckm::search {
namespace {

TimeSpan need_span(std::string_view text, const Clause& clause) {
  const auto span = parse_span(text);
  if (!span) {
    throw Error(Exit::kUsage, fmt::format("'{}' in column {} of the query is no day, month or year", text, clause.column),
                "write created:2026, created:2026-03, created:2026-03-05 or created:2026-01..2026-03");
  }
  return *span;
}

// From the first day to the last, as facets have them.
std::pair<std::string, std::string> days(const Clause& clause, std::string_view value) {
  constexpr std::string_view kDots = "..";
  const auto dots = value.find(kDots);
  for (const std::string_view more : {"...", "…"}) {
    const auto at = value.find(more);
    if (at == std::string_view::npos) continue;
    std::string_view rest = value.substr(at + more.size());
    while (rest.starts_with('.')) rest.remove_prefix(1);
    throw Error(Exit::kUsage, fmt::format("'{}' in column {} of the query is no span of days", value, clause.column),
                fmt::format("write it with two dots: {}:{}..{}", clause.field->name, value.substr(0, at), rest));
  }
  std::string first = "0000-00-00";
  std::string last = "9999-99-99";
  if (dots == std::string_view::npos) {
    const TimeSpan span = need_span(value, clause);
    return {format_day(span.first), format_day(span.last)};
  }
  const std::string_view from = value.substr(0, dots);
  const std::string_view to = value.substr(dots + kDots.size());
  if (!from.empty()) first = format_day(need_span(from, clause).first);
  if (!to.empty()) last = format_day(need_span(to, clause).last);
  if (first > last) {
    throw Error(Exit::kUsage, fmt::format("'{}' in column {} of the query ends before it begins", value, clause.column),
                fmt::format("write {}:{}..{}", clause.field->name, to, from));
  }
  return {first, last};
}

model::Kind need_kind(const Clause& clause, std::string_view value) {
  const auto kind = model::kind_from_name(value);
  if (kind && model::info(*kind).searchable) return *kind;
  throw Error(Exit::kUsage, fmt::format("'{}' in column {} of the query is no kind that can be searched", value, clause.column),
              did_you_mean(std::string(value), model::searchable_kinds(), "the kinds are ticket, faq, case and document"));
}

void check(const Clause& clause) {
  const FilterField& field = *clause.field;
  const std::vector<std::string> choices(field.values.begin(), field.values.end());
  for (const std::string& value : clause.values) {
    if (field.form == FilterField::Form::kDays) days(clause, value);
    if (field.form == FilterField::Form::kKind) need_kind(clause, value);
    if (choices.empty() || std::ranges::find(choices, facet_value(value)) != choices.end()) continue;
    throw Error(Exit::kUsage, fmt::format("'{}' in column {} of the query is no {}", value, clause.column, field.name),
                did_you_mean(value, choices, fmt::format("one of: {}", fmt::join(choices, ", "))));
  }
}

index::DocSet with_path(store::Store& store, model::Kind kind, std::string_view field, std::string_view value) {
  index::DocSet docs;
  for (const std::string& path : paths_meant(store, value)) {
    docs |= facet_range(store, kind, field, path, path);
    // Everything below: paths that go on with a slash, up to the byte behind it.
    docs |= facet_range(store, kind, field, path + "/", path + "/\xF4\x8F\xBF\xBF");
  }
  return docs;
}

}  // namespace

std::vector<std::string> paths_meant(store::Store& store, std::string_view value) {
  std::string path = facet_value(value);
  if (path.ends_with("/*")) path.resize(path.size() - 2);
  while (path.ends_with('/')) path.pop_back();
  std::vector<std::string> paths{path};
  for (const auto& [was, now] : store::former_paths(store)) {
    const std::string old = facet_value(was);
    if (!model::within(path, old)) continue;
    const std::string moved = facet_value(now) + path.substr(old.size());
    if (std::ranges::find(paths, moved) == paths.end()) paths.push_back(moved);
  }
  return paths;
}

void check_filters(const std::vector<Clause>& clauses) {
  for (const Clause& clause : clauses) {
    if (clause.type == Clause::Type::kFilter) check(clause);
    for (const std::vector<Clause>& alternative : clause.alternatives) check_filters(alternative);
  }
}

std::vector<model::Kind> kinds_of(const std::vector<Clause>& clauses) {
  check_filters(clauses);
  std::vector<model::Kind> kinds;
  for (const model::KindInfo& row : model::kKinds) {
    if (row.searchable) kinds.push_back(row.kind);
  }
  for (const Clause& clause : clauses) {
    if (clause.field == nullptr || clause.field->form != FilterField::Form::kKind) continue;
    std::vector<model::Kind> named;
    for (const std::string& value : clause.values) named.push_back(need_kind(clause, value));
    std::erase_if(
        kinds, [&](model::Kind kind) { return (std::ranges::find(named, kind) != named.end()) == (clause.sign == Sign::kNot); });
  }
  return kinds;
}

void check_query(std::string_view query) { kinds_of(parse_query(query)); }

index::DocSet filter_documents(store::Store& store, model::Kind kind, const Clause& filter) {
  index::DocSet docs;
  for (const std::string& value : filter.values) {
    const std::string_view field = filter.field->name;
    switch (filter.field->form) {
      case FilterField::Form::kKind:
        if (need_kind(filter, value) == kind) return all_documents(store, kind);
        break;
      case FilterField::Form::kDays: {
        const auto [first, last] = days(filter, value);
        docs |= facet_range(store, kind, field, first, last);
        break;
      }
      case FilterField::Form::kPath: docs |= with_path(store, kind, field, value); break;
      case FilterField::Form::kValue: {
        const std::string folded = facet_value(value);
        docs |= facet_range(store, kind, field, folded, folded);
        break;
      }
    }
  }
  return docs;
}

}  // namespace ckm::search
