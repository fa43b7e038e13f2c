// The table in a sheet, from its header on: its rows as records.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hh"
#include "formats/format.hh"
#include "formats/mapping.hh"
#include "formats/xlsx_sheet.hh"

namespace ckm::formats {

// What find_header throws where a sheet is whole but no table.
class NoTable final : public Error {
 public:
  using Error::Error;
};

class SheetTable {
 public:
  // Opens the sheet anew at each call.
  using Open = std::function<std::unique_ptr<SheetReader>()>;

  // `sheet`: its name, which must outlive the table, as `options` must.
  SheetTable(Open open, std::string_view sheet, Epoch epoch, const ReadOptions& options);

  // Finds the header; false where the sheet is empty. Throws NoTable where no row names columns that make a record of
  // the kind that was asked for.
  bool find_header(Sink& out);
  // Hands the rows to the sink; false once that wants no more.
  bool read(Sink& out);

 private:
  class Rejects;
  void name_columns(const SheetRow& header);
  void add_column(std::string name);
  void look_at_dates();
  bool put(const SheetRow& row, Sink& out);
  [[nodiscard]] bool is_time(std::uint32_t column) const { return column < times_.size() && times_[column] != 0; }
  [[nodiscard]] std::string_view text_of(const SheetCell& cell, std::string& scratch) const;
  [[nodiscard]] std::string row_as_csv() const;

  Open open_;
  std::string_view sheet_;
  Epoch epoch_;
  DateColumns known_dates_;
  DateColumns seen_dates_;
  ReadOptions options_;  // With these dates.
  Mapper mapper_;
  std::uint64_t header_row_ = 0;  // 0: the columns were named, so that it has none.
  std::deque<std::string> names_;
  std::vector<char> times_;  // By column: it holds dates.
  std::vector<Cell> cells_;
  std::deque<std::string> scratch_;
};

}  // namespace ckm::formats
