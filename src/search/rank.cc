#include "search/rank.hh"

#include <algorithm>
#include <set>

#include "base/utf8.hh"

namespace ckm::search {
namespace {

std::string pair_key(const Unit& a, const Unit& b) { return a.terms.front() + '\n' + b.terms.front(); }

// The trigrams, by characters, of _word_.
std::vector<std::string> trigrams(const std::string& word) {
  std::vector<std::string> characters = {"_"};
  for (const char* at = word.data(); at < word.data() + word.size();) {
    const auto c = utf8::decode(at, word.data() + word.size());
    characters.emplace_back(at, c.length);
    at += c.length;
  }
  characters.emplace_back("_");
  std::vector<std::string> grams;
  for (std::size_t i = 0; i + 2 < characters.size(); ++i) grams.push_back(characters[i] + characters[i + 1] + characters[i + 2]);
  return grams;
}

}  // namespace

Ranker::Features Ranker::features(const std::vector<Unit>& units) {
  Features features;
  for (const Unit& unit : units) {
    if (!unit.latin) {
      features[unit.folded] += unit.idf;
      continue;
    }
    const std::vector<std::string> grams = trigrams(unit.terms.front());
    for (const std::string& gram : grams) features[gram] += unit.idf / static_cast<double>(grams.size());
  }
  return features;
}

Ranker::Ranker(const std::vector<Unit>& query, RankWeights weights) : weights_(weights), features_(features(query)) {
  for (const auto& [name, weight] : features_) sum_ += weight;
  for (std::size_t i = 1; i < query.size(); ++i) {
    const double weight = (query[i - 1].idf + query[i].idf) / 2;
    pairs_.emplace_back(pair_key(query[i - 1], query[i]), weight);
    pair_sum_ += weight;
  }
}

Score Ranker::score(double base, const std::vector<Unit>& question) const {
  Score score;
  score.base = base;
  const Features theirs = features(question);
  double common = 0;
  double their_sum = 0;
  for (const auto& [name, weight] : theirs) {
    their_sum += weight;
    if (const auto mine = features_.find(name); mine != features_.end()) common += std::min(weight, mine->second);
  }
  if (sum_ + their_sum > 0) score.overlap = weights_.overlap * 2 * common / (sum_ + their_sum);
  if (pair_sum_ > 0) {
    std::set<std::string> adjacent;
    for (std::size_t i = 1; i < question.size(); ++i) adjacent.insert(pair_key(question[i - 1], question[i]));
    double found = 0;
    for (const auto& [key, weight] : pairs_) found += adjacent.contains(key) ? weight : 0;
    score.adjacency = weights_.adjacency * found / pair_sum_;
  }
  return score;
}

}  // namespace ckm::search
