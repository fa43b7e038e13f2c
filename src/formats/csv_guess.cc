#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>
#include <vector>

#include "formats/csv.hh"
#include "formats/header.hh"

namespace ckm::formats {
namespace {

constexpr std::array<char, 4> kDelimiters = {',', ';', '\t', '|'};
constexpr std::array<std::string_view, 5> kRareDelimiters = {"^", "~", "::", "\x01", "\x1F"};
constexpr std::size_t kRecords = 200;  // Looked at.
constexpr std::size_t kAbove = 50;     // Records among which a header is looked for.
constexpr double kEven = 0.8;          // The share of even records that makes a table,
constexpr double kVeryEven = 0.95;     // and that of one with a delimiter that few use.

bool blank(std::string_view cell) { return cell.find_first_not_of(" \t\r") == std::string_view::npos; }

bool is_number(std::string_view cell) { return cell.find_first_not_of("0123456789.,:-+/ ") == std::string_view::npos; }

// Cells of a record, without the empty ones at its end that `wanted` has no room for.
std::size_t cells_of(const CsvScanner& scanner, std::size_t wanted) {
  std::size_t n = scanner.cells().size();
  while (n > wanted && blank(scanner.cells()[n - 1])) --n;
  return n;
}

// A guess and what it rests on.
struct Tried : CsvGuess {
  std::size_t odd = 0;     // Records that are broken, or where something stands behind a closing quote.
  std::size_t quoted = 0;  // Cells in quotes,
  std::size_t words = 0;   // and cells that hold more than a number, below the first record.
  bool inner = false;      // A quote stands within a quoted cell.
};

Tried try_dialect(std::string_view head, bool whole, std::size_t columns, const CsvDialect& dialect) {
  MemorySource source(head);
  CsvScanner scanner(source, dialect);
  Tried guess;
  guess.dialect = dialect;
  guess.columns = columns;
  if (dialect.sep_line) scanner.next();
  for (std::size_t i = 0; i < dialect.preamble; ++i) scanner.next();
  std::size_t records = 0;
  std::size_t even = 0;
  bool last_even = false;
  while (records < kRecords && scanner.next()) {
    if (records == 0) guess.names.assign(scanner.cells().begin(), scanner.cells().end());
    if (records == 0 && columns == 0) {
      guess.columns = scanner.cells().size();
      scanner.expect(guess.columns);
    }
    if (records > 0) {
      guess.quoted += scanner.quoted_cells();
      guess.words += static_cast<std::size_t>(
          std::ranges::count_if(scanner.cells(), [](std::string_view cell) { return !is_number(cell); }));
    }
    ++records;
    guess.inner |= scanner.inner_quotes();
    guess.odd += scanner.odd_quotes() || !scanner.problem().empty() ? 1 : 0;
    last_even = scanner.problem().empty() && cells_of(scanner, guess.columns) == guess.columns;
    even += last_even ? 1 : 0;
  }
  // The end of the head cuts the last record, if it was reached.
  if (!whole && records > 1 && records < kRecords) {
    --records;
    even -= last_even ? 1 : 0;
    if (!scanner.problem().empty() && guess.odd > 0) --guess.odd;
  }
  guess.records = records;
  if (records > 0) guess.consistency = static_cast<double>(even) / static_cast<double>(records);
  return guess;
}

// The same with other quotes and with an escape, where these are said, or certain.
Tried try_quotes(std::string_view head, bool whole, std::size_t columns, CsvDialect dialect, const TableOptions& said) {
  if (said.quote) dialect.quote = *said.quote;
  if (said.escape) dialect.escape = *said.escape;
  Tried best = try_dialect(head, whole, columns, dialect);
  if (dialect.proper_quotes) return best;
  if (!said.quote && best.quoted == 0 && head.find('\'') != std::string_view::npos) {
    CsvDialect other = dialect;
    other.quote = '\'';
    Tried tried = try_dialect(head, whole, columns, other);
    const bool sure = tried.consistency > best.consistency || tried.inner || (tried.quoted > 1 && tried.quoted == tried.words);
    if (tried.quoted > 0 && tried.odd == 0 && tried.consistency >= best.consistency && sure) best = std::move(tried);
  }
  if (!said.escape && head.find('\\') != std::string_view::npos && (best.odd > 0 || best.consistency < 1.0)) {
    CsvDialect other = best.dialect;
    other.escape = '\\';
    Tried tried = try_dialect(head, whole, columns, other);
    const bool better = tried.odd < best.odd || tried.consistency > best.consistency;
    if (tried.odd == 0 && tried.consistency >= best.consistency && better) best = std::move(tried);
  }
  return best;
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

CsvDialect dialect_of(std::string_view delimiter, std::string_view head) {
  CsvDialect dialect = dialect_of(delimiter.front(), head);
  dialect.sep_line = false;
  if (delimiter.size() > 1) dialect.separator = delimiter;
  return dialect;
}

CsvDialect dialect_of_blanks(std::string_view head) {
  CsvDialect dialect = dialect_of(' ', head);
  dialect.sep_line = false;
  dialect.blanks = true;
  return dialect;
}

bool has_header(const CsvGuess& guess) {
  const std::vector<std::string_view> names(guess.names.begin(), guess.names.end());
  return known_names(names) >= 2;
}

// With what few use, where it makes a table beyond doubt.
std::optional<Tried> try_rare(std::string_view head, bool whole, std::size_t columns, const TableOptions& said) {
  std::optional<Tried> best;
  const auto look = [&](const CsvDialect& dialect) {
    Tried guess = try_quotes(head, whole, columns, dialect, said);
    const bool known = columns > 0 ? guess.consistency >= kVeryEven : guess.consistency >= kVeryEven && has_header(guess);
    if (!known || guess.columns < 2 || guess.records < 2) return;
    if (!best || guess.columns > best->columns) best = std::move(guess);
  };
  for (const std::string_view delimiter : kRareDelimiters) {
    if (head.find(delimiter) != std::string_view::npos) look(dialect_of(delimiter, head));
  }
  if (!best) look(dialect_of_blanks(head));
  return best;
}

// How many records stand above a header that is known; nothing where the first record is the header, or none is found.
std::optional<std::size_t> lines_above(std::string_view head, const CsvDialect& dialect) {
  MemorySource source(head);
  CsvScanner scanner(source, dialect);
  std::size_t most = 1;    // Known names of one record.
  std::size_t filled = 0;  // Most cells with something of the records so far.
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < kAbove && scanner.next(); ++i) {
    const auto cells =
        static_cast<std::size_t>(std::ranges::count_if(scanner.cells(), [](std::string_view cell) { return !blank(cell); }));
    const std::size_t known = cells > filled ? known_names(scanner.cells()) : 0;
    if (known > most) {
      most = known;
      found = i;
    }
    filled = std::max(filled, cells);
  }
  return found && *found > 0 ? found : std::nullopt;
}

}  // namespace

CsvDialect tsv_dialect(std::string_view head) { return dialect_of('\t', head); }

CsvGuess guess_csv(std::string_view head, bool whole, std::size_t columns, const TableOptions& said) {
  std::vector<CsvDialect> dialects;
  if (said.blanks) dialects = {dialect_of_blanks(head)};
  else if (!said.delimiter.empty()) dialects = {dialect_of(said.delimiter, head)};
  else if (const auto named = named_delimiter(head)) return try_quotes(head, whole, columns, dialect_of(*named, head), said);
  else if (columns == 1) return {dialect_of('\0', head), 1, 1.0, {}};
  if (dialects.empty()) {
    for (const char delimiter : kDelimiters) dialects.push_back(dialect_of(delimiter, head));
  }
  Tried best;
  best.dialect = dialects.front();
  best.columns = 1;
  const auto look = [&](Tried guess) {
    if (guess.columns < 2 && dialects.size() > 1) return;
    if (guess.consistency > best.consistency || (guess.consistency == best.consistency && guess.columns > best.columns))
      best = std::move(guess);
  };
  for (const CsvDialect& dialect : dialects) look(try_quotes(head, whole, columns, dialect, said));
  const bool free = dialects.size() > 1;
  const bool table = best.columns > 1 && (best.consistency >= kEven || (columns == 0 && has_header(best)));
  if (free && !table) {
    if (auto rare = try_rare(head, whole, columns, said)) return *std::move(rare);
  }
  if (columns == 0 && !has_header(best)) {
    Tried below;
    for (CsvDialect dialect : dialects) {
      const auto above = lines_above(head, dialect);
      if (!above) continue;
      dialect.preamble = *above;
      Tried guess = try_quotes(head, whole, columns, dialect, said);
      if (guess.consistency >= kEven && guess.records > 1 && guess.columns > below.columns) below = std::move(guess);
    }
    if (below.columns > 1) return below;
  }
  // None splits the text into the columns that were named: then the delimiter that it has.
  if (columns > 0 && best.consistency == 0.0 && free) return guess_csv(head, whole, 0);
  return best;
}

}  // namespace ckm::formats
