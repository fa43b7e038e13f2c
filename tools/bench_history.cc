// Measures the history: many articles with many versions each, and two copies of such a store that went apart.
//   bench_history CKM [ARTICLES [VERSIONS]]      CKM is the program; 10,000 articles with 20 versions without others
// Works in a new folder below TMPDIR and removes it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "corpus.hh"
#include "measure.hh"

namespace {

namespace fs = std::filesystem;
using ckm::tools::Measured;
using ckm::tools::run;

struct Bench {
  std::string ckm, folder;
  ckm::tools::TicketCorpus corpus = {};

  [[nodiscard]] std::string file(const std::string& name) const { return (fs::path(folder) / name).string(); }
  // A command over a copy of the store, at a day of 2026.
  Measured command(const std::string& db, std::int64_t day, std::vector<std::string> words) const {
    std::vector<std::string> all{ckm, words.front(), "--db", file(db), "--quiet", "--now", at(day)};
    all.insert(all.end(), words.begin() + 1, words.end());
    return run(all);
  }
  static std::string at(std::int64_t day) { return fmt::format("2026-{:02}-{:02}T09:00:00Z", day / 28 + 1, day % 28 + 1); }
  // All articles with another answer each time; `step` leaves the answers of others as they were.
  void write(const std::string& name, std::int64_t articles, std::int64_t version, std::int64_t step = 1,
             std::int64_t first = 0) {
    std::ofstream out(file(name), std::ios::binary);
    out << "id,question,answer\n";
    for (std::int64_t i = first; i < articles; i += step) {
      const std::vector<std::string> cells = corpus.cells(i);
      out << fmt::format("F{},\"{}\",\"{} Version {}.\"\n", i, cells[1], cells[2], version);
    }
  }
};

void row(const char* name, const std::string& value) { fmt::print("| {} | {} |\n", name, value); }
void row(const char* name, const Measured& measured) {
  row(name, measured.seconds < 1 ? fmt::format("{:.0f} ms ({:.0f} MB)", measured.seconds * 1e3, measured.megabytes)
                                 : fmt::format("{:.1f} s ({:.0f} MB)", measured.seconds, measured.megabytes));
}

// The median of five, the first of six warming up.
Measured median(const std::function<Measured()>& measure) {
  std::vector<Measured> all;
  measure();
  for (int i = 0; i < 5; ++i) all.push_back(measure());
  std::ranges::sort(all, {}, &Measured::seconds);
  return all[all.size() / 2];
}

void measure(Bench& bench, std::int64_t articles, std::int64_t versions) {
  bench.command("a.ckm", 0, {"init"});
  for (std::int64_t v = 0; v < versions; ++v) {
    bench.write("faq.csv", articles, v);
    bench.command("a.ckm", v, {"import", bench.file("faq.csv"), "--kind", "faq", "--source", "help"});
  }
  bench.command("a.ckm", versions, {"index"});
  const std::string ref = fmt::format("faq:help/F{}", articles / 2);
  const std::string middle = Bench::at(versions / 2);
  const auto often = [&](const char* name, std::vector<std::string> words) {
    row(name, median([&] { return bench.command("a.ckm", versions, words); }));
  };
  fmt::print("| {} articles, {} versions each | time (peak memory) |\n| --- | --- |\n", articles, versions);
  row("the store, MB", fmt::format("{:.0f}", static_cast<double>(fs::file_size(bench.file("a.ckm"))) / 1e6));
  often("log", {"log", "--limit", "10"});
  often("log REF", {"log", ref});
  often("diff REF@1 REF@N", {"diff", ref + "@1", fmt::format("{}@{}", ref, versions)});
  often("blame REF", {"blame", ref});
  often("show REF --as-of", {"show", ref, "--as-of", middle});
  often("export --as-of", {"export", "--as", "jsonl", "--as-of", middle});
  often("query --as-of", {"query", "version", "--as-of", middle});
  row("check --integrity", bench.command("a.ckm", versions, {"check", "--integrity", "--format", "ids"}));

  fs::copy_file(bench.file("a.ckm"), bench.file("b.ckm"));
  bench.write("mine.csv", articles, 1'000, 2);
  bench.write("theirs.csv", articles, 2'000, 2, 1);
  bench.command("a.ckm", versions + 1, {"import", bench.file("mine.csv"), "--kind", "faq", "--source", "help"});
  bench.command("b.ckm", versions + 2, {"import", bench.file("theirs.csv"), "--kind", "faq", "--source", "help"});
  bench.command("b.ckm", versions + 2, {"export", "--as", "bundle", "-o", bench.file("all.bundle")});
  fs::copy_file(bench.file("a.ckm"), bench.file("c.ckm"));
  row("merge of a copy, half of the articles changed in each",
      bench.command("a.ckm", versions + 3, {"merge", bench.file("b.ckm")}));
  row("merge of a bundle of all", bench.command("c.ckm", versions + 3, {"merge", bench.file("all.bundle")}));
  row("merge again, nothing new", bench.command("a.ckm", versions + 3, {"merge", bench.file("b.ckm")}));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: bench_history CKM [ARTICLES [VERSIONS]]\n");
    return 2;
  }
  const fs::path folder = fs::temp_directory_path() / fmt::format("ckm-bench-{}", ::getpid());
  fs::create_directories(folder);
  Bench bench{argv[1], folder.string()};
  measure(bench, argc > 2 ? std::atoll(argv[2]) : 10'000, argc > 3 ? std::atoll(argv[3]) : 20);
  fs::remove_all(folder);
}
