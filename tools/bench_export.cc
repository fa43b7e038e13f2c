// Measures exports of tickets in each format beside sqlite-utils, which writes the rows of a plain table of the same columns.
//   bench_export CKM TICKETS [FORMAT...]      CKM is the program; prints a Markdown table (jsonl csv)
// Works in a new folder below TMPDIR and removes it. Without sqlite-utils its rows are left out.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "corpus.hh"
#include "measure.hh"

namespace {

namespace fs = std::filesystem;
using ckm::tools::Measured;
using ckm::tools::run;
using ckm::tools::TicketCorpus;

void print_row(std::string_view what, std::int64_t rows, const Measured& measured, const fs::path& file, double peer) {
  const std::string size = file.empty() ? "" : fmt::format("{:.0f}", static_cast<double>(fs::file_size(file)) / 1e6);
  const std::string ratio = peer > 0 ? fmt::format("{:.1f}", peer / measured.seconds) : "";
  fmt::print("| {} | {:.1f} | {:.0f} | {:.0f} | {} | {} |\n", what, measured.seconds,
             static_cast<double>(rows) / measured.seconds, measured.megabytes, size, ratio);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: bench_export CKM TICKETS [FORMAT...]\n");
    return 2;
  }
  const std::string ckm = argv[1];
  const std::int64_t tickets = std::atoll(argv[2]);
  std::vector<std::string> formats(argv + 3, argv + argc);
  if (formats.empty()) formats = {"jsonl", "csv"};
  const fs::path folder = fs::temp_directory_path() / fmt::format("ckm-bench-{}", ::getpid());
  fs::create_directories(folder);
  const fs::path input = folder / "tickets.csv";
  {
    TicketCorpus corpus;
    std::ofstream out(input, std::ios::binary);
    out << TicketCorpus::kHeader;
    for (std::int64_t i = 0; i < tickets; ++i) out << corpus.row(i);
  }
  const std::string db = (folder / "bench.ckm").string();
  run({ckm, "init", db, "--quiet"});
  run({ckm, "--db", db, "import", input.string(), "--source", "bench", "--no-index", "--quiet"});

  fmt::print("| export of {} tickets | s | rows/s | peak MB | MB | times as fast as sqlite-utils |\n", tickets);
  fmt::print("| --- | --- | --- | --- | --- | --- |\n");
  double peer = 0;
  const bool has_peer = std::system("command -v sqlite-utils > /dev/null 2>&1 && command -v sqlite3 > /dev/null 2>&1") == 0;
  if (has_peer) {
    const std::string plain = (folder / "plain.db").string();
    run({"sqlite3", plain, ".mode csv", ".import " + input.string() + " tickets"});
    fs::remove(input);
    const fs::path file = folder / "out.peer";
    for (const std::string form : {"--nl", "--csv"}) {
      const Measured rows =
          run({"sh", "-c", fmt::format("exec sqlite-utils rows '{}' tickets {} > '{}'", plain, form, file.string())});
      if (form == "--nl") peer = rows.seconds;
      print_row("sqlite-utils rows " + form, tickets, rows, file, 0);
      fs::remove(file);
    }
  }
  for (const std::string& format : formats) {
    const fs::path file = folder / ("out." + format);
    const Measured measured =
        run({ckm, "--db", db, "export", "--as", format, "--kind", "ticket", "-o", file.string(), "--quiet"});
    print_row("ckm export --as " + format, tickets, measured, file, peer);
    fs::remove(file);
  }
  fs::remove_all(folder);
}
