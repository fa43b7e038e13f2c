#include <doctest/doctest.h>

#include "collect.hh"
#include "formats/csv.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

std::string random_cell(std::mt19937& random) {
  constexpr std::array<std::string_view, 16> kPieces = {"a",    "\"",   "\"\"", ",",  ";", "\t",    "\n", "\r\n",
                                                        "退款", "客戶", " ",    "'x", "é", "\"a\"", "|",  "0123456789abcdef"};
  std::string out;
  for (auto n = random() % 6; n > 0; --n) out += kPieces[random() % kPieces.size()];
  return out;
}

// Every record is the table's row and begins on its line.
void check_rows(CsvScanner& scanner, const std::vector<std::vector<std::string>>& table,
                const std::vector<std::uint64_t>& starts) {
  std::size_t n = 0;
  while (scanner.next()) {
    REQUIRE(n < table.size());
    REQUIRE(scanner.problem().empty());
    CHECK(scanner.line() == starts[n]);
    CHECK(std::vector<std::string>(scanner.cells().begin(), scanner.cells().end()) == table[n]);
    ++n;
  }
  CHECK(n == table.size());
}

}  // namespace

TEST_CASE("CSV: random tables come back as they were written, however the bytes arrive") {
  std::mt19937 random(20260305);
  for (int round = 0; round < 300; ++round) {
    constexpr std::array<char, 4> kDelimiters = {',', ';', '\t', '|'};
    const CsvDialect dialect{kDelimiters[random() % kDelimiters.size()], false, false};
    const std::string_view end = random() % 2 == 0 ? "\n" : "\r\n";
    const std::size_t columns = 2 + random() % 4;
    std::vector<std::vector<std::string>> table(random() % 20);
    std::string text;
    std::vector<std::uint64_t> starts;
    for (auto& row : table) {
      starts.push_back(1 + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
      for (std::size_t i = 0; i < columns; ++i) {
        row.push_back(random_cell(random));
        if (i > 0) text.push_back(dialect.delimiter);
        append_csv_cell(text, row.back(), dialect.delimiter);
      }
      text += end;
    }
    PieceSource source(text, 1 + random() % 40, static_cast<unsigned>(round));
    CsvScanner scanner(source, dialect);
    check_rows(scanner, table, starts);
  }
}

TEST_CASE("CSV: other quotes, escapes and delimiters come back however the bytes arrive") {
  std::mt19937 random(20260306);
  CsvDialect several;
  several.separator = "::";
  several.delimiter = ':';
  CsvDialect escaped;
  escaped.escape = '\\';
  CsvDialect single;
  single.quote = '\'';
  CsvDialect all = several;
  all.escape = '\\';
  all.quote = '\'';
  const std::array dialects = {several, escaped, single, all};
  for (int round = 0; round < 400; ++round) {
    const CsvDialect& dialect = dialects[static_cast<std::size_t>(round) % dialects.size()];
    const std::string separator = dialect.separator.empty() ? std::string(1, dialect.delimiter) : dialect.separator;
    const std::string quote(1, dialect.quote);
    constexpr std::array<std::string_view, 12> kPieces = {"a", "\"", "'", ",", ":", "\n", "\r\n", "退款", " ", "::", "b\\", "x"};
    std::vector<std::vector<std::string>> table(random() % 20);
    std::string text;
    std::vector<std::uint64_t> starts;
    for (auto& row : table) {
      starts.push_back(1 + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
      for (int column = 0; column < 3; ++column) {
        std::string cell;
        for (auto n = random() % 5; n > 0; --n) cell += kPieces[random() % kPieces.size()];
        if (column > 0) text += separator;
        const bool quoted = dialect.escape == '\0' || random() % 2 == 0;
        if (quoted) text += quote;
        for (std::size_t i = 0; i < cell.size(); ++i) {
          const char c = cell[i];
          const bool special = c == dialect.quote || c == dialect.escape || (!quoted && (c == dialect.delimiter || c == '\n'));
          if (dialect.escape != '\0' && (special || (!quoted && c == '\r'))) text.push_back(dialect.escape);
          else if (c == dialect.quote && quoted) text.push_back(c);
          text.push_back(c);
          if (c == '\r' && dialect.escape != '\0' && !quoted) text.push_back(cell[++i]);
        }
        if (quoted) text += quote;
        row.push_back(cell);
      }
      text += "\n";
    }
    CAPTURE(text);
    PieceSource source(text, 1 + random() % 10, static_cast<unsigned>(round));
    CsvScanner scanner(source, dialect);
    check_rows(scanner, table, starts);
  }
}

TEST_CASE("CSV: records across the edge of the window") {
  // Rows of growing length, so that each offset of the window's edge is hit sooner or later.
  std::string text;
  std::size_t rows = 0;
  for (; text.size() < 1500 * 1000; ++rows)
    text += std::to_string(rows) + ",\"" + std::string(rows % 997, 'x') + "\"\"\n\",y\r\n";
  PieceSource source(text, 70000);
  CsvScanner scanner(source, {});
  std::size_t n = 0;
  bool equal = true;
  for (; scanner.next(); ++n) {
    const auto cells = scanner.cells();
    equal &= cells.size() == 3 && cells[0] == std::to_string(n) && cells[1].size() == n % 997 + 2 && cells[2] == "y" &&
             scanner.line() == 2 * n + 1;
  }
  CHECK(equal);
  CHECK(n == rows);
}

TEST_CASE("CSV: no bytes break the scanner") {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    constexpr std::string_view kBytes = "\"\"\",,\n\r\t;ab";
    std::string text;
    for (auto n = random() % 60; n > 0; --n) text.push_back(random() % 50 == 0 ? '\0' : kBytes[random() % kBytes.size()]);
    for (const int kind : {0, 1, 2, 3}) {
      for (const bool cr : {false, true}) {
        const bool proper = kind == 1;
        CsvDialect dialect{proper ? '\t' : ',', proper, cr};
        if (kind > 1) dialect.escape = 'b';
        if (kind == 2) dialect.separator = ",,";
        if (kind == 3) dialect.delimiter = ' ';
        if (kind == 3) dialect.blanks = true;
        std::vector<std::string> whole;
        std::vector<std::string> pieces;
        for (auto* out : {&whole, &pieces}) {
          PieceSource source(text, out == &whole ? 1000 : 1);
          CsvScanner scanner(source, dialect);
          scanner.expect(2);
          std::uint64_t line = 0;
          while (scanner.next()) {
            out->push_back(std::to_string(scanner.line()) + scanner.problem());
            for (const std::string_view cell : scanner.cells()) out->emplace_back(cell);
            CHECK(scanner.line() > line);
            line = scanner.line();
          }
        }
        CHECK(whole == pieces);
      }
    }
  }
}
