#include "formats/import_csv.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hh"
#include "formats/csv.hh"
#include "formats/header.hh"
#include "formats/mapping.hh"
#include "formats/record.hh"
#include "text/undecodable.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kHead = 64 * 1024;
constexpr double kEven = 0.8;            // The share of even records that makes a text delimited.
constexpr std::size_t kManyRecords = 5;  // So many lines of prose have not the same commas.

[[noreturn]] void fail(const ReadOptions& options, const std::string& what, std::string hint) {
  throw Error(Exit::kInput, fmt::format("{}: {}", options.name, what), std::move(hint));
}

std::string_view example(const ReadOptions& options) {
  return options.kind.value_or(model::Kind::kTicket) == model::Kind::kTicket ? "--columns id,subject,body"
                                                                             : "--columns id,question,answer";
}

// The names of a file's columns: from its first record, or given.
std::vector<std::string> read_names(CsvScanner& scanner, CsvDialect dialect, const Mapper& mapper, const ReadOptions& options,
                                    Sink& out) {
  if (dialect.sep_line) scanner.next();
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
    fail(options, "no header: its first line names no known column",
         fmt::format("say what its {} columns are, for example {}", names.size(), example(options)));
  }
  out.header(first + std::string(scanner.raw()));
  return names;
}

// What a row that has not the header's cells is rejected with, empty when it is a row.
std::string fault(std::span<const std::string_view> cells, std::size_t wanted, const ReadOptions& options) {
  const bool rest_empty = cells.size() > wanted &&
                          std::ranges::all_of(cells.subspan(wanted), [](std::string_view cell) { return trimmed(cell).empty(); });
  if (cells.size() == wanted || rest_empty) return {};
  return fmt::format("{} cell{} where {} {}", cells.size(), cells.size() == 1 ? "" : "s",
                     options.columns.empty() ? "the header has" : "--columns names", wanted);
}

void read(ByteSource& in, CsvDialect dialect, const ReadOptions& options, Sink& out) {
  CsvScanner scanner(in, dialect);
  Mapper mapper(options);
  const std::vector<std::string> names = read_names(scanner, dialect, mapper, options, out);
  scanner.expect(names.size());
  const std::vector<std::string_view> views(names.begin(), names.end());
  mapper.decide(views, out);
  if (!options.any_names) mapper.check_header(views, options.name);
  std::vector<Cell> cells;
  for (const std::string_view name : views) cells.push_back({name, nullptr, {}});
  for (bool go_on = true; go_on && scanner.next();) {
    const Place place{scanner.line(), 0};
    std::string reason = scanner.problem();
    if (reason.empty()) {
      if (std::ranges::all_of(scanner.cells(), [](std::string_view cell) { return trimmed(cell).empty(); })) continue;
      reason = fault(scanner.cells(), names.size(), options);
      // A quote that was opened by mistake swallowed the lines up to the next one: only the first is wrong.
      if ((scanner.swallows() || (!reason.empty() && scanner.loose())) && scanner.split()) {
        reason = fmt::format("quote opened on line {} is not closed in its record", place.line);
      }
    }
    if (!reason.empty()) {
      go_on = out.reject({place, std::move(reason), std::string(scanner.raw())});
      continue;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i].text = scanner.cells()[i];
    go_on = mapper.map(cells, place, scanner.raw(), out);
  }
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
  const bool in_prose = guess.dialect.delimiter == ',' || guess.dialect.delimiter == ';';
  return !in_prose || guess.records >= kManyRecords || has_header(guess);
}

bool sniff_csv(std::string_view head) { return is_table(guess_csv(head, head.size() < kHead)); }

bool sniff_tsv(std::string_view head) {
  const CsvGuess guess = guess_csv(head, head.size() < kHead);
  return is_table(guess) && guess.dialect.delimiter == '\t';
}

void read_csv(ByteSource& in, const ReadOptions& options, Sink& out) {
  PeekSource source(in);
  const std::string_view head = source.peek(kHead);
  const CsvDialect dialect = guess_csv(head, head.size() < kHead, options.columns.size()).dialect;
  read(source, dialect, options, out);
}

void read_tsv(ByteSource& in, const ReadOptions& options, Sink& out) {
  PeekSource source(in);
  const CsvDialect dialect = tsv_dialect(source.peek(kHead));
  read(source, dialect, options, out);
}

}  // namespace ckm::formats
