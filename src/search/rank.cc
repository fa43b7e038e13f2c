#include "search/rank.hh"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

#include "base/utf8.hh"

namespace ckm::search {
namespace {

std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }
std::uint64_t hash_of(const Unit& unit) { return hash_of(std::string_view(unit.terms.front())); }

std::uint64_t hash_of(const Unit& a, const Unit& b) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  return (hash_of(a) * kOdd) ^ hash_of(b);
}

// Calls visit(hash) for each trigram, by characters, of _word_.
template <typename Visit>
void for_each_trigram(std::string_view word, Visit visit) {
  std::string framed = "_";
  framed += word;
  framed += '_';
  std::size_t starts[3] = {0, 0, 0};
  std::size_t characters = 0;
  for (std::size_t at = 0; at < framed.size();) {
    starts[characters % 3] = at;
    at += utf8::decode(framed.data() + at, framed.data() + framed.size()).length;
    if (++characters >= 3) visit(hash_of(std::string_view(framed).substr(starts[characters % 3], at - starts[characters % 3])));
  }
}

}  // namespace

Ranker::Features Ranker::features(const std::vector<Unit>& units) {
  Features all;
  for (const Unit& unit : units) {
    if (!unit.latin) {
      all.emplace_back(hash_of(std::string_view(unit.folded)), unit.idf);
      continue;
    }
    const std::size_t first = all.size();
    for_each_trigram(unit.terms.front(), [&](std::uint64_t hash) { all.emplace_back(hash, 0.0); });
    const double share = unit.idf / static_cast<double>(all.size() - first);
    for (std::size_t i = first; i < all.size(); ++i) all[i].second = share;
  }
  std::sort(all.begin(), all.end());
  Features sums;
  for (const auto& [hash, weight] : all) {
    if (!sums.empty() && sums.back().first == hash) sums.back().second += weight;
    else sums.emplace_back(hash, weight);
  }
  return sums;
}

Ranker::Ranker(const std::vector<Unit>& query, RankWeights weights) : weights_(weights), features_(features(query)) {
  for (const auto& [hash, weight] : features_) sum_ += weight;
  for (const Unit& unit : query) units_.emplace_back(hash_of(unit), unit.idf);
  std::sort(units_.begin(), units_.end());
  units_.erase(std::unique(units_.begin(), units_.end()), units_.end());
  for (std::size_t i = 1; i < query.size(); ++i) {
    const double weight = query[i - 1].idf * query[i].idf;
    pairs_.emplace_back(hash_of(query[i - 1], query[i]), weight);
    pair_sum_ += weight;
  }
}

double Ranker::adjacency(const std::vector<Unit>& question) const {
  if (pair_sum_ <= 0) return 0;
  std::vector<std::uint64_t> theirs;
  for (std::size_t i = 1; i < question.size(); ++i) theirs.push_back(hash_of(question[i - 1], question[i]));
  std::sort(theirs.begin(), theirs.end());
  double found = 0;
  for (const auto& [hash, weight] : pairs_) found += std::binary_search(theirs.begin(), theirs.end(), hash) ? weight : 0;
  return weights_.adjacency * found / pair_sum_;
}

Score Ranker::score(double base, const std::vector<Unit>& question) const {
  const Features theirs = features(question);
  double common = 0;
  double their_sum = 0;
  auto mine = features_.begin();
  for (const auto& [hash, weight] : theirs) {
    their_sum += weight;
    while (mine != features_.end() && mine->first < hash) ++mine;
    if (mine != features_.end() && mine->first == hash) common += std::min(weight, mine->second);
  }
  Score score;
  score.base = base;
  if (sum_ + their_sum > 0) score.overlap = weights_.overlap * 2 * common / (sum_ + their_sum);
  score.adjacency = adjacency(question);
  return score;
}

double Ranker::bound(double base, const std::vector<Unit>& question) const {
  // Of its own units at least those count that the query has too; in common is at most all that the query has of its features.
  double least_sum = 0;
  for (const Unit& unit : question) {
    const auto known = std::lower_bound(units_.begin(), units_.end(), std::pair(hash_of(unit), 0.0));
    if (known != units_.end() && known->first == hash_of(unit)) least_sum += known->second;
  }
  const Features theirs = features(question);
  double common = 0;
  auto mine = features_.begin();
  for (const auto& [hash, unused] : theirs) {
    while (mine != features_.end() && mine->first < hash) ++mine;
    if (mine != features_.end() && mine->first == hash) common += mine->second;
  }
  const double overlap = sum_ + least_sum > 0 ? std::min(1.0, 2 * common / (sum_ + least_sum)) : 0;
  // A little more, for sums that are added up in another order.
  constexpr double kRounding = 1e-9;
  return base + weights_.overlap * overlap + adjacency(question) + kRounding;
}

}  // namespace ckm::search
