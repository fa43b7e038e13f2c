#include "search/rank.hh"

#include <algorithm>
#include <iterator>
#include <map>

namespace ckm::search {
namespace {

std::uint64_t hash_of(const KnownWord& a, const KnownWord& b) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  return (a.hash * kOdd) ^ b.hash;
}

template <typename Words, typename Get>
std::uint64_t whole_of(const Words& words, Get get) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  std::uint64_t whole = 0;
  for (const auto& word : words) whole = (whole + get(word).hash) * kOdd ^ whole >> 29;
  return whole;
}

std::vector<KnownWord> own_words(const std::vector<Unit>& units) {
  std::vector<KnownWord> own;
  for (const Unit& unit : units) {
    if (!unit.extra && !unit.lists) own.emplace_back(unit);
  }
  return own;
}

double share_of(const KnownWord& word) { return word.unit.idf / static_cast<double>(word.features.size()); }

}  // namespace

std::uint32_t FeatureTable::find(std::uint64_t hash) const {
  for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].second == kNone || slots_[at].first == hash) return slots_[at].second;
  }
}

std::uint32_t FeatureTable::add(std::uint64_t hash) {
  const std::uint32_t known = find(hash);
  if (known != kNone) return known;
  const auto put = [&](std::uint64_t key, std::uint32_t number) {
    std::size_t at = key & (slots_.size() - 1);
    while (slots_[at].second != kNone) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {key, number};
  };
  if (++size_ * 2 > slots_.size()) {
    const auto before = std::exchange(slots_, decltype(slots_)(slots_.size() * 2, {0, kNone}));
    for (const auto& [key, number] : before) {
      if (number != kNone) put(key, number);
    }
  }
  put(hash, size_ - 1);
  return size_ - 1;
}

Question::Question(const Ranker& ranker, const std::vector<const KnownWord*>& words) : words_(words) {
  for (std::size_t i = 1; i < words.size(); ++i) pairs_.push_back(hash_of(*words[i - 1], *words[i]));
  std::ranges::sort(pairs_);
  whole_ = whole_of(words, [](const KnownWord* word) -> const KnownWord& { return *word; });
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    for (const std::uint64_t feature : words[i]->features) {
      if (const std::uint32_t number = ranker.table_.find(feature); number != FeatureTable::kNone)
        features_.emplace_back(i, number);
    }
  }
}

Wording::Wording(const std::vector<Unit>& query, const RankWeights& weights, FeatureTable& table) : weights_(weights) {
  const std::vector<KnownWord> words = own_words(query);
  std::map<std::uint32_t, double> features;
  for (const KnownWord& word : words) {
    for (const std::uint64_t feature : word.features) features[table.add(feature)] += share_of(word);
    units_.emplace_back(word.hash, word.unit.idf);
  }
  features_.assign(features.begin(), features.end());
  for (const auto& [number, weight] : features_) sum_ += weight;
  std::ranges::sort(units_);
  units_.erase(std::unique(units_.begin(), units_.end()), units_.end());
  for (std::size_t i = 1; i < words.size(); ++i) {
    const double weight = words[i - 1].unit.idf * words[i].unit.idf;
    pairs_.emplace_back(hash_of(words[i - 1], words[i]), weight);
    pair_sum_ += weight;
  }
  whole_ = whole_of(words, [](const KnownWord& word) -> const KnownWord& { return word; });
}

double Wording::adjacency(const Question& question) const {
  if (pair_sum_ <= 0) return 0;
  double found = 0;
  for (const auto& [hash, weight] : pairs_) found += std::ranges::binary_search(question.pairs_, hash) ? weight : 0;
  return weights_.adjacency * found / pair_sum_;
}

Score Wording::score(const Question& question, const FeatureWeights& theirs, double their_sum) const {
  double common = 0;
  for (const auto& [number, weight] : features_) common += std::min(weight, theirs[number]);
  Score score;
  if (sum_ + their_sum > 0) score.overlap = weights_.overlap * 2 * common / (sum_ + their_sum);
  score.adjacency = adjacency(question);
  if (whole_ != 0 && whole_ == question.whole_) score.exact = weights_.exact;
  return score;
}

double Wording::bound(const Question& question, const FeatureWeights& theirs) const {
  // Of its own words at least those count that the query has too; in common is at most all that the query has of its features.
  double least_sum = 0;
  for (const KnownWord* word : question.words_) {
    const auto known = std::ranges::lower_bound(units_, std::pair(word->hash, 0.0));
    if (known != units_.end() && known->first == word->hash) least_sum += known->second;
  }
  double common = 0;
  for (const auto& [number, weight] : features_) common += theirs[number] > 0 ? weight : 0;
  const double overlap = sum_ + least_sum > 0 ? std::min(1.0, 2 * common / (sum_ + least_sum)) : 0;
  const double exact = whole_ == question.whole_ ? weights_.exact : 0;
  return weights_.overlap * overlap + adjacency(question) + exact;
}

Ranker::Ranker(const std::vector<Unit>& query, const std::vector<std::vector<Unit>>& others, const RankWeights& weights) {
  wordings_.emplace_back(query, weights, table_);
  for (const std::vector<Unit>& other : others) wordings_.emplace_back(other, weights, table_);
}

Score Ranker::score(const Question& question) const {
  FeatureWeights theirs(table_.size(), 0.0);
  for (const auto& [word, number] : question.features_) theirs[number] += share_of(*question.words_[word]);
  double sum = 0;
  for (const KnownWord* word : question.words_) sum += word->unit.idf;
  Score best;
  for (std::size_t i = 0; i < wordings_.size(); ++i) {
    Score score = wordings_[i].score(question, theirs, sum);
    score.overlap *= i == 0 ? 1 : kWordingShare;
    score.adjacency *= i == 0 ? 1 : kWordingShare;
    score.exact *= i == 0 ? 1 : kWordingShare;
    if (i == 0 || score.total() > best.total()) best = score;
  }
  return best;
}

double Ranker::bound(const Question& question) const {
  FeatureWeights theirs(table_.size(), 0.0);
  for (const auto& [word, number] : question.features_) theirs[number] = 1;
  double most = 0;
  for (std::size_t i = 0; i < wordings_.size(); ++i) {
    most = std::max(most, wordings_[i].bound(question, theirs) * (i == 0 ? 1 : kWordingShare));
  }
  // A little more, for sums that are added up in another order.
  constexpr double kRounding = 1e-9;
  return most + kRounding;
}

}  // namespace ckm::search
