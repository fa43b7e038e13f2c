#include "formats/xlsx_sheet.hh"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "base/error.hh"
#include "formats/window.hh"
#include "formats/xlsx_text.hh"

namespace ckm::formats {
namespace {

template <typename Number>
std::optional<Number> whole_number(std::string_view text) {
  Number out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

}  // namespace

SheetReader::SheetReader(std::unique_ptr<ByteSource> part, const std::string& name, SharedStrings& strings,
                         const XlsxWorkbook& book)
    : strings_(strings), book_(book), name_(name), xml_(std::move(part), name, *this) {}

void SheetReader::start_cell(const XmlAttributes& attributes) {
  in_cell_ = true;
  cell_ = {column_of(attributes.get("r")).value_or(next_column_), whole_number<std::uint32_t>(attributes.get("s")).value_or(0),
           Type::kNumber, text_.size(), text_.size()};
  next_column_ = cell_.column + 1;
  const std::string_view type = attributes.get("t");
  if (type == "s") cell_.type = Type::kShared;
  else if (type == "b") cell_.type = Type::kTruth;
  else if (!type.empty() && type != "n") cell_.type = Type::kText;
}

void SheetReader::start(std::string_view name, const XmlAttributes& attributes) {
  if (name == "c") {
    start_cell(attributes);
  } else if (name == "row") {
    number_ = whole_number<std::uint64_t>(attributes.get("r")).value_or(number_ + 1);
    open_ = cells_.size();
    next_column_ = 0;
  } else if (name == "rPh") {
    ++phonetic_;
  } else if (in_cell_) {
    takes_text_ = name == "v" || (name == "t" && phonetic_ == 0);
  }
}

void SheetReader::text(std::string_view part) {
  if (!takes_text_) return;
  text_ += part;
  if (text_.size() > kMaxRecord)
    throw Error(Exit::kInput, fmt::format("{}: row {} is over {} MiB", name_, number_, kMaxRecord >> 20U),
                "leave that row out and save the sheet again");
}

void SheetReader::end(std::string_view name) {
  takes_text_ = false;
  if (name == "c") {
    in_cell_ = false;
    cell_.end = text_.size();
    if (cell_.end > cell_.begin) cells_.push_back(cell_);
  } else if (name == "row") {
    if (cells_.size() > open_) rows_.push_back({number_, open_, cells_.size()});
    open_ = cells_.size();
  } else if (name == "rPh") {
    --phonetic_;
  }
}

// Only what belongs to the row that is still open stays.
void SheetReader::drop_read() {
  const std::size_t begin = open_ < cells_.size() ? cells_[open_].begin : in_cell_ ? cell_.begin : text_.size();
  text_.erase(0, begin);
  cells_.erase(cells_.begin(), cells_.begin() + static_cast<std::ptrdiff_t>(open_));
  open_ = 0;
  for (RawCell& cell : cells_) {
    cell.begin -= begin;
    cell.end -= begin;
  }
  if (in_cell_) cell_.begin -= begin;
  rows_.clear();
  read_ = 0;
}

void SheetReader::show(const RawCell& cell) {
  const std::string_view raw = std::string_view(text_).substr(cell.begin, cell.end - cell.begin);
  SheetCell& out = row_.cells.emplace_back();
  out.column = cell.column;
  switch (cell.type) {
    case Type::kText: shown_ += xlsx_text(raw); break;
    case Type::kTruth: shown_ += raw == "1" ? "TRUE" : raw == "0" ? "FALSE" : raw; break;
    case Type::kShared: {
      const auto index = whole_number<std::uint64_t>(raw);
      if (!index || !strings_.append(*index, shown_)) row_.fault = fmt::format("shared text {} is missing", raw);
      break;
    }
    case Type::kNumber: {
      const Shown shown = cell.style < book_.styles.size() ? book_.styles[cell.style] : Shown::kNumber;
      const auto number = number_of(raw);
      const auto date = number && shown != Shown::kNumber ? format_serial(*number, shown, book_.epoch) : std::nullopt;
      if (!date) out.number = number;
      shown_ += date ? *date : format_number(raw);
    }
  }
  ends_.push_back(shown_.size());
}

const SheetRow* SheetReader::next() {
  while (read_ == rows_.size()) {
    if (broken_) std::rethrow_exception(broken_);
    drop_read();
    try {
      if (!xml_.step() && rows_.empty()) return nullptr;
    } catch (...) {
      broken_ = std::current_exception();  // After the rows before it.
    }
  }
  const RawRow& raw = rows_[read_++];
  row_.number = raw.number;
  row_.cells.clear();
  row_.fault.clear();
  shown_.clear();
  ends_.clear();
  for (std::size_t i = raw.first; i < raw.behind; ++i) show(cells_[i]);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < row_.cells.size(); ++i) {
    row_.cells[i].text = std::string_view(shown_).substr(begin, ends_[i] - begin);
    begin = ends_[i];
  }
  return &row_;
}

}  // namespace ckm::formats
