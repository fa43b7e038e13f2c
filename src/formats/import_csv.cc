#include "formats/import_csv.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/counted.hh"
#include "base/error.hh"
#include "formats/csv.hh"
#include "formats/header.hh"
#include "formats/mapping.hh"
#include "formats/record.hh"
#include "formats/record_map.hh"
#include "formats/reject_facts.hh"
#include "text/undecodable.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kHead = 64 * 1024;
constexpr double kEven = 0.8;            // The share of even records that makes a text delimited.
constexpr std::size_t kManyRecords = 5;  // So many lines of prose have not the same commas.

[[noreturn]] void fail(const ReadOptions& options, const std::string& what, std::string hint) {
  throw Error(Exit::kInput, fmt::format("{}: {}", options.name, what), std::move(hint));
}

using Names = std::array<std::string_view, 6>;
struct ExampleRow {
  model::Kind kind;
  std::string_view only;  // The one that such a record can live on.
  Names names;
};
constexpr Names kOfArticles = {"id", "question", "answer", "category", "tags", "language"};
constexpr std::array<ExampleRow, 6> kExamples = {{
    {model::Kind::kTicket, "subject", {"id", "subject", "body", "status", "created_at", "tags"}},
    {model::Kind::kPerson, "name", {"id", "name", "email", "team", "skills", "x6"}},
    {model::Kind::kCustomer, "name", {"id", "name", "email", "phone", "tier", "region"}},
    {model::Kind::kCategory, "path", {"path", "title", "description", "owner", "x5", "x6"}},
    {model::Kind::kPurchase, "customer_id", {"customer_id", "date", "product", "amount", "quantity", "currency"}},
    {model::Kind::kLink, "ticket", {"ticket", "article", "relation", "at", "by", "x6"}},
}};

// As many names as there are columns.
std::string example(const ReadOptions& options, std::size_t columns) {
  const auto* const row = std::ranges::find(kExamples, options.kind.value_or(model::Kind::kTicket), &ExampleRow::kind);
  const Names& names = row == kExamples.end() ? kOfArticles : row->names;
  if (columns == 1) return fmt::format("--columns {}", row == kExamples.end() ? kOfArticles[1] : row->only);
  std::string list;
  for (std::size_t i = 0; i < columns; ++i) {
    if (i > 0) list.push_back(',');
    list += i < names.size() ? std::string(names[i]) : fmt::format("x{}", i + 1);
    if (i > 2 * names.size()) return fmt::format("--columns {},…", list);
  }
  return fmt::format("--columns {}", list);
}

// Where no line names the columns: what to say of them.
std::string columns_hint(std::string_view first, std::size_t columns, const ReadOptions& options) {
  if (columns == 1) {  // Perhaps one that only a known header or given names part into cells.
    TableOptions blanks = options.table;
    blanks.blanks = true;
    columns = std::max(columns, guess_csv(first, true, 0, blanks).columns);
  }
  std::string hint = fmt::format("say what its {} columns are, for example {}", columns, example(options, columns));
  if (const RecordMap* const map = headerless_map(columns, options.kind))
    hint += fmt::format("; or --as {}, if it is that", map->name);
  return hint;
}

// The names of a file's columns: from its first record, or given.
std::vector<std::string> read_names(CsvScanner& scanner, const CsvDialect& dialect, const Mapper& mapper,
                                    const ReadOptions& options, Sink& out) {
  if (dialect.sep_line) scanner.next();
  for (std::size_t i = 0; i < dialect.preamble; ++i) scanner.next();
  const std::string first = dialect.sep_line ? std::string(scanner.raw()) + "\n" : std::string();
  if (!options.columns.empty()) return options.columns;
  if (!scanner.next()) fail(options, "nothing in it", "check the file: its first line should name the columns");
  if (!scanner.problem().empty()) {
    fail(options, fmt::format("no header: {}", scanner.problem()), "mend the first line, which should name the columns");
  }
  std::vector<std::string> names;
  for (const std::string_view cell : scanner.cells()) {
    const std::string column = fmt::format("{}", names.size() + 1);
    const std::string reason = byte_fault({column, nullptr, cell});
    if (!reason.empty()) {
      fail(options, fmt::format("the header: {}", reason), std::string(text::kUndecodableHint));
    }
    names.push_back(column_name(cell, names.size()));
  }
  if (!options.any_names && options.map == nullptr &&
      std::ranges::none_of(names, [&](const std::string& name) { return mapper.knows(name); })) {
    fail(options, "no header: its first line names no known column", columns_hint(scanner.raw(), names.size(), options));
  }
  out.table(dialect.separator.empty() ? std::string_view(&dialect.delimiter, 1) : std::string_view(dialect.separator));
  out.header(first + std::string(scanner.raw()));
  if (dialect.preamble > 0) out.note(fmt::format("has its header on line {}; what stands above it is left out", scanner.line()));
  return names;
}

// What a row that has not the header's cells is rejected with, empty when it is a row. `facts`: columns that --rejects added.
std::string fault(std::span<const std::string_view> cells, std::size_t wanted, std::size_t facts, const ReadOptions& options) {
  const bool rest_empty = cells.size() > wanted &&
                          std::ranges::all_of(cells.subspan(wanted), [](std::string_view cell) { return trimmed(cell).empty(); });
  if (cells.size() == wanted || rest_empty) return {};
  const std::size_t own = cells.size() - std::min(cells.size(), facts);
  return fmt::format("{} cell{} where {} {}", own, own == 1 ? "" : "s",
                     options.columns.empty() ? "the header has" : "--columns names", wanted - facts);
}

void read(ByteSource& in, const CsvDialect& dialect, const ReadOptions& options, Sink& out) {
  CsvScanner scanner(in, dialect);
  Mapper mapper(options);
  const std::vector<std::string> names = read_names(scanner, dialect, mapper, options, out);
  scanner.expect(names.size());
  if (!options.table.quote && dialect.quote == '\'') out.note("is read with ' as its quotes; --quote says otherwise");
  if (!options.table.escape && dialect.escape != '\0') out.note("is read with \\ as its escape; --escape none says otherwise");
  const std::vector<std::string_view> views(names.begin(), names.end());
  mapper.decide(views, out);
  if (!options.any_names) {
    mapper.check_header(views, options.name);
    mapper.tell_absent(views, out);
  }
  std::vector<Cell> cells;
  std::vector<std::size_t> columns;  // Where in a row each stands.
  SystemSink of_system(out);
  const auto system = static_cast<std::size_t>(std::ranges::find(views, kSystemColumn) - views.begin());
  Sink& sink = system < views.size() ? of_system : out;
  for (std::size_t i = 0; i < views.size(); ++i) {
    if (std::ranges::find(kFactColumns, views[i]) != kFactColumns.end()) continue;
    cells.push_back({views[i], nullptr, {}});
    columns.push_back(i);
  }
  std::int64_t padded = 0;
  for (bool go_on = true; go_on && scanner.next();) {
    const Place place{scanner.line(), 0};
    std::string reason = scanner.problem();
    if (reason.empty()) {
      if (std::ranges::all_of(scanner.cells(), [](std::string_view cell) { return trimmed(cell).empty(); })) continue;
      reason = fault(scanner.cells(), names.size(), names.size() - columns.size(), options);
      // A quote that was opened by mistake swallowed the lines up to the next one: only the first is wrong.
      if ((scanner.swallows() || (!reason.empty() && scanner.loose())) && scanner.split()) {
        reason = fmt::format("quote opened on line {} is not closed in its record", place.line);
      } else if (options.table.pad && scanner.cells().size() < names.size()) {
        reason.clear();
        ++padded;
      }
    }
    if (!reason.empty()) {
      go_on = out.reject({place, std::move(reason), std::string(scanner.raw())});
      continue;
    }
    for (std::size_t i = 0; i < cells.size(); ++i)
      cells[i].text = columns[i] < scanner.cells().size() ? scanner.cells()[columns[i]] : std::string_view();
    if (system < scanner.cells().size()) of_system.use(trimmed(scanner.cells()[system]));
    go_on = mapper.map(cells, place, scanner.raw(), sink);
  }
  if (padded > 0)
    out.note(fmt::format("has {} with fewer cells than the header, filled up with empty ones", counted(padded, "row")));
}

bool has_header(const CsvGuess& guess) {
  const std::vector<std::string_view> names(guess.names.begin(), guess.names.end());
  return known_names(names) >= 2;
}

// Rows as even as those of tables are, or a header: with a few rows a single bad one is a large share.
bool is_table(const CsvGuess& guess) {
  return guess.dialect.sep_line || (guess.columns > 1 && (guess.consistency >= kEven || has_header(guess)));
}

// The second line of a table of Markdown: | --- | :-: |
bool is_markdown_table(std::string_view head) {
  const std::size_t first = head.find('\n');
  if (first == std::string_view::npos) return false;
  std::string_view line = head.substr(first + 1);
  line = trimmed(line.substr(0, line.find('\n')));
  return line.find("--") != std::string_view::npos && line.find_first_not_of("|-: \t") == std::string_view::npos;
}

}  // namespace

bool is_surely_table(std::string_view head) {
  const CsvGuess guess = guess_csv(head, head.size() < kHead);
  if (guess.dialect.sep_line) return true;
  if (!is_table(guess) || is_markdown_table(head)) return false;
  if (guess.dialect.preamble > 0) return guess.records >= kManyRecords;
  const bool in_prose = guess.dialect.delimiter == ',' || guess.dialect.delimiter == ';';
  return !in_prose || guess.records >= kManyRecords || has_header(guess);
}

bool has_columns_of_blanks(std::string_view head) {
  TableOptions blanks;
  blanks.blanks = true;
  const CsvGuess guess = guess_csv(head, head.size() < kHead, 0, blanks);
  return guess.columns > 2 && guess.records >= kManyRecords && guess.consistency >= kEven;
}

bool sniff_csv(std::string_view head) { return is_table(guess_csv(head, head.size() < kHead)); }

bool sniff_tsv(std::string_view head) {
  const CsvGuess guess = guess_csv(head, head.size() < kHead);
  return is_table(guess) && guess.dialect.delimiter == '\t';
}

void read_csv(ByteSource& in, const ReadOptions& options, Sink& out) {
  PeekSource source(in);
  const std::string_view head = source.peek(kHead);
  read(source, guess_csv(head, head.size() < kHead, options.columns.size(), options.table).dialect, options, out);
}

void read_tsv(ByteSource& in, const ReadOptions& options, Sink& out) {
  PeekSource source(in);
  const std::string_view head = source.peek(kHead);
  CsvDialect dialect = tsv_dialect(head);
  if (!dialect.sep_line) {
    TableOptions said = options.table;
    if (said.delimiter.empty()) said.delimiter = "\t";
    dialect = guess_csv(head, head.size() < kHead, options.columns.size(), said).dialect;
  }
  read(source, dialect, options, out);
}

}  // namespace ckm::formats
