#include "search/filter.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hh"
#include "base/suggest.hh"
#include "base/time.hh"
#include "search/facets.hh"

namespace ckm::search {
namespace {

std::vector<std::string> split(std::string_view values) {
  std::vector<std::string> out;
  while (true) {
    const auto comma = values.find(',');
    if (const auto value = values.substr(0, comma); !value.empty()) out.emplace_back(value);
    if (comma == std::string_view::npos) return out;
    values.remove_prefix(comma + 1);
  }
}

TimeSpan need_span(std::string_view text, const Clause& clause) {
  const auto span = parse_span(text);
  if (!span) {
    throw Error(Exit::kUsage, fmt::format("'{}' in column {} of the query is no day, month or year", text, clause.column),
                "write created:2026, created:2026-03, created:2026-03-05 or created:2026-01..2026-03");
  }
  return *span;
}

std::pair<std::string, std::string> days(const Clause& clause) {
  constexpr std::string_view kDots = "..";
  const auto dots = clause.text.find(kDots);
  std::string first = "0000-00-00";
  std::string last = "9999-99-99";
  if (dots == std::string::npos) {
    const TimeSpan span = need_span(clause.text, clause);
    first = format_day(span.first);
    last = format_day(span.last);
  } else {
    const std::string_view from = std::string_view(clause.text).substr(0, dots);
    const std::string_view to = std::string_view(clause.text).substr(dots + kDots.size());
    if (!from.empty()) first = format_day(need_span(from, clause).first);
    if (!to.empty()) last = format_day(need_span(to, clause).last);
    if (first > last) {
      throw Error(Exit::kUsage, fmt::format("'{}' in column {} of the query ends before it begins", clause.text, clause.column),
                  fmt::format("write {}:{}..{}", clause.field, to, from));
    }
  }
  return {first, last};
}

// Refuses what can't be, whether or not there is anything that it could match.
void check(const Clause& clause) {
  const FilterField& field = *find_filter_field(clause.field);
  if (field.form == FilterField::Form::kDays) days(clause);
  if (field.values.empty()) return;
  const std::vector<std::string> values(field.values.begin(), field.values.end());
  for (const std::string& value : split(clause.text)) {
    if (std::find(values.begin(), values.end(), facet_value(value)) != values.end()) continue;
    throw Error(Exit::kUsage, fmt::format("'{}' in column {} of the query is no {}", value, clause.column, clause.field),
                did_you_mean(value, values, fmt::format("one of: {}", fmt::join(values, ", "))));
  }
}

index::DocSet matching(store::Store& store, model::Kind kind, const Clause& clause, const FilterField& field) {
  if (field.form == FilterField::Form::kDays) {
    const auto [first, last] = days(clause);
    return facet_range(store, kind, clause.field, first, last);
  }
  index::DocSet docs;
  for (const std::string& value : split(clause.text)) {
    std::string folded = facet_value(value);
    if (field.form == FilterField::Form::kPath) {
      if (folded.ends_with("/*")) folded.resize(folded.size() - 2);
      while (folded.ends_with('/')) folded.pop_back();
      docs |= facet_range(store, kind, clause.field, folded, folded);
      // Everything below: paths that go on with a slash, up to the byte behind it.
      docs |= facet_range(store, kind, clause.field, folded + "/", folded + "/\xF4\x8F\xBF\xBF");
    } else {
      docs |= facet_range(store, kind, clause.field, folded, folded);
    }
  }
  return docs;
}

}  // namespace

std::vector<model::Kind> kinds_of(const std::vector<Clause>& clauses) {
  std::vector<model::Kind> kinds;
  for (const model::KindInfo& row : model::kKinds) {
    if (row.searchable) kinds.push_back(row.kind);
  }
  for (const Clause& clause : clauses) {
    if (clause.type == Clause::Type::kFilter) check(clause);
    if (clause.type != Clause::Type::kFilter || clause.field != "kind") continue;
    std::vector<model::Kind> named;
    for (const std::string& value : split(clause.text)) {
      const auto kind = model::kind_from_name(value);
      if (!kind || !model::info(*kind).searchable) {
        throw Error(Exit::kUsage,
                    fmt::format("'{}' in column {} of the query is no kind that can be searched", value, clause.column),
                    did_you_mean(value, model::searchable_kinds(), "the kinds are ticket, faq, case and document"));
      }
      named.push_back(*kind);
    }
    std::erase_if(kinds, [&](model::Kind kind) {
      const bool is_named = std::find(named.begin(), named.end(), kind) != named.end();
      return is_named == (clause.sign == Sign::kNot);
    });
  }
  return kinds;
}

std::optional<index::DocSet> filter_documents(store::Store& store, model::Kind kind, const std::vector<Clause>& clauses) {
  std::optional<index::DocSet> allowed;
  for (const Clause& clause : clauses) {
    if (clause.type != Clause::Type::kFilter) continue;
    const FilterField& field = *find_filter_field(clause.field);
    if (field.form == FilterField::Form::kKind) continue;
    const index::DocSet docs = matching(store, kind, clause, field);
    if (!allowed) allowed = clause.sign == Sign::kNot ? all_documents(store, kind) : docs;
    if (clause.sign == Sign::kNot) *allowed -= docs;
    else *allowed &= docs;
  }
  return allowed;
}

}  // namespace ckm::search
