// Measures imports: two columns beside sqlite3's .import, which checks nothing, and tickets of ten columns in several formats.
//   bench_import CKM ROWS      CKM is the program; prints a Markdown table
// Works in a new folder below TMPDIR and removes it.
#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hh"
#include "corpus.hh"
#include "measure.hh"

namespace {

namespace fs = std::filesystem;
using ckm::tools::Measured;
using ckm::tools::run;
using ckm::tools::TicketCorpus;

void write_two_columns(const fs::path& path, TicketCorpus& corpus, std::int64_t rows) {
  std::ofstream out(path, std::ios::binary);
  out << "id,subject\n";
  for (std::int64_t i = 0; i < rows; ++i) out << i << ',' << corpus.question(i) << '\n';
}

void write_csv(const fs::path& path, TicketCorpus& corpus, std::int64_t rows) {
  std::ofstream out(path, std::ios::binary);
  out << TicketCorpus::kHeader;
  for (std::int64_t i = 0; i < rows; ++i) out << corpus.row(i);
}

void write_jsonl(const fs::path& path, TicketCorpus& corpus, std::int64_t rows) {
  std::ofstream out(path, std::ios::binary);
  for (std::int64_t i = 0; i < rows; ++i) {
    ckm::Value record;
    const std::vector<std::string> cells = corpus.cells(i);
    for (std::size_t c = 0; c < cells.size(); ++c) record.set(TicketCorpus::kColumns[c], cells[c]);
    out << ckm::json::dump(record) << '\n';
  }
}

// A workbook as Excel writes it: all texts in a table of their own.
class Workbook {
 public:
  explicit Workbook(const fs::path& path) : zip_(archive_write_new()) {
    archive_write_set_format_zip(zip_);
    if (archive_write_open_filename(zip_, path.c_str()) != ARCHIVE_OK) fail();
  }
  ~Workbook() { archive_write_free(zip_); }
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  void begin(const char* name) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    const int result = archive_write_header(zip_, entry);
    archive_entry_free(entry);
    if (result != ARCHIVE_OK) fail();
  }
  void add(std::string_view text) {
    if (archive_write_data(zip_, text.data(), text.size()) < 0) fail();
  }
  void close() {
    if (archive_write_close(zip_) != ARCHIVE_OK) fail();
  }

 private:
  [[noreturn]] void fail() {
    fmt::print(stderr, "bench_import: {}\n", archive_error_string(zip_));
    std::exit(1);
  }
  archive* zip_;
};

void write_xlsx(const fs::path& path, TicketCorpus& corpus, std::int64_t rows) {
  constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  constexpr std::string_view kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/relationships";
  Workbook book(path);
  book.begin("_rels/.rels");
  book.add(
      fmt::format("<Relationships xmlns=\"{}\"><Relationship Id=\"r1\" Type=\"{}/officeDocument\" "
                  "Target=\"xl/workbook.xml\"/></Relationships>",
                  kPackage, kOffice));
  book.begin("xl/workbook.xml");
  book.add(
      fmt::format("<workbook xmlns=\"{}\" xmlns:r=\"{}\"><sheets><sheet name=\"Tickets\" sheetId=\"1\" "
                  "r:id=\"r1\"/></sheets></workbook>",
                  kMain, kOffice));
  book.begin("xl/_rels/workbook.xml.rels");
  book.add(
      fmt::format("<Relationships xmlns=\"{0}\"><Relationship Id=\"r1\" Type=\"{1}/worksheet\" "
                  "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{1}/sharedStrings\" "
                  "Target=\"sharedStrings.xml\"/></Relationships>",
                  kPackage, kOffice));
  book.begin("xl/worksheets/sheet1.xml");
  book.add(fmt::format("<worksheet xmlns=\"{}\"><sheetData>", kMain));
  std::size_t text = 0;
  for (std::int64_t i = -1; i < rows; ++i) {  // The header is the first row.
    std::string row = fmt::format("<row r=\"{}\">", i + 2);
    for (std::size_t c = 0; c < TicketCorpus::kColumns.size(); ++c)
      row += fmt::format("<c r=\"{}{}\" t=\"s\"><v>{}</v></c>", static_cast<char>('A' + c), i + 2, text++);
    book.add(row + "</row>");
  }
  book.add("</sheetData></worksheet>");
  book.begin("xl/sharedStrings.xml");
  book.add(fmt::format("<sst xmlns=\"{}\">", kMain));
  for (const char* column : TicketCorpus::kColumns) book.add(fmt::format("<si><t>{}</t></si>", column));
  for (std::int64_t i = 0; i < rows; ++i) {
    for (const std::string& cell : corpus.cells(i)) book.add(fmt::format("<si><t>{}</t></si>", cell));
  }
  book.add("</sst>");
  book.close();
}

void print_row(std::string_view what, std::int64_t rows, const Measured& measured, std::string_view note = "") {
  fmt::print("| {} | {:.1f} | {:.0f} | {:.0f} | {} |\n", what, measured.seconds, static_cast<double>(rows) / measured.seconds,
             measured.megabytes, note);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench_import CKM ROWS\n");
    return 2;
  }
  const std::string ckm = argv[1];
  const std::int64_t rows = std::atoll(argv[2]);
  const std::int64_t tickets = rows / 10;
  const fs::path folder = fs::temp_directory_path() / fmt::format("ckm-bench-{}", ::getpid());
  fs::create_directories(folder);
  TicketCorpus corpus;
  const auto import = [&](const fs::path& file, const std::string& option) {
    const std::string db = (folder / "bench.ckm").string();
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(db + suffix);
    run({ckm, "init", db, "--quiet"});
    std::vector<std::string> words = {ckm, "--db", db, "import", file.string(), "--source", "bench", "--quiet"};
    if (!option.empty()) words.push_back(option);
    return run(words);
  };

  const fs::path two = folder / "two.csv";
  write_two_columns(two, corpus, rows);
  const Measured plain = run({"sqlite3", (folder / "plain.db").string(), ".mode csv", ".import " + two.string() + " t"});
  const Measured unindexed = import(two, "--no-index");
  const Measured indexed = import(two, "");
  fs::remove(two);
  fmt::print("| import | s | rows/s | peak MB | |\n| --- | --- | --- | --- | --- |\n");
  print_row(fmt::format("{} rows of two columns: sqlite3 .import", rows), rows, plain);
  print_row("ckm import --no-index", rows, unindexed,
            fmt::format("{:.1f} times sqlite3's time", unindexed.seconds / plain.seconds));
  print_row("ckm import", rows, indexed);

  using Write = void (*)(const fs::path&, TicketCorpus&, std::int64_t);
  constexpr std::pair<const char*, Write> kFormats[] = {{"csv", write_csv}, {"jsonl", write_jsonl}, {"xlsx", write_xlsx}};
  for (const auto& [format, write] : kFormats) {
    const fs::path file = folder / (std::string("tickets.") + format);
    write(file, corpus, tickets);
    const std::string size = fmt::format("{:.0f} MB", static_cast<double>(fs::file_size(file)) / 1e6);
    print_row(fmt::format("{} tickets in {}, --no-index", tickets, format), tickets, import(file, "--no-index"), size);
    print_row(fmt::format("{} tickets in {}", tickets, format), tickets, import(file, ""), size);
    fs::remove(file);
  }
  fs::remove_all(folder);
}
