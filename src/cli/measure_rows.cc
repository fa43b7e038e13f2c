#include "cli/measure_rows.hh"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/counted.hh"
#include "base/out_file.hh"
#include "cli/bar_chart.hh"
#include "cli/printer.hh"

namespace ckm::cli {
namespace {

using insight::Measured;
using insight::MeasureInfo;
using insight::Unit;

constexpr std::string_view kNone = "-";
constexpr std::size_t kWithoutTerminal = 80;
constexpr std::size_t kIndent = 4;  // Of a table's details.

std::string shown_value(const Measured& row) {
  if (!row.value) return std::string(kNone);
  switch (row.what->unit) {
    case Unit::kShare: return fmt::format("{:.1f} %", *row.value * 100);
    case Unit::kRatio: return fmt::format("{:.2f}", *row.value);
    case Unit::kDays: return fmt::format("{:.1f} days", *row.value);
    case Unit::kCount: break;
  }
  return fmt::format("{}", row.denominator);
}

Value value_of(const Measured& row) {
  if (!row.value) return {};
  return row.what->unit == Unit::kCount ? Value(row.denominator) : Value::decimal(*row.value, 4);
}

std::string number(const insight::Count& count) { return fmt::format("{:.{}f}", count.value, count.decimals); }

std::string all_counts(const Measured& row, std::string_view between) {
  std::string out;
  for (const insight::Count& count : row.counts)
    out += fmt::format("{}{} {}", out.empty() ? "" : between, count.name, number(count));
  return out;
}

// What the value was computed from, in a few words.
std::string brief(const Measured& row) {
  const MeasureInfo& what = *row.what;
  switch (what.unit) {
    case Unit::kShare: return fmt::format("{} of {} {}", *row.numerator, row.denominator, what.bottom);
    case Unit::kRatio: return fmt::format("{} of {}", counted(*row.numerator, what.top), counted(row.denominator, what.bottom));
    case Unit::kDays: {
      const auto most = std::ranges::find(row.counts, "days_90", &insight::Count::name);
      return counted(row.denominator, what.bottom) +
             (most == row.counts.end() ? std::string() : fmt::format(", 90 % within {} days", number(*most)));
    }
    case Unit::kCount: break;
  }
  return all_counts(row, ", ");
}

Value counts_of(const Measured& row, Format format) {
  const bool json = format == Format::kJson || format == Format::kJsonl;
  Value out = json ? Value(Value::Object{}) : Value(Value::Array{});
  for (const insight::Count& count : row.counts) {
    if (json)
      out.set(count.name,
              count.decimals == 0 ? Value(static_cast<std::int64_t>(count.value)) : Value::decimal(count.value, count.decimals));
    else out.push(fmt::format("{}={}", count.name, number(count)));
  }
  return out;
}

// Lines of at most so many columns, of a text in ASCII.
void wrap(std::string_view text, std::size_t columns, std::vector<Cell>& lines) {
  while (text.size() > columns) {
    std::size_t end = text.rfind(' ', columns);
    if (end == std::string_view::npos || end == 0) end = columns;
    lines.emplace_back(Value(text.substr(0, end)));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  if (!text.empty()) lines.emplace_back(Value(text));
}

Value group_cell(const std::optional<std::string>& name, bool table) {
  if (!name) return {};
  return Value(table && name->empty() ? kNone : std::string_view(*name));
}

}  // namespace

void print_measures(const Context& context, const std::vector<Measured>& rows, const insight::GroupBy& by, bool explain) {
  using Use = Column::Use;
  const bool table = context.format == Format::kTable;
  const auto told = [](bool apart) { return apart ? Use::kPlain : Use::kHidden; };
  Printer out(context, "measures",
              {{"measure"},
               {"category", by.category ? Use::kText : Use::kHidden},
               {"person", by.person ? Use::kText : Use::kHidden},
               {"period", told(by.bucket != insight::Bucket::kNone)},
               {"value", Use::kNumber},
               {"unit", Use::kHidden},
               {"numerator", Use::kHidden},
               {"denominator", Use::kHidden},
               {"counts", Use::kText},
               {"formula", Use::kHidden}});
  const std::size_t width = context.columns > kIndent ? context.columns - kIndent : kWithoutTerminal - kIndent;
  const MeasureInfo* last = nullptr;
  for (const Measured& row : rows) {
    const MeasureInfo& what = *row.what;
    std::vector<Cell> details;
    if (explain) {
      if (&what != last) {
        wrap(fmt::format("{}: {}", what.summary, what.formula), width, details);
        wrap(what.caveat, width, details);
      }
      wrap(all_counts(row, ", "), width, details);
    }
    last = &what;
    out.row({Value(what.name), group_cell(row.category, table), group_cell(row.person, table), group_cell(row.period, table),
             table ? Value(shown_value(row)) : value_of(row), Value(insight::unit_name(what.unit)),
             row.numerator ? Value(*row.numerator) : Value(), Value(row.denominator),
             table ? Value(brief(row)) : counts_of(row, context.format), Value(what.formula)},
            std::move(details));
  }
  out.finish();
}

void print_measure_chart(const Context& context, const std::vector<Measured>& rows) {
  const std::size_t columns = context.columns > 0 ? context.columns : kWithoutTerminal;
  for (std::size_t begin = 0; begin < rows.size();) {
    const MeasureInfo* const what = rows[begin].what;
    std::size_t end = begin;
    double most = what->unit == Unit::kShare ? 1 : 0;
    std::vector<Bar> bars;
    for (; end < rows.size() && rows[end].what == what; ++end) {
      const Measured& row = rows[end];
      std::string label;
      for (const auto& part : {row.category, row.person, row.period}) {
        if (part) label += (label.empty() ? "" : "  ") + (part->empty() ? std::string(kNone) : *part);
      }
      most = std::max(most, row.value.value_or(0));
      bars.push_back({std::move(label), row.value, shown_value(row), row.value ? brief(row) : std::string()});
    }
    write_stdout(fmt::format("{}{}: {}\n", begin > 0 ? "\n" : "", what->name, what->summary) + bar_chart(bars, most, columns));
    begin = end;
  }
  flush_stdout();
}

}  // namespace ckm::cli
