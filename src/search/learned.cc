#include "search/learned.hh"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>

#include "index/block.hh"
#include "index/seal.hh"
#include "store/articles.hh"
#include "store/learned.hh"

namespace ckm::search {
namespace {

constexpr double kWords = 1.0;
constexpr double kPairs = 1.0;
constexpr double kTrigrams = 1.0;
constexpr std::size_t kMostFeatures = 1'024;  // Of an article.
constexpr std::size_t kMostCandidates = 2'000;
constexpr std::size_t kEntryBytes = 12;

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

std::uint64_t get(std::string_view data, std::size_t at, int bytes) {
  std::uint64_t value = 0;
  for (int i = bytes; i-- > 0;) value = value << 8U | static_cast<unsigned char>(data[at + static_cast<std::size_t>(i)]);
  return value;
}

LearnedVector vector_of(std::string_view data) {
  if (data.size() % kEntryBytes != 0) index::damaged("what an article learned");
  LearnedVector vector;
  vector.reserve(data.size() / kEntryBytes);
  for (std::size_t at = 0; at < data.size(); at += kEntryBytes)
    vector.emplace_back(get(data, at, 8), std::bit_cast<float>(static_cast<std::uint32_t>(get(data, at + 8, 4))));
  return vector;
}

double square(const LearnedVector& vector) {
  double sum = 0;
  for (const auto& [feature, weight] : vector) sum += static_cast<double>(weight) * weight;
  return sum;
}

// Of ascending ones.
double dot(const LearnedVector& a, const LearnedVector& b) {
  double sum = 0;
  auto other = b.begin();
  for (const auto& [feature, weight] : a) {
    other =
        std::lower_bound(other, b.end(), feature, [](const auto& entry, std::uint64_t wanted) { return entry.first < wanted; });
    if (other == b.end()) break;
    if (other->first == feature) sum += static_cast<double>(weight) * other->second;
  }
  return sum;
}

std::uint64_t pair_of(std::uint64_t first, std::uint64_t second) { return std::rotl(first * 0x9E3779B97F4A7C15, 31) ^ second; }

}  // namespace

LearnedVector learned_vector(const std::vector<const KnownWord*>& words) {
  std::map<std::uint64_t, double> sum;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const KnownWord& word = *words[i];
    const double idf = word.unit.idf;
    sum[word.hash] += kWords * idf;
    if (word.unit.latin && !word.features.empty()) {
      const double each = kTrigrams * idf / std::sqrt(static_cast<double>(word.features.size()));
      for (const std::uint64_t feature : word.features) sum[feature + 1] += each;
    }
    if (i > 0) sum[pair_of(words[i - 1]->hash, word.hash)] += kPairs * (words[i - 1]->unit.idf + idf) / 2;
  }
  double length = 0;
  for (const auto& [feature, weight] : sum) length += weight * weight;
  length = std::sqrt(length);
  LearnedVector vector;
  if (length <= 0) return vector;
  vector.reserve(sum.size());
  for (const auto& [feature, weight] : sum) vector.emplace_back(feature, static_cast<float>(weight / length));
  return vector;
}

void WordingSum::add(const LearnedVector& vector) {
  for (const auto& [feature, weight] : vector) sum_[feature] += weight;
}

std::string WordingSum::data() const {
  std::vector<std::pair<double, std::uint64_t>> all;
  for (const auto& [feature, weight] : sum_) all.emplace_back(-weight, feature);
  std::ranges::sort(all);
  all.resize(std::min(all.size(), kMostFeatures));
  std::ranges::sort(all, {}, &std::pair<double, std::uint64_t>::second);
  std::string out;
  for (const auto& [weight, feature] : all) {
    put(out, feature, 8);
    put(out, std::bit_cast<std::uint32_t>(static_cast<float>(-weight)), 4);
  }
  return out;
}

LearnedLane::LearnedLane(Corpus& corpus, Vocabulary& vocabulary) : corpus_(corpus), vocabulary_(vocabulary) {
  const auto uses = static_cast<double>(store::learned_uses(corpus.store(), corpus.kind()));
  if (uses > 0) share_ = uses / (uses + static_cast<double>(corpus.documents()));
}

const LearnedLane::Sum* LearnedLane::sum_of(std::uint32_t article) {
  const auto [found, added] = sums_.try_emplace(article);
  Sum& sum = found->second;
  if (added) {
    if (const auto row = store::read_learned(corpus_.store(), corpus_.kind(), article)) {
      sum.vector = vector_of(row->data);
      sum.dot = dot(query_, sum.vector);
      sum.square = square(sum.vector);
    }
  }
  return &sum;
}

std::vector<std::uint32_t> LearnedLane::ask(const std::vector<const KnownWord*>& words, std::size_t limit) {
  sums_.clear();
  query_ = learned_vector(words);
  // The most telling words first, until there are enough to choose from.
  std::vector<const KnownWord*> telling = words;
  std::ranges::stable_sort(telling, std::ranges::greater(), [](const KnownWord* word) { return word->unit.idf; });
  std::vector<std::uint32_t> articles;
  for (const KnownWord* word : telling) {
    if (articles.size() >= kMostCandidates) break;
    for (const std::int64_t id : store::learned_with(corpus_.store(), corpus_.kind(), std::bit_cast<std::int64_t>(word->hash),
                                                     static_cast<std::int64_t>(kMostCandidates - articles.size()))) {
      const auto article = static_cast<std::uint32_t>(id);
      if (!sums_.contains(article)) articles.push_back(article);
      sum_of(article);
    }
  }
  const auto nearness = [&](std::uint32_t article) {
    const Sum& sum = sums_.at(article);
    return sum.square > 0 ? sum.dot / std::sqrt(sum.square) : 0;
  };
  std::ranges::sort(articles, [&](std::uint32_t a, std::uint32_t b) {
    const double left = nearness(a);
    const double right = nearness(b);
    return left != right ? left > right : a < b;
  });
  articles.resize(std::min(articles.size(), limit));
  return articles;
}

double LearnedLane::cosine(std::uint32_t article, const std::vector<const KnownWord*>& title) {
  const Sum& sum = *sum_of(article);
  const LearnedVector own = learned_vector(title);
  const double length = sum.square + 2 * dot(own, sum.vector) + (own.empty() ? 0 : 1);
  return length > 0 ? (sum.dot + dot(query_, own)) / std::sqrt(length) : 0;
}

std::int64_t refresh_learned(store::Store& store, std::int64_t limit) {
  const std::vector<std::int64_t> queue = store::read_learned_queue(store, limit);
  struct Tools {
    Tools(store::Store& store, model::Kind kind, Stemmers& stemmers) : corpus(store, kind), vocabulary(corpus, stemmers) {}
    Corpus corpus;
    Vocabulary vocabulary;
  };
  Stemmers stemmers;
  std::map<model::Kind, std::unique_ptr<Tools>> tools;
  for (const std::int64_t id : queue) {
    const auto stored = store::read_article(store, id);
    if (!stored) {
      store::write_learned(store, model::Kind::kFaq, {id, 0, {}}, {});
      continue;
    }
    const model::Kind kind = stored->article.kind;
    std::unique_ptr<Tools>& by = tools[kind];
    if (!by) by = std::make_unique<Tools>(store, kind, stemmers);
    WordingSum sum;
    std::vector<std::int64_t> terms;
    std::int64_t uses = 0;
    for (const std::string& wording : store::learned_wordings(store, id)) {
      const std::vector<const KnownWord*>& words = by->vocabulary.words(wording);
      by->vocabulary.weigh();
      sum.add(learned_vector(words));
      for (const KnownWord* word : words) {
        if (!word->unit.function_word) terms.push_back(std::bit_cast<std::int64_t>(word->hash));
      }
      ++uses;
    }
    store::write_learned(store, kind, {id, uses, sum.data()}, terms);
  }
  return static_cast<std::int64_t>(queue.size());
}

}  // namespace ckm::search
