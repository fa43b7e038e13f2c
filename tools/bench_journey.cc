// Measures the main job at full size: import with indexing, a second import that changes nothing, rebuilding, querying.
//   bench_journey CKM TICKETS...      CKM is the program; prints a Markdown table, one column a size
// Works in a new folder below TMPDIR and removes it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "corpus.hh"
#include "measure.hh"
#include "search/search.hh"
#include "store/segments.hh"
#include "store/store.hh"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using ckm::tools::Measured;
using ckm::tools::run;
using ckm::tools::seconds_since;

double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

struct Column {
  std::int64_t tickets = 0;
  double csv_mb = 0;
  Measured import, plain, again, rebuild;
  double more_seconds = 0;  // Adding 1,000 tickets.
  double store_mb = 0, index_mb = 0;
  double search_median = 0, search_p95 = 0, process_median = 0, process_p95 = 0, process_mb = 0;
};

Column measure(const std::string& ckm, std::int64_t tickets, const fs::path& folder) {
  ckm::tools::TicketCorpus corpus;
  Column column;
  column.tickets = tickets;
  const std::string csv = (folder / "tickets.csv").string();
  const std::string more = (folder / "more.csv").string();
  const auto write = [&](const std::string& path, std::int64_t first, std::int64_t last) {
    std::ofstream out(path, std::ios::binary);
    out << ckm::tools::TicketCorpus::kHeader;
    for (std::int64_t i = first; i < last; ++i) out << corpus.row(i);
  };
  write(csv, 0, tickets);
  write(more, tickets, tickets + 1'000);
  column.csv_mb = static_cast<double>(fs::file_size(csv)) / 1e6;
  const std::string db = (folder / "bench.ckm").string();
  const std::string plain = (folder / "plain.ckm").string();
  run({ckm, "init", plain, "--quiet"});
  column.plain = run({ckm, "--db", plain, "import", csv, "--source", "bench", "--no-index", "--quiet"});
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(plain + suffix);
  run({ckm, "init", db, "--quiet"});
  column.import = run({ckm, "--db", db, "import", csv, "--source", "bench", "--quiet"});
  column.again = run({ckm, "--db", db, "import", csv, "--source", "bench", "--quiet"});
  column.rebuild = run({ckm, "--db", db, "index", "--rebuild", "--quiet"});
  column.more_seconds = run({ckm, "--db", db, "import", more, "--source", "bench", "--quiet"}).seconds;
  column.store_mb = static_cast<double>(fs::file_size(db)) / 1e6;

  constexpr int kQuestions = 100;
  std::vector<double> in_process;
  std::vector<double> whole;
  ckm::store::Store store = ckm::store::Store::open(db, ckm::store::Access::kRead);
  for (const auto& row : ckm::store::read_segments(store, true)) column.index_mb += static_cast<double>(row.bytes) / 1e6;
  for (int round = 0; round < 2; ++round) {  // The first one warms up.
    in_process.clear();
    for (int i = 0; i < kQuestions; ++i) {
      const std::string question = corpus.question(tickets / kQuestions * i + i % 2);
      const auto start = Clock::now();
      if (ckm::search::search(store, question, {}).empty()) fmt::print(stderr, "nothing found: {}\n", question);
      in_process.push_back(seconds_since(start) * 1e3);
    }
  }
  for (int i = 0; i < kQuestions; ++i) {
    const Measured query = run({ckm, "--db", db, "query", "--quiet", "--", corpus.question(tickets / kQuestions * i + i % 2)});
    whole.push_back(query.seconds * 1e3);
    column.process_mb = std::max(column.process_mb, query.megabytes);
  }
  column.search_median = percentile(in_process, 0.5);
  column.search_p95 = percentile(in_process, 0.95);
  column.process_median = percentile(whole, 0.5);
  column.process_p95 = percentile(whole, 0.95);
  return column;
}

void print(const std::vector<Column>& columns) {
  const auto row = [&](const char* name, auto cell) {
    fmt::print("| {} |", name);
    for (const Column& c : columns) fmt::print(" {} |", cell(c));
    fmt::print("\n");
  };
  row("tickets", [](const Column& c) { return fmt::format("{:L}", c.tickets); });
  fmt::print("| --- |");
  for (std::size_t i = 0; i < columns.size(); ++i) fmt::print(" --- |");
  fmt::print("\n");
  row("CSV, MB", [](const Column& c) { return fmt::format("{:.0f}", c.csv_mb); });
  row("import with index, s (rows/s, peak MB)", [](const Column& c) {
    return fmt::format("{:.1f} ({:.0f}, {:.0f})", c.import.seconds, static_cast<double>(c.tickets) / c.import.seconds,
                       c.import.megabytes);
  });
  row("import --no-index, s (rows/s, peak MB)", [](const Column& c) {
    return fmt::format("{:.1f} ({:.0f}, {:.0f})", c.plain.seconds, static_cast<double>(c.tickets) / c.plain.seconds,
                       c.plain.megabytes);
  });
  row("same file again, s (peak MB)",
      [](const Column& c) { return fmt::format("{:.1f} ({:.0f})", c.again.seconds, c.again.megabytes); });
  row("index --rebuild, s (peak MB)",
      [](const Column& c) { return fmt::format("{:.1f} ({:.0f})", c.rebuild.seconds, c.rebuild.megabytes); });
  row("1,000 more tickets, s", [](const Column& c) { return fmt::format("{:.2f}", c.more_seconds); });
  row("store, of it the index, MB", [](const Column& c) { return fmt::format("{:.0f}, {:.0f}", c.store_mb, c.index_mb); });
  row("search in process, ms: median, p95",
      [](const Column& c) { return fmt::format("{:.2f}, {:.2f}", c.search_median, c.search_p95); });
  row("whole `ckm query`, ms: median, p95 (peak MB)",
      [](const Column& c) { return fmt::format("{:.1f}, {:.1f} ({:.0f})", c.process_median, c.process_p95, c.process_mb); });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: bench_journey CKM TICKETS...\n");
    return 2;
  }
  const fs::path folder = fs::temp_directory_path() / fmt::format("ckm-bench-{}", ::getpid());
  fs::create_directories(folder);
  std::vector<Column> columns;
  for (int i = 2; i < argc; ++i) {
    columns.push_back(measure(argv[1], std::atoll(argv[i]), folder));
    for (const auto& entry : fs::directory_iterator(folder)) fs::remove(entry.path());
  }
  fs::remove_all(folder);
  print(columns);
}
