#include "search/rank.hh"

#include <algorithm>
#include <functional>
#include <iterator>
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

Features features_of(const std::vector<Unit>& units) {
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

std::uint64_t whole_of(const std::vector<Unit>& units) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  std::uint64_t whole = 0;
  for (const Unit& unit : units) whole = (whole + hash_of(unit)) * kOdd ^ whole >> 29;
  return whole;
}

std::vector<Unit> without_extras(const std::vector<Unit>& units) {
  std::vector<Unit> own;
  std::copy_if(units.begin(), units.end(), std::back_inserter(own), [](const Unit& unit) { return !unit.extra && !unit.lists; });
  return own;
}

}  // namespace

Question::Question(const std::vector<Unit>& question) : features(features_of(question)) {
  for (const auto& [hash, weight] : features) sum += weight;
  for (const Unit& unit : question) units.push_back(hash_of(unit));
  for (std::size_t i = 1; i < question.size(); ++i) pairs.push_back(hash_of(question[i - 1], question[i]));
  std::sort(pairs.begin(), pairs.end());
  whole = whole_of(question);
}

Wording::Wording(const std::vector<Unit>& query, const RankWeights& weights)
    : weights_(weights), features_(features_of(query)), whole_(whole_of(query)) {
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

double Wording::adjacency(const Question& question) const {
  if (pair_sum_ <= 0) return 0;
  double found = 0;
  for (const auto& [hash, weight] : pairs_) {
    found += std::binary_search(question.pairs.begin(), question.pairs.end(), hash) ? weight : 0;
  }
  return weights_.adjacency * found / pair_sum_;
}

Score Wording::score(const Question& question) const {
  double common = 0;
  auto mine = features_.begin();
  for (const auto& [hash, weight] : question.features) {
    while (mine != features_.end() && mine->first < hash) ++mine;
    if (mine != features_.end() && mine->first == hash) common += std::min(weight, mine->second);
  }
  Score score;
  if (sum_ + question.sum > 0) score.overlap = weights_.overlap * 2 * common / (sum_ + question.sum);
  score.adjacency = adjacency(question);
  if (whole_ != 0 && whole_ == question.whole) score.exact = weights_.exact;
  return score;
}

double Wording::bound(const Question& question) const {
  // Of its own units at least those count that the query has too; in common is at most all that the query has of its features.
  double least_sum = 0;
  for (const std::uint64_t unit : question.units) {
    const auto known = std::lower_bound(units_.begin(), units_.end(), std::pair(unit, 0.0));
    if (known != units_.end() && known->first == unit) least_sum += known->second;
  }
  double common = 0;
  auto mine = features_.begin();
  for (const auto& [hash, unused] : question.features) {
    while (mine != features_.end() && mine->first < hash) ++mine;
    if (mine != features_.end() && mine->first == hash) common += mine->second;
  }
  const double overlap = sum_ + least_sum > 0 ? std::min(1.0, 2 * common / (sum_ + least_sum)) : 0;
  const double exact = whole_ == question.whole ? weights_.exact : 0;
  return weights_.overlap * overlap + adjacency(question) + exact;
}

Ranker::Ranker(const std::vector<Unit>& query, const std::vector<std::vector<Unit>>& others, const RankWeights& weights) {
  wordings_.emplace_back(without_extras(query), weights);
  for (const std::vector<Unit>& other : others) wordings_.emplace_back(without_extras(other), weights);
}

Score Ranker::score(const std::vector<Unit>& units) const {
  const Question question(units);
  Score best;
  for (std::size_t i = 0; i < wordings_.size(); ++i) {
    Score score = wordings_[i].score(question);
    score.overlap *= i == 0 ? 1 : kWordingShare;
    score.adjacency *= i == 0 ? 1 : kWordingShare;
    score.exact *= i == 0 ? 1 : kWordingShare;
    if (i == 0 || score.total() > best.total()) best = score;
  }
  return best;
}

double Ranker::bound(const std::vector<Unit>& units) const {
  const Question question(units);
  double most = 0;
  for (std::size_t i = 0; i < wordings_.size(); ++i) {
    most = std::max(most, wordings_[i].bound(question) * (i == 0 ? 1 : kWordingShare));
  }
  // A little more, for sums that are added up in another order.
  constexpr double kRounding = 1e-9;
  return most + kRounding;
}

}  // namespace ckm::search
