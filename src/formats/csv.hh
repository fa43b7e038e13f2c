// Delimited text (RFC 4180) as real exports write it: found, split into records and cells, and written.
//
// Lenient where exports are sloppy: a quote inside an unquoted cell is literal, text behind a closing quote is kept, lines end
// with LF, CR LF or, where the text has no LF, CR. What can't be a record (a NUL byte, a quote that is never closed, more than
// kMaxRecord bytes) is handed out as a problem, and reading goes on behind it; the lines that an unclosed quote would swallow
// are read again as records of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_source.hh"
#include "formats/table_options.hh"
#include "formats/window.hh"

namespace ckm::formats {

struct CsvDialect {
  char delimiter = ',';  // '\0': none, each line is one cell.
  // A quote that begins a cell is literal unless the cell ends with its partner, at most 1 MiB behind it: for tab-separated
  // text, which many programs write without any quoting.
  bool proper_quotes = false;
  bool cr_ends = false;   // Lines end with CR alone.
  bool sep_line = false;  // The first record is a line such as sep=; that names the delimiter, as Excel writes it.
  char quote = '"';       // '\0': none.
  // Takes from a quote, a delimiter, a line end and itself behind it what they mean; '\0': none.
  char escape = '\0';
  std::string separator = {};  // Of several characters, of which `delimiter` is the first; empty: that alone.
  bool blanks = false;       // Any run of blanks and tabs separates, and at the ends of a line says nothing; `delimiter` is ' '.
  std::size_t preamble = 0;  // Records above the header.
};

// The dialect of a tab-separated text.
CsvDialect tsv_dialect(std::string_view head);

struct CsvGuess {
  CsvDialect dialect;
  std::size_t columns = 0;         // Cells of the first record.
  double consistency = 0.0;        // The share of records with as many; 0 when there is no record.
  std::vector<std::string> names;  // The cells of the first record.
  std::size_t records = 0;         // Looked at.
};

// What `said` says; else the delimiter that the first line names, else the one among , ; tab and | that splits the head's records
// most evenly, and of those the one with the most cells. Where none of them makes a table, ^ ~ :: U+0001 U+001F and blanks where
// they make an even one whose header is known or that has the columns. Quotes are ' and \ is an escape where that is certain:
// where the records are even only so, or every text is in such quotes. A header that is known is found below lines with fewer
// cells, among the first 50 records. `columns` > 0: how many there should be, and there is no header. `whole`: nothing follows
// the head.
CsvGuess guess_csv(std::string_view head, bool whole, std::size_t columns = 0, const TableOptions& said = {});

class CsvScanner {
 public:
  CsvScanner(ByteSource& in, CsvDialect dialect)
      : window_(in),
        dialect_(std::move(dialect)),
        plain_(dialect_.separator.empty() && !dialect_.blanks && dialect_.escape == '\0'),
        end_of_line_(dialect_.cr_ends ? '\r' : '\n') {}
  CsvScanner(const CsvScanner&) = delete;
  CsvScanner& operator=(const CsvScanner&) = delete;

  // Goes to the next record that is not an empty line; false at the end. What cells() and raw() returned dies with it.
  bool next();
  // Not empty: why this is no record. It has no cells then.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] std::span<const std::string_view> cells() const { return cells_; }
  // The record as it stands in the text, without its line end; of an unclosed quote the first line.
  [[nodiscard]] std::string_view raw() const { return raw_; }
  // The line where the record starts, from 1.
  [[nodiscard]] std::uint64_t line() const { return line_; }
  // Whether a quote that was closed on a later line has text behind it: it may have been opened by mistake.
  [[nodiscard]] bool loose() const { return loose_; }
  // Whether, besides, the quote that closed it stands where a cell begins: it was meant to open that cell.
  [[nodiscard]] bool swallows() const { return swallows_; }

  // Cells in quotes, and whether one of them has text behind its closing quote, or a quote within.
  [[nodiscard]] std::size_t quoted_cells() const { return quoted_cells_; }
  [[nodiscard]] bool odd_quotes() const { return odd_quotes_; }
  [[nodiscard]] bool inner_quotes() const { return inner_quotes_; }

  // Makes this record its first line; next() reads the lines behind that again. False, and nothing is changed, when so much
  // has been read again already that going on could take quadratic time.
  bool split();
  // How many cells a record has, once that is known: helps to tell a literal quote from a cell of several lines.
  void expect(std::size_t columns) { columns_ = columns; }

 private:
  enum class Step : std::uint8_t { kDone, kMore, kOpen };
  enum class Quote : std::uint8_t { kCell, kMore, kOpen, kLiteral };
  static constexpr std::size_t kCut = static_cast<std::size_t>(-1);
  Step scan();
  // The length of the separator that begins there, 0 where none does, kCut where the window may end within it.
  [[nodiscard]] std::size_t separator(const char* at) const;
  [[nodiscard]] bool special(char c) const {
    return c == dialect_.delimiter || c == dialect_.quote || c == dialect_.escape || c == '\n' || c == '\r';
  }
  // Takes a cell without quotes, of a dialect that is not plain: its end, or null where the window ends before it.
  const char* bare(const char* at);
  Quote quoted(const char*& at);
  Quote judge_proper(const char* close) const;
  bool skip_empty_lines();
  void refuse();

  Window window_;
  CsvDialect dialect_;
  bool plain_;  // The cells end with one character, always.
  char end_of_line_;
  std::vector<std::string_view> cells_;
  std::string scratch_;  // Cells with escaped quotes; its capacity is never exceeded while a record is scanned.
  std::string problem_;
  std::string_view raw_;
  std::uint64_t line_ = 1;
  std::uint64_t next_line_ = 1;
  std::size_t taken_ = 0;  // Bytes of this record with its line end.
  std::size_t open_at_ = 0;
  std::size_t columns_ = 0;
  std::uint64_t dropped_ = 0;  // Bytes of the records before this one.
  std::uint64_t read_again_ = 0;
  bool in_quote_ = false;  // The scan ended inside a quoted cell, which starts at open_at_.
  bool several_lines_ = false;
  bool loose_ = false;
  bool swallows_ = false;
  bool odd_quotes_ = false;
  bool inner_quotes_ = false;
  std::size_t quoted_cells_ = 0;
  bool skip_line_ = false;
};

// Appends a cell, quoted where it has to be.
void append_csv_cell(std::string& out, std::string_view cell, char delimiter = ',');

}  // namespace ckm::formats
