// Adds rows to one table, several with one statement: of a short row the statement costs more than the row.
//
// Errors: those of the Db. A row that breaks a constraint leaves the rows before it: the caller rolls its transaction back.
// Lifetime: what a row's views show must live until flush(). An inserter must not outlive its Db.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "store/sqlite.hh"

namespace ckm::store {

class RowInserter {
 public:
  using Cell = std::variant<std::nullptr_t, std::int64_t, std::string_view, Bytes>;
  struct Column {
    const char* name;
    Cell otherwise = Bytes{};  // The schema's default: a column that holds it in all rows is left out. Bytes: it has none.
  };
  static constexpr std::size_t kMostColumns = 32;

  // The columns must live as long as the inserter, and be at most kMostColumns.
  RowInserter(Db& db, const char* table, std::span<const Column> columns) : db_(db), table_(table), columns_(columns) {}

  // As many cells as there are columns.
  void add(std::span<const Cell> row);
  // Writes what was added.
  void flush();

 private:
  [[nodiscard]] std::uint32_t used(std::span<const Cell> row) const;
  Stmt& statement(std::uint32_t used, std::size_t rows);
  void write(std::span<const Cell> rows, std::uint32_t used);

  Db& db_;
  const char* table_;
  std::span<const Column> columns_;
  std::vector<Cell> cells_;                                           // Of the rows that wait.
  std::uint32_t used_ = 0;                                            // Their columns, a bit each.
  std::map<std::pair<std::uint32_t, std::size_t>, Stmt> statements_;  // By their columns and rows.
};

// For a column that may be NULL.
template <typename T>
RowInserter::Cell cell_or_null(const std::optional<T>& value) {
  if (!value) return nullptr;
  return *value;
}
inline RowInserter::Cell cell_or_null(const std::optional<std::string>& value) {
  if (!value) return nullptr;
  return std::string_view(*value);
}

}  // namespace ckm::store
