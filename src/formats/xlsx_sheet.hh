// The rows of one sheet, as they stream by: those that hold a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"
#include "formats/xlsx_strings.hh"
#include "formats/xlsx_workbook.hh"
#include "formats/xml_parts.hh"

namespace ckm::formats {

struct SheetCell {
  std::uint32_t column = 0;      // From 0.
  std::string_view text;         // As it is shown: dates in ISO 8601, TRUE, #N/A, what a formula gave when it was saved.
  std::optional<double> number;  // Of a number that no format makes a date.
};

struct SheetRow {
  std::uint64_t number = 0;  // From 1.
  std::vector<SheetCell> cells;
  std::string fault;  // Not empty: why it can't be trusted.
};

class SheetReader final : private XmlHandler {
 public:
  // `strings` and `book` must outlive it. `name`: what errors call the part.
  SheetReader(std::unique_ptr<ByteSource> part, const std::string& name, SharedStrings& strings, const XlsxWorkbook& book);

  // The next row with a value; null at the end. Valid until the next call. Throws Error{kInput} for what is no sheet, once
  // the rows before that have been handed out.
  const SheetRow* next();

 private:
  enum class Type : std::uint8_t { kNumber, kText, kShared, kTruth };
  // As the XML has them, of up to a chunk of it.
  struct RawCell {
    std::uint32_t column;
    std::uint32_t style;
    Type type;
    std::size_t begin, end;  // In text_.
  };
  struct RawRow {
    std::uint64_t number;
    std::size_t first, behind;  // In cells_.
  };
  void start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view part) override;
  void start_cell(const XmlAttributes& attributes);
  void drop_read();
  void show(const RawCell& cell);

  SharedStrings& strings_;
  const XlsxWorkbook& book_;
  std::string name_;
  XmlReader xml_;
  std::string text_;
  std::vector<RawCell> cells_;
  std::vector<RawRow> rows_;  // Whole ones.
  std::size_t read_ = 0;      // Of them handed out.
  std::uint64_t number_ = 0;  // Of the row that is open or was last.
  std::size_t open_ = 0;      // Where its cells begin.
  std::uint32_t next_column_ = 0;
  RawCell cell_{};
  bool in_cell_ = false;
  bool takes_text_ = false;
  int phonetic_ = 0;
  std::exception_ptr broken_;
  SheetRow row_;
  std::string shown_;              // The texts of row_,
  std::vector<std::size_t> ends_;  // and where each ends.
};

}  // namespace ckm::formats
