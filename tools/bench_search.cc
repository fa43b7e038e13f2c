// Measures building and searching on a corpus that other engines are measured on in the same run.
//   bench_search CKM FOLDER [PEERS]   CKM is the program; FOLDER holds docs.tsv (identifier, tab, text) and queries.txt (a query
//   a line);
//                                     PEERS is a shell command that prints lines such as
//                                       lucene build_s 19.1
//                                       lucene query_ms median 4.20 p95 8.80
// Prints a Markdown table. Works in a new folder below TMPDIR and removes it. All files are warm: each query is asked twelve
// times, the last time counts.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "measure.hh"
#include "search/plan.hh"
#include "search/search.hh"
#include "store/segments.hh"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using ckm::tools::run;

constexpr int kPasses = 12;
constexpr std::size_t kQueries = 40;

struct Row {
  std::string engine;
  double build_s = 0;
  double peak_mb = 0;  // Of the build.
  double megabytes = 0;
  double median = 0;
  double p95 = 0;
};

void set_times(Row& row, std::vector<double> ms) {
  std::sort(ms.begin(), ms.end());
  row.median = ms[ms.size() / 2];
  row.p95 = ms[static_cast<std::size_t>(0.95 * static_cast<double>(ms.size()))];
}

template <typename Ask>
void time_queries(const std::vector<std::string>& queries, int passes, Row& row, Ask ask) {
  std::vector<double> ms(queries.size());
  for (int pass = 0; pass < passes; ++pass) {
    for (std::size_t i = 0; i < queries.size(); ++i) {
      const auto start = Clock::now();
      ask(queries[i]);
      ms[i] = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    }
  }
  set_times(row, std::move(ms));
}

std::vector<Row> measure(const std::string& ckm, const fs::path& corpus, const fs::path& folder) {
  const std::string db = (folder / "bench.ckm").string();
  run({ckm, "init", db, "--quiet"});
  run({ckm, "--db", db, "import", (corpus / "docs.tsv").string(), "--columns", "id,body", "--kind", "ticket", "--source", "bench",
       "--no-index", "--quiet"});
  const auto built = run({ckm, "--db", db, "index", "--rebuild", "--quiet"});
  std::vector<std::string> queries;
  std::ifstream in(corpus / "queries.txt");
  for (std::string line; std::getline(in, line) && queries.size() < kQueries;) queries.push_back(line);

  ckm::store::Store store = ckm::store::Store::open(db, ckm::store::Access::kRead);
  double bytes = 0;
  for (const auto& row : ckm::store::read_segments(store, true)) bytes += static_cast<double>(row.bytes);
  std::vector<Row> rows;
  ckm::search::Session session(store);
  const ckm::search::SearchOptions options;
  Row& first = rows.emplace_back(Row{"ckm, ranked OR", built.seconds, built.megabytes, bytes / 1e6});
  time_queries(queries, kPasses, first, [&](const std::string& query) {
    const ckm::search::Plan plan(session, ckm::model::Kind::kTicket, ckm::search::parse_query(query),
                                 ckm::search::Plan::Ranks{options.synonyms});
    if (plan.best(10).empty()) fmt::print(stderr, "nothing found: {}\n", query);
  });
  Row& whole = rows.emplace_back(Row{"ckm, ranked, re-ranked, corrected"});
  time_queries(queries, kPasses, whole, [&](const std::string& query) { ckm::search::Search(session, query, options).best(); });
  Row& process = rows.emplace_back(Row{"whole `ckm query` process"});
  time_queries(queries, 2, process, [&](const std::string& query) {
    run({ckm, "--db", db, "query", "--quiet", "--no-log", "--", query});
  });
  // What a process that opens the same file takes on this machine at this moment.
  Row& sqlite = rows.emplace_back(Row{"whole `sqlite3` process, one row"});
  time_queries(queries, 2, sqlite, [&](const std::string&) { run({"sqlite3", db, "SELECT subject FROM ticket LIMIT 1"}); });
  return rows;
}

std::vector<Row> peers(const std::string& command) {
  std::vector<Row> rows;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  std::array<char, 1024> buffer{};
  while (pipe != nullptr && std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) {
    std::istringstream line(buffer.data());
    std::string engine;
    std::string what;
    line >> engine >> what;
    if (what != "build_s" && what != "query_ms") continue;
    auto row = std::ranges::find(rows, engine, &Row::engine);
    if (row == rows.end()) row = rows.insert(rows.end(), Row{engine});
    std::string word;
    if (what == "build_s") line >> row->build_s;
    else line >> word >> row->median >> word >> row->p95;
  }
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: bench_search CKM FOLDER [PEERS]\n");
    return 2;
  }
  const fs::path folder = fs::temp_directory_path() / fmt::format("ckm-bench-{}", ::getpid());
  fs::create_directories(folder);
  std::vector<Row> rows = measure(argv[1], argv[2], folder);
  fs::remove_all(folder);
  if (argc > 3) std::ranges::move(peers(argv[3]), std::back_inserter(rows));
  fmt::print("| engine | build, s | peak, MB | index, MB | query, ms: median | 95 % |\n| --- | --- | --- | --- | --- | --- |\n");
  const auto cell = [](double value, const char* form) {
    return value > 0 ? fmt::format(fmt::runtime(form), value) : std::string();
  };
  for (const Row& row : rows) {
    fmt::print("| {} | {} | {} | {} | {} | {} |\n", row.engine, cell(row.build_s, "{:.1f}"), cell(row.peak_mb, "{:.0f}"),
               cell(row.megabytes, "{:.0f}"), cell(row.median, "{:.2f}"), cell(row.p95, "{:.2f}"));
  }
}
