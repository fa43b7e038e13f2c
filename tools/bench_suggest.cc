// Measures how well ckm suggest knows what it does not know (search/suggest.hh).
//   bench_suggest FOLDER [FEATURES]   FOLDER holds train.csv and test.csv, each a text and its intent (BANKING77)
// Of 77 intents 60 have a FAQ, whose question is the intent's name in words, and ten uses each, drawn from train.csv; 17 have
// none. All of test.csv is asked; of six draws of the 17 and of the uses. Prints a Markdown table: precision, coverage, and the
// share of questions without a FAQ that are refused, by the least confidence; and the precision of each draw. FEATURES: a file
// for fitting, into which goes, of each question of train.csv that is no use in the first draw: whether its intent has a FAQ,
// whether that came first, and the evidence (search/suggest.hh).
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "labelled.hh"
#include "measure.hh"
#include "search/indexer.hh"
#include "search/suggest.hh"
#include "store/articles.hh"
#include "store/learned.hh"

namespace {

namespace fs = std::filesystem;
using namespace ckm;

constexpr std::size_t kWithout = 17;
constexpr std::size_t kUses = 10;
constexpr std::uint64_t kDraws = 6;

using Row = tools::Labelled;

std::vector<Row> read_rows(const fs::path& path) { return tools::read_labelled(path, "text", "category"); }

struct Asked {
  bool known = false;  // Its intent has a FAQ.
  bool right = false;  // That came first.
  double confidence = 0;
  double ms = 0;
};

class Bench {
 public:
  Bench(store::Store store, const fs::path& corpus, std::uint64_t seed) : store_(std::move(store)) {
    std::map<std::string, std::vector<std::string>> train;
    for (Row& row : read_rows(corpus / "train.csv")) train[row.label].push_back(std::move(row.text));
    std::vector<std::string> intents;
    for (const auto& [intent, texts] : train) intents.push_back(intent);
    std::mt19937_64 random(seed);
    std::shuffle(intents.begin(), intents.end(), random);
    intents.erase(intents.begin(), intents.begin() + kWithout);
    store::Transaction transaction(store_.db());
    std::int64_t use = 0;
    for (const std::string& intent : intents) {
      model::Article article;
      article.external_id = intent;
      article.uid = store::article_uid(article.kind, "bench", intent);
      article.title = intent;
      std::ranges::replace(article.title, '_', ' ');
      const std::int64_t id = ids_[intent] = store::insert_article(store_, store_.source_id("bench"), article, 0);
      std::vector<std::string>& texts = train[intent];
      std::shuffle(texts.begin(), texts.end(), random);
      for (std::size_t i = 0; i < kUses && i < texts.size(); ++i) store::learn_wording(store_, id, ++use, texts[i]);
      texts.erase(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(std::min(kUses, texts.size())));
    }
    search::Indexer indexer(store_, {});
    while (indexer.step(100'000) > 0) {
    }
    transaction.commit();
    for (const auto& [intent, texts] : train) {
      for (const std::string& text : texts) rest_.push_back({text, intent});
    }
    tests_ = read_rows(corpus / "test.csv");
  }

  std::vector<Asked> ask() {
    search::Session session(store_);
    std::vector<Asked> all;
    for (const Row& row : tests_) {
      const auto start = std::chrono::steady_clock::now();
      const std::vector<search::Suggestion> best = search::suggest(session, row.text, {});
      const auto id = ids_.find(row.label);
      all.push_back({id != ids_.end(), !best.empty() && id != ids_.end() && best.front().item.id == id->second,
                     best.empty() ? 0 : best.front().confidence, 1e3 * tools::seconds_since(start)});
    }
    return all;
  }

  void write_features(const fs::path& path) {
    search::Session session(store_);
    std::ofstream out(path);
    for (const Row& row : rest_) {
      const std::vector<search::Suggestion> best = search::suggest(session, row.text, {});
      if (best.empty()) continue;
      const auto id = ids_.find(row.label);
      const search::Evidence& e = best.front().evidence;
      out << fmt::format("{} {} {:.5f} {:.5f} {:.5f} {:.5f} {:.5f} {:.5f}\n", id != ids_.end() ? 1 : 0,
                         id != ids_.end() && best.front().item.id == id->second ? 1 : 0, e.base, e.adjacency, e.gap, e.share,
                         e.nearest, e.covered);
    }
  }

 private:
  store::Store store_;
  std::map<std::string, std::int64_t> ids_;
  std::vector<Row> rest_, tests_;
};

double share(std::size_t part, std::size_t of) { return of == 0 ? 0 : static_cast<double>(part) / static_cast<double>(of); }

double precision(const std::vector<Asked>& all, double least) {
  std::size_t answered = 0, right = 0;
  for (const Asked& one : all) {
    if (one.confidence >= least) ++answered, right += one.right ? 1 : 0;
  }
  return share(right, answered);
}

void report(std::vector<Asked> all) {
  std::size_t unknown = 0;
  for (const Asked& one : all) unknown += one.known ? 0 : 1;
  fmt::print("{} questions, {} of intents without a FAQ\n\n", all.size(), unknown);
  fmt::print("| least confidence | precision | answered | without a FAQ, refused | with one, answered rightly |\n");
  fmt::print("| --- | --- | --- | --- | --- |\n");
  for (const double least : {0.0, 0.3, 0.5, 0.6, search::kLeastConfidence, 0.8, 0.9}) {
    std::size_t answered = 0, right = 0, refused = 0;
    for (const Asked& one : all) {
      if (one.confidence < least) refused += one.known ? 0 : 1;
      else ++answered, right += one.right ? 1 : 0;
    }
    fmt::print("| {:.2f}{} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |\n", least, least == search::kLeastConfidence ? " (default)" : "",
               share(right, answered), share(answered, all.size()), share(refused, unknown), share(right, all.size() - unknown));
  }
  std::ranges::sort(all, {}, &Asked::ms);
  fmt::print("\nmedian time of a suggestion {:.2f} ms\n", all[all.size() / 2].ms);
  // Ten groups by confidence: what was promised, and what came true.
  std::ranges::sort(all, {}, &Asked::confidence);
  fmt::print("\n| confidence, mean of a tenth | right |\n| --- | --- |\n");
  double error = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    const std::size_t begin = i * all.size() / 10;
    const std::size_t end = (i + 1) * all.size() / 10;
    double promised = 0, right = 0;
    for (std::size_t k = begin; k < end; ++k) {
      promised += all[k].confidence;
      right += all[k].right ? 1 : 0;
    }
    const auto n = static_cast<double>(end - begin);
    error += std::abs(promised - right) / static_cast<double>(all.size());
    fmt::print("| {:.3f} | {:.3f} |\n", promised / n, right / n);
  }
  fmt::print("\nexpected calibration error {:.3f}\n", error);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    fmt::print(stderr, "usage: bench_suggest FOLDER [FEATURES]\n");
    return 2;
  }
  const fs::path folder = fs::temp_directory_path() / fmt::format("ckm-bench-{}", ::getpid());
  fs::create_directories(folder);
  {
    std::vector<Asked> all;
    std::string each;
    for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
      Bench bench(store::Store::create((folder / fmt::format("bench{}.ckm", draw)).string()), argv[1], draw + 1);
      if (argc == 3 && draw == 0) bench.write_features(argv[2]);
      const std::vector<Asked> asked = bench.ask();
      each += fmt::format(" {:.3f}", precision(asked, search::kLeastConfidence));
      all.insert(all.end(), asked.begin(), asked.end());
    }
    report(std::move(all));
    fmt::print("\nprecision at the default of each draw:{}\n", each);
  }
  fs::remove_all(folder);
  return 0;
}
