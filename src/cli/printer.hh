// One way to print rows, in every --format.
//
//   table  columns aligned by display width, for people; cut to the terminal's width
//   json   {"schema":"ckm.NAME/1","NAME":[…]}, one row a line
//   jsonl  {"schema":"ckm.NAME/1"}, then one row a line
//   csv, tsv, md  a header, then the rows
//   ids    the references alone, one a line: what other commands read from standard input
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.hh"
#include "cli/command.hh"

namespace ckm::cli {

struct Column {
  enum class Use : std::uint8_t {
    kPlain,
    kNumber,  // Aligned to the right.
    kText,    // Cut when the terminal is too narrow.
    kId,      // What --format ids prints.
    kHidden,  // Not in the table.
  };
  std::string name;
  Use use = Use::kPlain;
};

struct Cell {
  Cell(Value v) : value(std::move(v)) {}
  Cell(Value v, std::vector<std::pair<std::size_t, std::size_t>> m) : value(std::move(v)), marks(std::move(m)) {}
  Value value;
  std::vector<std::pair<std::size_t, std::size_t>> marks;  // Byte ranges of the text that are shown bold.
};

class Printer {
 public:
  // `schema` names the output: query for ckm.query/1 and the member "query".
  Printer(const Context& context, std::string schema, std::vector<Column> columns);
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  // One cell a column. `details` are lines below the row that only the table shows.
  void row(std::vector<Cell> cells, std::vector<Cell> details = {});
  // Writes what is left. Once, last.
  void finish();

 private:
  struct Row {
    std::vector<Cell> cells;
    std::vector<Cell> details;
  };
  void print_table_row(const Row& row);
  void print_buffered();
  void print_header() const;  // Of csv, tsv and md.
  [[nodiscard]] std::string shown(const Cell& cell, std::size_t columns, bool pad_right, bool pad_left) const;
  const Context& context_;
  std::string schema_;
  std::vector<Column> columns_;
  std::vector<Row> buffer_;
  std::vector<std::size_t> widths_;
  bool started_ = false;
};

// A text with its marks in bold where colours are on; control characters are made harmless.
std::string emphasise(const Context& context, std::string_view text,
                      const std::vector<std::pair<std::size_t, std::size_t>>& marks);

// The members of an object as names and values: inner names behind a dot, places in a list of objects counted from 0; a list
// of plain values is one, with semicolons between.
std::vector<std::pair<std::string, std::string>> flat_fields(const Value& members);

// One object: {"schema":"ckm.NAME/1", members…} for json and jsonl; a row of name and value a field for csv, tsv and md;
// nothing for ids; else `text`, ready for people.
void print_object(const Context& context, std::string_view schema, const Value& members, std::string_view text);

}  // namespace ckm::cli
