#include "formats/import_xlsx.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.hh"
#include "base/utf8.hh"
#include "formats/packed.hh"
#include "formats/sheet_table.hh"
#include "formats/xlsx_package.hh"
#include "formats/xlsx_strings.hh"
#include "formats/xlsx_workbook.hh"
#include "text/fold.hh"

namespace ckm::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHead = 64 * 1024;
constexpr std::string_view kOle = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::string_view kSaveAs = "save it as .xlsx without a password, or as CSV, and import that";

// The name of a zip's first entry.
std::string_view first_entry(std::string_view head) {
  constexpr std::size_t kLengthAt = 26;
  constexpr std::size_t kNameAt = 30;
  if (!is_zip(head) || head.size() < kNameAt) return {};
  const auto length = static_cast<unsigned char>(head[kLengthAt]) + 256U * static_cast<unsigned char>(head[kLengthAt + 1]);
  return head.substr(kNameAt, length);
}

bool is_open_document(std::string_view head) {
  return first_entry(head) == "mimetype" && head.find("application/vnd.oasis.opendocument") != std::string_view::npos;
}

// Documents that only another program reads.
void refuse_others(std::string_view head, const std::string& name) {
  if (head.starts_with(kOle)) {
    const bool encrypted = head.find("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv) != std::string_view::npos;
    throw Error(Exit::kInput,
                fmt::format("{} is {}", name,
                            encrypted ? "encrypted with a password" : "an old document of Office (.xls, .doc), or encrypted"),
                std::string(kSaveAs));
  }
  if (is_open_document(head))
    throw Error(Exit::kInput, fmt::format("{} is an OpenDocument file (.ods, .odt)", name), std::string(kSaveAs));
  if (!is_zip(head)) throw Error(Exit::kInput, fmt::format("{} is no workbook", name), "leave --as out, or name its format");
}

// All of a source that can't be read anywhere.
FileSource keep(ByteSource& in, const ReadOptions& options) {
  TempFile file("the workbook", "import it from a file of its own");
  std::string buffer(kHead, '\0');
  while (const std::size_t n = in.read(buffer)) {
    file.append(std::string_view(buffer).substr(0, n));
    if (file.size() > options.unpack.most_bytes) {
      throw Error(Exit::kInput, fmt::format("{} has more than {} MB", options.name, options.unpack.most_bytes >> 20U),
                  "where you trust it, raise import.unpack_size in ckm.toml");
    }
  }
  return {std::move(file), options.name};
}

// Which sheets to read: the one that was named, else all that are not hidden.
std::vector<const XlsxSheet*> chosen(const XlsxWorkbook& book, const ReadOptions& options, Sink& out) {
  std::vector<const XlsxSheet*> sheets;
  std::vector<std::string> names;
  for (const XlsxSheet& sheet : book.sheets) names.push_back(utf8::one_line(sheet.name));
  if (options.sheet.empty()) {
    for (std::size_t i = 0; i < book.sheets.size(); ++i) {
      if (!book.sheets[i].hidden) sheets.push_back(&book.sheets[i]);
      else out.note(fmt::format("has a hidden sheet, {0}, which is passed over; --sheet {1} reads it", names[i], i + 1));
    }
    return sheets;
  }
  const std::string wanted = text::fold(options.sheet);
  auto found = std::ranges::find_if(book.sheets, [&](const XlsxSheet& sheet) { return text::fold(sheet.name) == wanted; });
  if (found == book.sheets.end()) {
    std::size_t number = 0;
    const char* const end = options.sheet.data() + options.sheet.size();
    if (std::from_chars(options.sheet.data(), end, number).ptr == end && number > 0 && number <= book.sheets.size())
      found = book.sheets.begin() + static_cast<std::ptrdiff_t>(number - 1);
  }
  if (found == book.sheets.end()) {
    throw Error(Exit::kInput, fmt::format("{} has no sheet {}", options.name, utf8::one_line(options.sheet)),
                fmt::format("its sheets are {}", fmt::join(names, ", ")));
  }
  return {&*found};
}

void read_book(FileSource& file, const ReadOptions& options, Sink& out) {
  const XlsxPackage package(file, options.name, options.unpack);
  const XlsxWorkbook book = read_workbook(package);
  const std::vector<const XlsxSheet*> sheets = chosen(book, options, out);
  SharedStrings strings;
  if (!book.strings_part.empty()) {
    if (auto part = package.open(book.strings_part)) strings.read(std::move(part), options.name + ": " + book.strings_part);
  }
  std::optional<NoTable> fault;
  bool any = false;
  for (const XlsxSheet* const sheet : sheets) {
    const auto open = [&] {
      return std::make_unique<SheetReader>(package.need(sheet->part), options.name + ": " + sheet->part, strings, book);
    };
    SheetTable table(open, sheet->name, book.epoch, options);
    try {
      if (!table.find_header(out)) continue;
    } catch (const NoTable& e) {
      if (sheets.size() == 1) throw;
      out.note(fmt::format("has a sheet without a table of records, {}, which is passed over", utf8::one_line(sheet->name)));
      if (!fault) fault = e;
      continue;
    }
    any = true;
    if (!table.read(out)) return;
  }
  if (any) return;
  if (fault) throw NoTable(*fault);
  throw Error(Exit::kInput, fmt::format("{}: nothing in it", options.name), "check the file, or the program that wrote it");
}

}  // namespace

bool sniff_xlsx(std::string_view head) {
  if (head.starts_with(kOle) || is_open_document(head)) return true;
  constexpr std::array kFirst = {"[Content_Types].xml"sv, "_rels/"sv, "docProps/"sv, "xl/"sv,
                                 "customXml/"sv,          "word/"sv,  "ppt/"sv};
  const std::string_view first = first_entry(head);
  return std::ranges::any_of(kFirst, [&](std::string_view name) { return first.starts_with(name); });
}

void read_xlsx(ByteSource& in, const ReadOptions& options, Sink& out) {
  if (FileSource* const file = in.file()) {
    refuse_others(file->look_at(0, kHead), options.name);
    read_book(*file, options, out);
    return;
  }
  PeekSource source(in);
  refuse_others(source.peek(kHead), options.name);
  FileSource kept = keep(source, options);
  read_book(kept, options, out);
}

}  // namespace ckm::formats
