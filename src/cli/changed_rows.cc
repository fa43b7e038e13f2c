#include "cli/changed_rows.hh"

#include <utility>

namespace ckm::cli {

ChangedRows::ChangedRows(const Context& context)
    : context_(context), out_(context, "changed", {{"ref", Column::Use::kId}, {"kind"}, {"became"}}) {}

void ChangedRows::add(std::string_view ref, std::string_view kind, std::string_view became) {
  if (context_.format == Format::kTable) return;
  if (!named_.emplace(ref).second && context_.format == Format::kIds) return;
  rows_.push_back({Value(ref), Value(kind), Value(became)});
}

void ChangedRows::finish() {
  if (context_.format == Format::kTable) return;
  for (std::vector<Cell>& row : rows_) out_.row(std::move(row));
  out_.finish();
}

}  // namespace ckm::cli
