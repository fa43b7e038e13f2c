#include <array>
#include <cctype>
#include <optional>

#include "formats/csv.hh"

namespace ckm::formats {
namespace {

constexpr std::array<char, 4> kDelimiters = {',', ';', '\t', '|'};
constexpr std::size_t kRecords = 200;  // Looked at.

bool blank(std::string_view cell) { return cell.find_first_not_of(" \t\r") == std::string_view::npos; }

// Cells of a record, without the empty ones at its end that `wanted` has no room for.
std::size_t cells_of(const CsvScanner& scanner, std::size_t wanted) {
  std::size_t n = scanner.cells().size();
  while (n > wanted && blank(scanner.cells()[n - 1])) --n;
  return n;
}

CsvGuess try_dialect(std::string_view head, bool whole, std::size_t columns, CsvDialect dialect) {
  MemorySource source(head);
  CsvScanner scanner(source, dialect);
  CsvGuess guess{dialect, columns, 0.0, {}};
  if (dialect.sep_line) scanner.next();
  std::size_t records = 0;
  std::size_t even = 0;
  bool last_even = false;
  while (records < kRecords && scanner.next()) {
    if (records == 0) guess.names.assign(scanner.cells().begin(), scanner.cells().end());
    if (records == 0 && columns == 0) {
      guess.columns = scanner.cells().size();
      scanner.expect(guess.columns);
    }
    ++records;
    last_even = scanner.problem().empty() && cells_of(scanner, guess.columns) == guess.columns;
    even += last_even ? 1 : 0;
  }
  // The end of the head cuts the last record, if it was reached.
  if (!whole && records > 1 && records < kRecords) {
    --records;
    even -= last_even ? 1 : 0;
  }
  guess.records = records;
  if (records > 0) guess.consistency = static_cast<double>(even) / static_cast<double>(records);
  return guess;
}

bool cr_ends(std::string_view head) {
  return head.find('\n') == std::string_view::npos && head.find('\r') != std::string_view::npos;
}

// What a first line sep=X names; it may stand in quotes.
std::optional<char> named_delimiter(std::string_view head) {
  std::string_view line = head.substr(0, head.find_first_of("\r\n"));
  if (line.size() == 7 && line.front() == '"' && line.back() == '"') line = line.substr(1, 5);
  if (line.size() != 5) return std::nullopt;
  constexpr std::string_view kMark = "sep=";
  for (std::size_t i = 0; i < kMark.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(line[i])) != kMark[i]) return std::nullopt;
  }
  const auto delimiter = static_cast<unsigned char>(line.back());
  if (delimiter >= 0x80 || std::isalnum(delimiter) != 0 || delimiter == '"') return std::nullopt;
  return line.back();
}

CsvDialect dialect_of(char delimiter, std::string_view head) {
  return {delimiter, delimiter == '\t', cr_ends(head), named_delimiter(head).has_value()};
}

}  // namespace

CsvDialect tsv_dialect(std::string_view head) { return dialect_of('\t', head); }

CsvGuess guess_csv(std::string_view head, bool whole, std::size_t columns) {
  if (const auto named = named_delimiter(head)) return try_dialect(head, whole, columns, dialect_of(*named, head));
  if (columns == 1) return {dialect_of('\0', head), 1, 1.0, {}};
  CsvGuess best{dialect_of(kDelimiters.front(), head), 1, 0.0, {}};
  for (const char delimiter : kDelimiters) {
    const CsvGuess guess = try_dialect(head, whole, columns, dialect_of(delimiter, head));
    if (guess.columns < 2) continue;
    if (guess.consistency > best.consistency || (guess.consistency == best.consistency && guess.columns > best.columns)) {
      best = guess;
    }
  }
  // None splits the text into the columns that were named: then the delimiter that it has.
  if (columns > 0 && best.consistency == 0.0) return guess_csv(head, whole, 0);
  return best;
}

}  // namespace ckm::formats
