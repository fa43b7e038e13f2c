#include "formats/sheet_table.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/error.hh"
#include "base/utf8.hh"
#include "formats/csv.hh"
#include "formats/forwarding_sink.hh"
#include "formats/header.hh"
#include "formats/record.hh"
#include "formats/reject_facts.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kHeaderRows = 50;   // Looked at for the header.
constexpr std::size_t kDateRows = 1'000;  // Looked at for the order of day and month, unless they leave it open.
constexpr double kFirstSerial = 10'000;   // 1927; smaller numbers are more likely something else.
constexpr double kLastSerial = 100'000;

bool is_date(Field field) {
  constexpr std::array kFields = {Field::kCreatedAt, Field::kUpdatedAt, Field::kResolvedAt, Field::kValidFrom,
                                  Field::kValidTo,   Field::kReviewBy,  Field::kAt};
  return std::ranges::find(kFields, field) != kFields.end();
}

bool blank(const SheetRow& row) {
  return row.fault.empty() && std::ranges::all_of(row.cells, [](const SheetCell& cell) { return trimmed(cell.text).empty(); });
}

}  // namespace

// Puts the row into what is rejected of it.
class SheetTable::Rejects final : public ForwardingSink {
 public:
  Rejects(const SheetTable& table, Sink& out) : ForwardingSink(out), table_(table) {}
  bool reject(Rejection&& rejection) override {
    rejection.raw = table_.row_as_csv();
    return ForwardingSink::reject(std::move(rejection));
  }

 private:
  const SheetTable& table_;
};

namespace {

ReadOptions with_dates(ReadOptions options, const DateReading& dates) {
  options.dates = dates;
  return options;
}

}  // namespace

SheetTable::SheetTable(Open open, std::string_view sheet, Epoch epoch, const ReadOptions& options)
    : open_(std::move(open)),
      sheet_(sheet),
      epoch_(epoch),
      options_(with_dates(options, {options.dates.said, &known_dates_, &seen_dates_})),
      mapper_(options_) {}

void SheetTable::add_column(std::string name) {
  names_.push_back(std::move(name));
  cells_.push_back({names_.back(), nullptr, {}});
  scratch_.emplace_back();
}

void SheetTable::name_columns(const SheetRow& header) {
  for (const SheetCell& cell : header.cells) {
    while (names_.size() < cell.column) add_column(column_name({}, names_.size()));
    if (names_.size() == cell.column) add_column(column_name(cell.text, cell.column));
  }
}

bool SheetTable::find_header(Sink& out) {
  SheetRow best;
  std::deque<std::string> texts;  // Of the best row.
  std::size_t most = 0;
  bool any = false;
  const auto reader = open_();
  for (std::size_t i = 0; i < kHeaderRows; ++i) {
    const SheetRow* row = nullptr;
    try {
      row = reader->next();
    } catch (const Error& e) {
      if (!any || e.code() != Exit::kInput) throw;  // Else what stands before the damage is read first.
    }
    if (row == nullptr) break;
    if (blank(*row)) continue;
    any = true;
    if (!options_.columns.empty()) break;
    std::vector<std::string_view> cells;
    for (const SheetCell& cell : row->cells) cells.push_back(trimmed(cell.text));
    const auto own = std::ranges::count_if(cells, [&](std::string_view cell) { return mapper_.knows(cell); });
    const std::size_t known = std::max(known_names(cells), static_cast<std::size_t>(own));
    if (known <= most) continue;
    most = known;
    best = *row;
    texts.clear();
    for (SheetCell& cell : best.cells) cell.text = texts.emplace_back(cell.text);
  }
  if (!any) return false;
  const std::string name = fmt::format("{}: sheet {}", options_.name, utf8::one_line(sheet_));
  if (!options_.columns.empty()) {
    for (const std::string& column : options_.columns) add_column(column);
  } else if (most == 0) {
    throw NoTable(Exit::kInput, fmt::format("{}: no header: none of its first rows names a known column", name),
                  "say what its columns are, for example --columns id,subject,body");
  } else {
    name_columns(best);
    header_row_ = best.number;
  }
  const std::vector<std::string_view> views(names_.begin(), names_.end());
  try {
    mapper_.decide(views, out);
    if (!options_.any_names) {
      mapper_.check_header(views, name);
      mapper_.tell_absent(views, out);
    }
  } catch (const Error& e) {
    throw NoTable(e.code(), e.what(), e.hint());
  }
  for (const std::string& column : names_) times_.push_back(is_date(mapper_.field(column)) ? 1 : 0);
  return true;
}

std::string_view SheetTable::text_of(const SheetCell& cell, std::string& scratch) const {
  if (!cell.number || !is_time(cell.column) || *cell.number < kFirstSerial || *cell.number >= kLastSerial) return cell.text;
  if (epoch_ == Epoch::k1900) return cell.text;  // As read_date takes such a number.
  scratch = format_serial(*cell.number, Shown::kDate, epoch_).value_or(std::string(cell.text));
  return scratch;
}

// Whether day or month comes first, by the beginning of the sheet; by all of it where that leaves some open.
void SheetTable::look_at_dates() {
  if (options_.dates.said.order != DayOrder::kUnknown || std::ranges::find(times_, 1) == times_.end()) return;
  const DateReading reading{options_.dates.said, nullptr, &known_dates_};
  const auto reader = open_();
  std::size_t rows = 0;
  const auto next = [&]() -> const SheetRow* {
    try {
      return reader->next();
    } catch (const Error& e) {
      if (e.code() != Exit::kInput) throw;
      return nullptr;  // Reading the rows tells of it.
    }
  };
  while (const SheetRow* const row = next()) {
    if (++rows > kDateRows && !known_dates_.any_ambiguous()) return;
    if (row->number <= header_row_) continue;
    for (const SheetCell& cell : row->cells) {
      if (is_time(cell.column) && !cell.number) (void)reading.read(names_[cell.column], trimmed(cell.text));
    }
  }
}

std::string SheetTable::row_as_csv() const {
  std::string out;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (i > 0) out.push_back(',');
    append_csv_cell(out, cells_[i].text);
  }
  return out;
}

bool SheetTable::put(const SheetRow& row, Sink& out) {
  for (Cell& cell : cells_) cell.text = {};
  for (const SheetCell& cell : row.cells) {
    if (trimmed(cell.text).empty()) continue;
    while (cells_.size() <= cell.column) add_column(column_name({}, names_.size()));
    cells_[cell.column].text = text_of(cell, scratch_[cell.column]);
  }
  const Place place{row.number, 0, sheet_};
  Rejects rejects(*this, out);
  if (!row.fault.empty()) return rejects.reject({place, row.fault, {}});
  const auto is_fact = [](const Cell& cell) { return std::ranges::find(kFactColumns, cell.name) != kFactColumns.end(); };
  if (std::ranges::none_of(cells_, is_fact)) return mapper_.map(cells_, place, {}, rejects);
  // Rows that --rejects wrote, mended in a program that made a workbook of them.
  SystemSink of_system(rejects);
  const auto system = std::ranges::find(cells_, kSystemColumn, &Cell::name);
  of_system.use(system == cells_.end() ? std::string_view() : trimmed(system->text));
  std::vector<Cell> own;
  std::ranges::remove_copy_if(cells_, std::back_inserter(own), is_fact);
  return mapper_.map(own, place, {}, of_system);
}

bool SheetTable::read(Sink& out) {
  look_at_dates();
  std::string header;
  for (const std::string& name : names_) {
    if (!header.empty()) header.push_back(',');
    append_csv_cell(header, name);
  }
  if (options_.columns.empty()) {
    out.table(",");
    out.header(header);
  }
  const auto reader = open_();
  bool go_on = true;
  while (go_on) {
    const SheetRow* const row = reader->next();
    if (row == nullptr) break;
    if (row->number > header_row_ && !blank(*row)) go_on = put(*row, out);
  }
  if (options_.dates.said.order == DayOrder::kUnknown) {
    for (const std::string& note : date_notes(known_dates_, seen_dates_)) {
      out.note(fmt::format("sheet {}: {}", utf8::one_line(sheet_), note));
    }
  }
  return go_on;
}

}  // namespace ckm::formats
