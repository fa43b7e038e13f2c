#include "store/row_inserter.hh"

#include <fmt/format.h>

namespace ckm::store {
namespace {

constexpr std::size_t kRows = 16;            // Of one statement.
constexpr std::size_t kMostStatements = 32;  // So many are kept; rows of yet other columns take one with all columns.

bool same(const RowInserter::Cell& cell, const RowInserter::Cell& otherwise) {
  if (cell.index() != otherwise.index()) return false;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number == std::get<std::int64_t>(otherwise);
  if (const auto* text = std::get_if<std::string_view>(&cell)) return *text == std::get<std::string_view>(otherwise);
  return std::holds_alternative<std::nullptr_t>(cell);
}

}  // namespace

std::uint32_t RowInserter::used(std::span<const Cell> row) const {
  std::uint32_t used = 0;
  for (std::size_t i = 0; i < row.size(); ++i) used |= (same(row[i], columns_[i].otherwise) ? 0U : 1U) << i;
  return used;
}

// OR FAIL, and no function among the values: otherwise SQLite would keep a journal for each statement.
Stmt& RowInserter::statement(std::uint32_t used, std::size_t rows) {
  const auto [at, added] = statements_.try_emplace({used, rows});
  if (!added) return at->second;
  std::string names;
  std::string row;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if ((used >> i & 1U) == 0) continue;
    names.append(names.empty() ? "" : ", ").append(columns_[i].name);
    row.append(row.empty() ? "?" : ", ?");
  }
  std::string sql = fmt::format("INSERT OR FAIL INTO {} ({}) VALUES ({})", table_, names, row);
  for (std::size_t i = 1; i < rows; ++i) sql += fmt::format(", ({})", row);
  try {
    at->second = db_.prepare(sql);
  } catch (...) {
    statements_.erase(at);
    throw;
  }
  return at->second;
}

void RowInserter::write(std::span<const Cell> rows, std::uint32_t used) {
  if (statements_.size() >= kMostStatements) used = (std::uint32_t{2} << (columns_.size() - 1)) - 1;
  Stmt& insert = statement(used, rows.size() / columns_.size());
  int at = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if ((used >> (i % columns_.size()) & 1U) == 0) continue;
    ++at;
    std::visit([&](const auto& value) { insert.bind_at(at, value); }, rows[i]);
  }
  insert.run();
}

void RowInserter::add(std::span<const Cell> row) {
  cells_.insert(cells_.end(), row.begin(), row.end());
  used_ |= used(row);
  if (cells_.size() < kRows * columns_.size()) return;
  write(cells_, used_);
  cells_.clear();
  used_ = 0;
}

void RowInserter::flush() {
  const std::span<const Cell> cells = cells_;
  for (std::size_t i = 0; i < cells.size(); i += columns_.size()) {
    const auto row = cells.subspan(i, columns_.size());
    write(row, used(row));
  }
  cells_.clear();
  used_ = 0;
}

}  // namespace ckm::store
