// Workbooks of Excel (ECMA-376) by libxlsxwriter: a sheet for each kind, with a frozen bold header, a filter and real dates.
//
// A cell that begins with = is text: nothing in a workbook is run. What a sheet can't hold: more than 1,048,575 rows go on in a
// next one, a text over 32,767 characters is cut, which is told, and a time before March 1900 or behind 9999 is text.
#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "base/error.hh"
#include "base/late_library.hh"
#include "base/temp_file.hh"
#include "base/time.hh"
#include "formats/export_table.hh"
#include "formats/exporters.hh"
#include "formats/xlsx_package.hh"
#include "formats/xlsx_text.hh"

namespace ckm::formats {
namespace {

constexpr const char* kLibrary = "libxlsxwriter.so.4";
constexpr const char* kHint = "install libxlsxwriter (Debian: libxlsxwriter4), or write: ckm export --as csv --bom";
constexpr std::uint32_t kMostRows = 1'048'576;  // The header is one.
constexpr Time kFirstDate = -2'203'891'200;     // 1900-03-01: before it Excel counts a day that there was not.
constexpr Time kBehindDates = 253'402'300'800;  // The year 10000.
// When every workbook says that it was made: the same store gives the same bytes.
constexpr Time kMade = 946'684'800;
constexpr double kDateWidth = 19;

struct Library {
  decltype(::workbook_new_opt)* make;
  decltype(::workbook_set_properties)* set_properties;
  decltype(::workbook_add_worksheet)* add_sheet;
  decltype(::workbook_add_format)* add_format;
  decltype(::workbook_close)* close;
  decltype(::format_set_bold)* set_bold;
  decltype(::format_set_num_format)* set_number_format;
  decltype(::worksheet_freeze_panes)* freeze;
  decltype(::worksheet_set_column)* set_column;
  decltype(::worksheet_write_string)* write_text;
  decltype(::worksheet_write_unixtime)* write_time;
};

const Library& library() {
  static const Library api = [] {
    const LateLibrary found(kLibrary, kHint);
    Library out{};
    found.find("workbook_new_opt", out.make);
    found.find("workbook_set_properties", out.set_properties);
    found.find("workbook_add_worksheet", out.add_sheet);
    found.find("workbook_add_format", out.add_format);
    found.find("workbook_close", out.close);
    found.find("format_set_bold", out.set_bold);
    found.find("format_set_num_format", out.set_number_format);
    found.find("worksheet_freeze_panes", out.freeze);
    found.find("worksheet_set_column", out.set_column);
    found.find("worksheet_write_string", out.write_text);
    found.find("worksheet_write_unixtime", out.write_time);
    return out;
  }();
  return api;
}

[[noreturn]] void fail(lxw_error error) {
  throw Error(Exit::kSystem, fmt::format("the workbook can't be written: libxlsxwriter's error {}", static_cast<int>(error)),
              "see whether the disk has room in TMPDIR, or /tmp, or write: ckm export --as csv --bom");
}

void check(lxw_error error) {
  if (error != LXW_NO_ERROR) fail(error);
}

double width_of(std::string_view column) {
  constexpr std::array<std::string_view, 5> kLong = {"subject", "title", "body", "answer", "phrasings"};
  if (std::ranges::find(kLong, column) != kLong.end()) return 50;
  if (column == "ref" || column.find("category") != std::string_view::npos) return 24;
  if (column.ends_with("_at") || column.starts_with("valid_") || column == "review_by") return kDateWidth;
  return 14;
}

class WorkbookWriter final : public TableWriter {
 public:
  WorkbookWriter(Write write, const ExportOptions& options)
      : write_(std::move(write)), tell_(options.tell), api_(library()), file_("the workbook", "write: ckm export --as csv") {
    // The file has no name but this.
    const std::string path = fmt::format("/proc/self/fd/{}", file_.fd());
    lxw_workbook_options how{};
    how.constant_memory = 1;
    how.use_zip64 = 1;
    book_ = api_.make(path.c_str(), &how);
    if (book_ == nullptr) fail(LXW_ERROR_MEMORY_MALLOC_FAILED);
    lxw_doc_properties properties{};
    properties.created = kMade;
    check(api_.set_properties(book_, &properties));
    bold_ = api_.add_format(book_);
    api_.set_bold(bold_);
    date_ = api_.add_format(book_);
    api_.set_number_format(date_, "yyyy-mm-dd hh:mm:ss");
  }
  // What is not finished is nothing, but its memory is the library's to free.
  ~WorkbookWriter() override {
    if (book_ != nullptr) api_.close(book_);
  }
  WorkbookWriter(const WorkbookWriter&) = delete;
  WorkbookWriter& operator=(const WorkbookWriter&) = delete;

  void begin(model::Kind kind, std::span<const std::string_view> columns) override {
    columns_.assign(columns.begin(), columns.end());
    name_ = model::info(kind).plural;
    of_kind_ = 0;
    begin_sheet();
  }
  void text(std::string_view cell) override {
    const std::uint16_t at = column_++;
    if (cell.empty()) return;
    const XlsxCell fitted = xlsx_cell(cell);
    cut_ += fitted.cut ? 1 : 0;
    check(api_.write_text(sheet_, row(), at, fitted.text.c_str(), nullptr));
  }
  void time(const std::optional<Time>& cell) override {
    if (cell && (*cell < kFirstDate || *cell >= kBehindDates)) return text(format_time(*cell));
    const std::uint16_t at = column_++;
    if (cell) check(api_.write_time(sheet_, row(), at, *cell, date_));
  }
  void end_row() override {
    row();  // One without any cell is one, too.
    ++rows_.back();
    column_ = 0;
  }
  void finish() override {
    if (rows_.empty()) {
      name_ = "empty";
      begin_sheet();
    }
    check(api_.close(std::exchange(book_, nullptr)));
    need_whole();
    std::array<char, 1U << 16U> block{};
    for (std::uint64_t at = 0;;) {
      const std::size_t n = file_.read_at(at, block);
      if (n == 0) break;
      write_({block.data(), n});
      at += n;
    }
    if (cut_ > 0 && tell_)
      tell_(fmt::format("note: {} cut: a cell of a workbook holds 32,767 characters; jsonl holds all of it",
                        cut_ == 1 ? "1 text was" : fmt::format("{} texts were", cut_)));
  }

 private:
  void begin_sheet() {
    const std::string name = of_kind_++ == 0 ? name_ : fmt::format("{} {}", name_, of_kind_);
    sheet_ = api_.add_sheet(book_, name.c_str());
    if (sheet_ == nullptr) fail(LXW_ERROR_SHEETNAME_ALREADY_USED);
    for (std::uint16_t i = 0; i < columns_.size(); ++i) check(api_.set_column(sheet_, i, i, width_of(columns_[i]), nullptr));
    api_.freeze(sheet_, 1, 0);
    for (std::uint16_t i = 0; i < columns_.size(); ++i)
      check(api_.write_text(sheet_, 0, i, std::string(columns_[i]).c_str(), bold_));
    rows_.push_back(columns_.empty() ? 0 : 1);
  }
  // The row at hand, in the sheet that has room for it.
  std::uint32_t row() {
    if (rows_.back() == kMostRows) begin_sheet();
    return rows_.back();
  }
  // The library does not tell of a full disk before the zip: rows that are missing are counted.
  void need_whole() const {
    FileSource file(fmt::format("/proc/self/fd/{}", file_.fd()));
    const XlsxPackage package(file, "the workbook", {UINT64_MAX, 1e12});
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto part = package.need(fmt::format("xl/worksheets/sheet{}.xml", i + 1));
      if (count_rows(*part) < rows_[i]) fail(LXW_ERROR_ZIP_FILE_OPERATION);
    }
  }
  static std::uint64_t count_rows(ByteSource& part) {
    constexpr std::string_view kEnd = "</row>";
    std::string text;
    std::uint64_t rows = 0;
    std::array<char, 1U << 16U> block{};
    while (const std::size_t n = part.read(block)) {
      text.append(block.data(), n);
      std::size_t at = 0;
      for (std::size_t found = 0; (found = text.find(kEnd, at)) != std::string::npos; at = found + kEnd.size()) ++rows;
      text.erase(0, std::max(at, text.size() - std::min(text.size(), kEnd.size() - 1)));
    }
    return rows;
  }

  Write write_;
  std::function<void(const std::string&)> tell_;
  const Library& api_;
  TempFile file_;
  lxw_workbook* book_ = nullptr;
  lxw_format* bold_ = nullptr;
  lxw_format* date_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  std::vector<std::string> columns_;
  std::string name_;                 // Of the kind's sheets,
  int of_kind_ = 0;                  // and how many there are.
  std::vector<std::uint32_t> rows_;  // Of each sheet, with its header.
  std::uint16_t column_ = 0;
  std::int64_t cut_ = 0;
};

}  // namespace

std::unique_ptr<Exporter> make_xlsx_exporter(Write write, const ExportOptions& options) {
  return make_table_exporter(std::make_unique<WorkbookWriter>(std::move(write), options));
}

}  // namespace ckm::formats
