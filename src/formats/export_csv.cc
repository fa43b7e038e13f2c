#include <algorithm>
#include <utility>

#include "base/error.hh"
#include "formats/csv.hh"
#include "formats/export_table.hh"
#include "formats/exporters.hh"

namespace ckm::formats {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_number(std::string_view cell) {
  const std::string_view digits = cell.substr(1);
  return !digits.empty() && digits.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::ranges::count(digits, '.') <= 1 && digits != ".";
}

// What a spreadsheet would run (OWASP, CSV injection).
bool is_formula(std::string_view cell) {
  if (cell.empty()) return false;
  switch (cell.front()) {
    case '=':
    case '@':
    case '\t':
    case '\r': return true;
    case '+':
    case '-': return !is_number(cell);
    default: return false;
  }
}

// Rows of one header: tickets, or articles of all kinds.
class DelimitedWriter final : public TableWriter {
 public:
  DelimitedWriter(Write write, const ExportOptions& options, char delimiter)
      : write_(std::move(write)), raw_(options.raw), bom_(options.bom), headless_(options.headless), delimiter_(delimiter) {}

  void begin(model::Kind kind, std::span<const std::string_view> columns) override {
    const bool article = model::info(kind).article;
    if (begun_ && article != article_) {
      throw Error(Exit::kUsage, "tickets and articles can't share one table",
                  "export one kind at a time with --kind, or use --as jsonl");
    }
    if (std::exchange(begun_, true)) return;
    article_ = article;
    if (headless_) return;
    if (bom_) write_(kByteOrderMark);
    for (const std::string_view column : columns) put(column);
    end_row();
  }
  void text(std::string_view cell) override {
    if (raw_ || !is_formula(cell)) put(cell);
    else put(std::string(1, '\'').append(cell));
  }
  void time(const std::optional<Time>& cell) override { put(cell ? format_time(*cell) : std::string()); }
  void end_row() override {
    line_.push_back('\n');
    write_(line_);
    line_.clear();
    first_ = true;
  }
  void finish() override {}

 private:
  void put(std::string_view cell) {
    if (!std::exchange(first_, false)) line_.push_back(delimiter_);
    append_csv_cell(line_, cell, delimiter_);
  }

  Write write_;
  bool raw_, bom_, headless_;
  char delimiter_;
  bool begun_ = false;
  bool article_ = false;
  bool first_ = true;  // Of the row.
  std::string line_;
};

}  // namespace

std::unique_ptr<Exporter> make_csv_exporter(Write write, const ExportOptions& options) {
  return make_table_exporter(std::make_unique<DelimitedWriter>(std::move(write), options, ','));
}

std::unique_ptr<Exporter> make_tsv_exporter(Write write, const ExportOptions& options) {
  return make_table_exporter(std::make_unique<DelimitedWriter>(std::move(write), options, '\t'));
}

}  // namespace ckm::formats
