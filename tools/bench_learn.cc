// Measures how search learns from use (search/learned.hh), on questions whose answers are known.
//   bench_learn FOLDER   FOLDER holds docs.tsv (identifier, question, answer) and queries.tsv (a question, the identifier of what
//                        answers it)
// Uses are drawn from four fifths of the questions, and the last fifth is asked; five times, so that each is asked once. Prints a
// Markdown table of the share of questions whose answer comes first, and of the median time of a search in process. Works in a
// new store below TMPDIR and removes it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "measure.hh"
#include "search/indexer.hh"
#include "search/search.hh"
#include "store/articles.hh"
#include "store/learned.hh"

namespace {

namespace fs = std::filesystem;
using namespace ckm;

constexpr int kFolds = 5;
constexpr std::uint64_t kRounds = 4;  // Each row is the mean of so many draws.

struct Asked {
  std::string text;
  std::int64_t article = 0;
};

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('\t', at), line.size());
    out.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

class Bench {
 public:
  Bench(store::Store store, const fs::path& corpus) : store_(std::move(store)) {
    std::unordered_map<std::string, std::int64_t> ids;
    store::Transaction transaction(store_.db());
    std::ifstream docs(corpus / "docs.tsv");
    for (std::string line; std::getline(docs, line);) {
      const std::vector<std::string> row = cells(line);
      model::Article article;
      article.external_id = row[0];
      article.uid = store::article_uid(article.kind, "bench", row[0]);
      article.title = row.size() > 1 ? row[1] : "";
      article.body = row.size() > 2 ? row[2] : "";
      articles_.push_back(ids[row[0]] = store::insert_article(store_, store_.source_id("bench"), article, 0));
    }
    transaction.commit();
    index();
    std::ifstream queries(corpus / "queries.tsv");
    for (std::string line; std::getline(queries, line);) {
      const std::vector<std::string> row = cells(line);
      if (row.size() > 1 && ids.contains(row[1])) asked_.push_back({row[0], ids[row[1]]});
    }
    std::shuffle(asked_.begin(), asked_.end(), random_);
  }

  // The share of questions that are answered first, of those that `wanted` lets through, after learning what `draw` gives of the
  // pool: pairs of a question and the article that it is learned for.
  using Draw = std::function<std::vector<Asked>(const std::vector<Asked>& pool)>;
  using Wanted = std::function<bool(const Asked&)>;
  struct Measured {
    double right = 0;
    double median_ms = 0;
  };
  Measured measure(const Draw& draw, const Wanted& wanted) {
    std::size_t right = 0;
    std::vector<double> times;
    for (int fold = 0; fold < kFolds; ++fold) {
      std::vector<Asked> pool;
      std::vector<const Asked*> tests;
      for (std::size_t i = 0; i < asked_.size(); ++i) {
        if (static_cast<int>(i % kFolds) == fold) tests.push_back(&asked_[i]);
        else pool.push_back(asked_[i]);
      }
      learn(draw(pool));
      search::Session session(store_);
      search::SearchOptions options;
      options.limit = 1;
      for (const Asked* test : tests) {
        if (!wanted(*test)) continue;
        const auto start = std::chrono::steady_clock::now();
        const std::vector<search::Candidate> best = search::Search(session, test->text, options).best();
        times.push_back(1e3 * tools::seconds_since(start));
        right += !best.empty() && best.front().item.id == test->article ? 1 : 0;
      }
    }
    if (times.empty()) return {};
    std::ranges::sort(times);
    return {static_cast<double>(right) / static_cast<double>(times.size()), times[times.size() / 2]};
  }

  [[nodiscard]] const std::vector<std::int64_t>& articles() const { return articles_; }
  // The same numbers again for each row, so that rows differ by what they say alone.
  std::mt19937_64& random() { return random_; }
  void draw_again(std::uint64_t seed) { random_.seed(seed); }

 private:
  void learn(const std::vector<Asked>& uses) {
    store::Transaction transaction(store_.db());
    store_.db().exec("DELETE FROM phrasing WHERE origin = 'learned'");
    std::int64_t use = 0;
    for (const Asked& one : uses) store::learn_wording(store_, one.article, ++use, one.text);
    transaction.commit();
    index();
  }
  void index() {
    store::Transaction transaction(store_.db());
    search::Indexer indexer(store_, {});
    while (indexer.step(100'000) > 0) {
    }
    transaction.commit();
  }
  store::Store store_;
  std::vector<std::int64_t> articles_;
  std::vector<Asked> asked_;
  std::mt19937_64 random_{11};
};

bool everyone(const Asked&) { return true; }

void report(const fs::path& corpus, const fs::path& folder) {
  Bench bench(store::Store::create((folder / "bench.ckm").string()), corpus);
  auto& random = bench.random();
  const auto some = [&](double an_article, double wrong) {
    return [&, an_article, wrong](const std::vector<Asked>& pool) {
      std::vector<Asked> uses = pool;
      std::shuffle(uses.begin(), uses.end(), random);
      uses.resize(std::min(uses.size(), static_cast<std::size_t>(an_article * static_cast<double>(bench.articles().size()))));
      for (Asked& use : uses) {
        const double is_wrong = std::uniform_real_distribution<>()(random);
        const std::int64_t other = bench.articles()[random() % bench.articles().size()];
        if (is_wrong < wrong) use.article = other;
      }
      return uses;
    };
  };
  fmt::print("| uses | R@1 | median ms |\n| --- | --- | --- |\n");
  const auto row = [&](const std::string& what, const Bench::Draw& draw, std::uint64_t rounds = 1,
                       const Bench::Wanted& wanted = everyone) {
    double right = 0;
    double median = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
      bench.draw_again(round);
      const Bench::Measured measured = bench.measure(draw, wanted);
      right += measured.right / static_cast<double>(rounds);
      median += measured.median_ms / static_cast<double>(rounds);
    }
    fmt::print("| {} | {:.3f} | {:.2f} |\n", what, right, median);
    std::fflush(stdout);
  };
  row("none", some(0, 0));
  for (const double uses : {0.1, 0.3, 1.0, 3.0}) {
    row(fmt::format("{} an article", uses), some(uses, 0), kRounds);
    row(fmt::format("{} an article, one in ten wrong", uses), some(uses, 0.1), kRounds);
  }
  row("all other folds", some(1e9, 0));
  row("all other folds, one in ten wrong", some(1e9, 0.1), kRounds);
  std::vector<std::int64_t> order = bench.articles();
  std::shuffle(order.begin(), order.end(), random);
  const std::set<std::int64_t> used(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(order.size() * 3 / 10));
  const auto only_used = [&](const std::vector<Asked>& pool) {
    std::vector<Asked> uses = pool;
    std::erase_if(uses, [&](const Asked& one) { return !used.contains(one.article); });
    return uses;
  };
  const auto is_used = [&](const Asked& one) { return used.contains(one.article); };
  const auto is_unused = [&](const Asked& one) { return !used.contains(one.article); };
  row("none; questions of 30 % of the articles", some(0, 0), 1, is_used);
  row("all other folds of these", only_used, 1, is_used);
  row("none; questions of the other 70 %", some(0, 0), 1, is_unused);
  row("all other folds of the 30 %", only_used, 1, is_unused);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: bench_learn FOLDER\n");
    return 2;
  }
  const fs::path folder = fs::temp_directory_path() / fmt::format("ckm-bench-{}", ::getpid());
  fs::create_directories(folder);
  report(argv[1], folder);
  fs::remove_all(folder);
  return 0;
}
