#include "cli/printer.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.hh"
#include "base/out_file.hh"
#include "base/utf8.hh"

namespace ckm::cli {
namespace {

// Rows whose widths decide the table's; later ones are shown as they come.
constexpr std::size_t kMeasured = 1'000;
constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastText = 16;
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";
constexpr std::string_view kDetailIndent = "    ";

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  return out + "\"";
}

std::string tsv_cell(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

std::string md_cell(const std::string& text) {
  std::string out;
  for (const char c : utf8::one_line(text)) {
    if (c == '|' || c == '\\' || c == '<') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

bool is_nested(const Value& value) { return value.object() != nullptr || value.array() != nullptr; }

// A list of plain values is one text, with semicolons between.
std::string text_of(const Value& value) {
  const Value::Array* list = value.array();
  if (list == nullptr || std::ranges::any_of(*list, is_nested)) return value.is_null() ? std::string() : value.to_text();
  std::string joined;
  for (const Value& element : *list) joined += (joined.empty() ? "" : ";") + text_of(element);
  return joined;
}

}  // namespace

std::string emphasise(const Context& context, std::string_view text,
                      const std::vector<std::pair<std::size_t, std::size_t>>& marks) {
  if (!context.colour) return utf8::printable(text);
  std::string out;
  std::size_t at = 0;
  for (const auto& [begin, end] : marks) {
    if (begin < at || end > text.size()) continue;
    out += utf8::printable(text.substr(at, begin - at));
    out += kBold;
    out += utf8::printable(text.substr(begin, end - begin));
    out += kPlain;
    at = end;
  }
  return out + utf8::printable(text.substr(at));
}

Printer::Printer(const Context& context, std::string schema, std::vector<Column> columns)
    : context_(context), schema_(std::move(schema)), columns_(std::move(columns)) {}

std::string Printer::shown(const Cell& cell, std::size_t columns, bool pad_right, bool pad_left) const {
  const std::string line = utf8::one_line(text_of(cell.value));
  const std::string fitted = columns > 0 ? utf8::fit(line, columns) : line;
  const std::size_t width = utf8::display_width(fitted);
  const std::string blanks(columns > width ? columns - width : 0, ' ');
  std::vector<std::pair<std::size_t, std::size_t>> marks = cell.marks;
  std::erase_if(marks, [&](const auto& mark) { return mark.second > fitted.size(); });
  return (pad_left ? blanks : "") + emphasise(context_, fitted, marks) + (pad_right ? blanks : "");
}

void Printer::print_table_row(const Row& row) {
  std::string line;
  std::size_t last = columns_.size();
  while (last > 0 && columns_[last - 1].use == Column::Use::kHidden) --last;
  for (std::size_t i = 0; i < last; ++i) {
    if (columns_[i].use == Column::Use::kHidden) continue;
    if (!line.empty()) line.append(kGap, ' ');
    const bool number = columns_[i].use == Column::Use::kNumber;
    line += shown(row.cells[i], widths_[i], !number && i + 1 < last, number);
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  write_stdout(line + "\n");
  const std::size_t room = context_.columns > kDetailIndent.size() ? context_.columns - kDetailIndent.size() : 0;
  for (const Cell& detail : row.details) write_stdout(std::string(kDetailIndent) + shown(detail, room, false, false) + "\n");
}

void Printer::print_buffered() {
  if (widths_.empty()) {
    widths_.resize(columns_.size(), 0);
    std::size_t total = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].use == Column::Use::kHidden) continue;
      widths_[i] = utf8::display_width(columns_[i].name);
      for (const Row& row : buffer_) {
        widths_[i] = std::max(widths_[i], utf8::display_width(utf8::one_line(text_of(row.cells[i].value))));
      }
      total += widths_[i] + (total > 0 ? kGap : 0);
    }
    // What does not fit is taken from the widest text columns.
    while (context_.columns > 0 && total > context_.columns) {
      std::size_t widest = columns_.size();
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].use != Column::Use::kText || widths_[i] <= kLeastText) continue;
        if (widest == columns_.size() || widths_[i] > widths_[widest]) widest = i;
      }
      if (widest == columns_.size()) break;
      --widths_[widest];
      --total;
    }
    Row header{{}, {}};
    for (const Column& column : columns_) header.cells.emplace_back(Value(column.name));
    print_table_row(header);
  }
  for (const Row& row : buffer_) print_table_row(row);
  buffer_.clear();
}

void Printer::print_header() const {
  const bool md = context_.format == Format::kMd;
  const std::string separator = md ? " | " : context_.format == Format::kTsv ? "\t" : ",";
  std::string names;
  std::string rule = "|";
  for (const Column& column : columns_) {
    names += (names.empty() ? "" : separator) + column.name;
    rule += " --- |";
  }
  write_stdout(md ? "| " + names + " |\n" + rule + "\n" : names + "\n");
}

void Printer::row(std::vector<Cell> cells, std::vector<Cell> details) {
  const auto object = [&] {
    Value value = Value::Object{};
    for (std::size_t i = 0; i < columns_.size(); ++i) value.set(columns_[i].name, cells[i].value);
    return json::dump(value);
  };
  const auto line = [&](std::string_view separator, auto code) {
    std::string out;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) out += separator;
      out += code(text_of(cells[i].value));
    }
    return out;
  };
  const bool first = !std::exchange(started_, true);
  switch (context_.format) {
    case Format::kTable:
      buffer_.push_back({std::move(cells), std::move(details)});
      if (buffer_.size() >= kMeasured || !widths_.empty()) print_buffered();
      break;
    case Format::kJson:
      if (first) write_stdout(fmt::format("{{\"schema\":\"ckm.{}/1\",\"{}\":[\n", schema_, schema_));
      write_stdout((first ? "" : ",\n") + object());
      break;
    case Format::kJsonl:
      if (first) write_stdout(fmt::format("{{\"schema\":\"ckm.{}/1\"}}\n", schema_));
      write_stdout(object() + "\n");
      break;
    case Format::kCsv:
      if (first) print_header();
      write_stdout(line(",", csv_cell) + "\n");
      break;
    case Format::kTsv:
      if (first) print_header();
      write_stdout(line("\t", tsv_cell) + "\n");
      break;
    case Format::kMd:
      if (first) print_header();
      write_stdout("| " + line(" | ", md_cell) + " |\n");
      break;
    case Format::kTrec: break;
    case Format::kIds:
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].use == Column::Use::kId && !cells[i].value.is_null()) write_stdout(text_of(cells[i].value) + "\n");
      }
      break;
  }
}

void Printer::finish() {
  if (context_.format == Format::kTable && !buffer_.empty()) print_buffered();
  if (context_.format == Format::kJson) {
    write_stdout(started_ ? "\n]}\n" : fmt::format("{{\"schema\":\"ckm.{}/1\",\"{}\":[]}}\n", schema_, schema_));
  }
  if (!started_ && (context_.format == Format::kCsv || context_.format == Format::kTsv || context_.format == Format::kMd))
    print_header();
  if (context_.format == Format::kJsonl && !started_) write_stdout(fmt::format("{{\"schema\":\"ckm.{}/1\"}}\n", schema_));
  flush_stdout();
}

std::vector<std::pair<std::string, std::string>> flat_fields(const Value& members) {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto add = [&](const auto& self, const std::string& name, const Value& value) -> void {
    const std::string prefix = name.empty() ? name : name + ".";
    if (const Value::Object* inner = value.object()) {
      for (const auto& [key, member] : *inner) self(self, prefix + key, member);
      return;
    }
    const Value::Array* list = value.array();
    if (list == nullptr || std::ranges::none_of(*list, is_nested)) {
      fields.emplace_back(name, text_of(value));
    } else {
      for (std::size_t i = 0; i < list->size(); ++i) self(self, prefix + std::to_string(i), (*list)[i]);
    }
  };
  add(add, {}, members);
  return fields;
}

void print_object(const Context& context, std::string_view schema, const Value& members, std::string_view text) {
  if (context.format == Format::kTable) {
    write_stdout(text);
  } else if (context.format != Format::kJson && context.format != Format::kJsonl) {
    Printer out(context, std::string(schema), {{"name"}, {"value", Column::Use::kText}});
    for (const auto& [name, value] : flat_fields(members)) out.row({Value(name), Value(value)});
    out.finish();
  } else {
    Value value = Value::Object{};
    value.set("schema", fmt::format("ckm.{}/1", schema));
    for (const auto& [name, member] : *members.object()) value.set(name, member);
    write_stdout((context.format == Format::kJson ? json::dump_pretty(value) : json::dump(value)) + "\n");
  }
  flush_stdout();
}

}  // namespace ckm::cli
