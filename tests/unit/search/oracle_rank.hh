// The second stage over plain texts: what is compared with ranking.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace ckm::search::oracle {

struct Unit {
  std::string folded;
  std::vector<std::string> terms;
  bool latin = false;
  double idf = 0;
};

inline std::map<std::string, double> features(const std::vector<Unit>& units) {
  std::map<std::string, double> all;
  for (const Unit& unit : units) {
    if (!unit.latin) {
      all[unit.folded] += unit.idf;
      continue;
    }
    const std::string framed = "_" + unit.terms.front() + "_";
    const std::size_t grams = framed.size() - 2;
    for (std::size_t i = 0; i < grams; ++i) all[framed.substr(i, 3)] += unit.idf / static_cast<double>(grams);
  }
  return all;
}

inline bool same(const std::vector<Unit>& query, const std::vector<Unit>& question) {
  return !query.empty() && std::equal(query.begin(), query.end(), question.begin(), question.end(),
                                      [](const Unit& a, const Unit& b) { return a.terms.front() == b.terms.front(); });
}

inline double overlap(const std::vector<Unit>& query, const std::vector<Unit>& question) {
  double sum = 0;
  double common = 0;
  const auto mine = features(query);
  for (const auto& [name, weight] : mine) sum += weight;
  for (const auto& [name, weight] : features(question)) {
    sum += weight;
    if (mine.contains(name)) common += std::min(weight, mine.at(name));
  }
  return sum > 0 ? 2 * common / sum : 0;
}

inline double adjacency(const std::vector<Unit>& query, const std::vector<Unit>& question) {
  double sum = 0;
  double found = 0;
  for (std::size_t i = 1; i < query.size(); ++i) {
    const double weight = query[i - 1].idf * query[i].idf;
    sum += weight;
    for (std::size_t j = 1; j < question.size(); ++j) {
      if (question[j - 1].terms.front() != query[i - 1].terms.front()) continue;
      if (question[j].terms.front() != query[i].terms.front()) continue;
      found += weight;
      break;
    }
  }
  return sum > 0 ? found / sum : 0;
}

}  // namespace ckm::search::oracle
