// Measures the score by which ckm dups tells that two texts ask the same (learn/duplicate.hh).
//   bench_dups FOLDER   FOLDER holds lcqmc/pairs.tsv: two questions and 1 where they ask the same
// Prints a Markdown table: the area under the ROC curve, of the score and of a plain cosine of Han characters, and from some
// scores on how many of the pairs are told, and how many of these rightly.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <vector>

#include "learn/duplicate.hh"
#include "measure.hh"

namespace {

using namespace ckm;

struct Pair {
  std::uint32_t one = 0;
  std::uint32_t other = 0;
  bool same = false;
  double score = 0;
};

// The share of pairs of one that asks the same and one that does not that are in order; those of one score count half.
double area(std::vector<Pair> pairs) {
  std::ranges::sort(pairs, {}, &Pair::score);
  double rank_sum = 0, same = 0;
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t end = i;
    while (end < pairs.size() && pairs[end].score == pairs[i].score) ++end;
    const double rank = (static_cast<double>(i) + static_cast<double>(end) + 1) / 2;
    for (; i < end; ++i) {
      if (pairs[i].same) rank_sum += rank, ++same;
    }
  }
  const double other = static_cast<double>(pairs.size()) - same;
  return (rank_sum - same * (same + 1) / 2) / (same * other);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: bench_dups FOLDER\n");
    return 2;
  }
  std::ifstream file(std::string(argv[1]) + "/lcqmc/pairs.tsv");
  learn::DuplicateTexts texts;
  std::vector<Pair> pairs;
  const auto start = std::chrono::steady_clock::now();
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find('\t'), second = line.rfind('\t');
    if (first == std::string::npos || second == first) continue;
    pairs.push_back({texts.add(std::string_view(line).substr(0, first)),
                     texts.add(std::string_view(line).substr(first + 1, second - first - 1)), line.substr(second + 1) == "1", 0});
  }
  if (pairs.empty()) {
    fmt::print(stderr, "{}/lcqmc/pairs.tsv has no pairs\n", argv[1]);
    return 1;
  }
  texts.weigh();
  const double reading = tools::seconds_since(start);
  const auto scoring = std::chrono::steady_clock::now();
  for (Pair& pair : pairs) pair.score = texts.score(pair.one, pair.other).value;
  fmt::print("| LCQMC, {} pairs | area under the curve {:.4f} |\n| --- | --- |\n", pairs.size(), area(pairs));
  fmt::print("| read, scored | {:.2f} s, {:.2f} s |\n", reading, tools::seconds_since(scoring));
  for (const double least : {0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95}) {
    const auto told = std::ranges::count_if(pairs, [&](const Pair& p) { return p.score >= least; });
    const auto right = std::ranges::count_if(pairs, [&](const Pair& p) { return p.score >= least && p.same; });
    const auto same = std::ranges::count_if(pairs, [](const Pair& p) { return p.same; });
    fmt::print("| from {:.2f} on | {:.3f} of those that ask the same, {:.3f} right |\n", least,
               static_cast<double>(right) / static_cast<double>(same), static_cast<double>(right) / static_cast<double>(told));
  }
  return 0;
}
