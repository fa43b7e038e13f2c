// Tickets and articles as tables: which columns they have, and what stands in them. What a table is written as is up to a
// TableWriter: export_csv.cc.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/time.hh"
#include "formats/export.hh"

namespace ckm::formats {

class TableWriter {
 public:
  TableWriter() = default;
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;
  virtual ~TableWriter() = default;
  // The rows that follow are of a kind, with these columns, until the next call. The columns are aliases, so that a table imports
  // again.
  virtual void begin(model::Kind kind, std::span<const std::string_view> columns) = 0;
  // The cells of a row, in the order of the columns.
  virtual void text(std::string_view cell) = 0;
  virtual void time(const std::optional<Time>& cell) = 0;
  virtual void end_row() = 0;
  // Once, last.
  virtual void finish() = 0;
};

std::unique_ptr<Exporter> make_table_exporter(std::unique_ptr<TableWriter> writer);

}  // namespace ckm::formats
