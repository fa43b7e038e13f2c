#include "search/learned.hh"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <memory>

#include "base/bytes.hh"
#include "index/block.hh"
#include "index/seal.hh"
#include "store/articles.hh"
#include "store/learned.hh"
#include "store/segments.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kMostFeatures = 1'024;   // Of an article.
constexpr std::size_t kMostPostings = 10'000;  // Of a query, its most telling words' first.
constexpr std::size_t kMostRead = 200;         // Articles whose wordings are compared with a query.
constexpr std::size_t kEntryBytes = 12;
constexpr double kFunctionWord = 0.3;  // Of a wording; 0.1 to 0.5 rank the same.

LearnedVector vector_of(std::string_view data) {
  if (data.size() % kEntryBytes != 0) index::damaged("what an article learned");
  LearnedVector vector;
  vector.reserve(data.size() / kEntryBytes);
  for (BytesIn in(data); !in.ended();) {
    const std::uint64_t feature = in.get(8);
    vector.emplace_back(feature, in.get_float());
  }
  return vector;
}

double square(const LearnedVector& vector) {
  double sum = 0;
  for (const auto& [feature, weight] : vector) sum += static_cast<double>(weight) * weight;
  return sum;
}

std::uint64_t pair_of(std::uint64_t first, std::uint64_t second) { return std::rotl(first * 0x9E3779B97F4A7C15, 31) ^ second; }

double idf_of(const KnownWord& word) { return word.unit.idf; }
double plain_weight(const KnownWord& word) { return word.unit.function_word ? kFunctionWord : 1; }

// The features of words in order, those that stand twice twice, and what they weigh where a word weighs weight(word).
template <class Visit>
void for_each_feature(const std::vector<const KnownWord*>& words, double (*weight)(const KnownWord&), const Visit& visit) {
  double before = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const KnownWord& word = *words[i];
    const double all = weight(word);
    visit(word.hash, all);
    if (word.unit.latin) {
      const double each = all / std::sqrt(static_cast<double>(word.features.size()));
      for (const std::uint64_t feature : word.features) visit(feature + 1, each);
    }
    if (i > 0) visit(pair_of(words[i - 1]->hash, word.hash), (before + all) / 2);
    before = all;
  }
}

LearnedVector unit_vector(const std::vector<const KnownWord*>& words, double (*weight_of)(const KnownWord&)) {
  std::vector<std::pair<std::uint64_t, double>> all;
  for_each_feature(words, weight_of, [&](std::uint64_t feature, double weight) { all.emplace_back(feature, weight); });
  std::ranges::stable_sort(all, {}, &std::pair<std::uint64_t, double>::first);
  std::size_t kept = 0;
  double length = 0;
  for (std::size_t i = 0; i < all.size(); ++kept) {
    const std::uint64_t feature = all[i].first;
    double weight = 0;
    for (; i < all.size() && all[i].first == feature; ++i) weight += all[i].second;
    length += weight * weight;
    all[kept] = {feature, weight};
  }
  all.resize(kept);
  length = std::sqrt(length);
  LearnedVector vector;
  if (length <= 0) return vector;
  vector.reserve(all.size());
  for (const auto& [feature, weight] : all) vector.emplace_back(feature, static_cast<float>(weight / length));
  return vector;
}

void queue_other_languages(store::Store& store) {
  std::map<model::Kind, std::int64_t> languages;
  for (const store::SegmentRow& row : store::read_segments(store, true)) languages[row.kind] |= row.languages;
  for (const auto& [kind, bits] : languages) store::sum_up_in_languages(store, kind, bits);
}

}  // namespace

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

LearnedVector learned_vector(const std::vector<const KnownWord*>& words) { return unit_vector(words, idf_of); }

LearnedVector wording_vector(const std::vector<const KnownWord*>& words) { return unit_vector(words, plain_weight); }

void WordingSum::add(const LearnedVector& vector) {
  for (const auto& [feature, weight] : vector) sum_[feature] += weight;
}

std::string WordingSum::data() const {
  std::vector<std::pair<double, std::uint64_t>> all;
  for (const auto& [feature, weight] : sum_) all.emplace_back(-weight, feature);
  std::ranges::sort(all);
  all.resize(std::min(all.size(), kMostFeatures));
  std::ranges::sort(all, {}, &std::pair<double, std::uint64_t>::second);
  BytesOut out;
  for (const auto& [weight, feature] : all) {
    out.put(feature, 8);
    out.put_float(static_cast<float>(-weight));
  }
  return out.take();
}

LearnedLane::LearnedLane(Corpus& corpus) : corpus_(corpus) {
  const auto uses = static_cast<double>(store::learned_uses(corpus.store(), corpus.kind()));
  if (uses > 0) share_ = uses / (uses + static_cast<double>(corpus.documents()));
}

const LearnedLane::Sum& LearnedLane::sum_of(std::uint32_t article) {
  const auto [found, added] = sums_.try_emplace(article);
  Sum& sum = found->second;
  if (added) {
    if (const auto row = store::read_learned(corpus_.store(), corpus_.kind(), article)) {
      sum.vector = vector_of(row->data);
      sum.dot = dot(query_, sum.vector);
      sum.square = square(sum.vector);
    }
  }
  return sum;
}

std::vector<std::uint32_t> LearnedLane::ask(const std::vector<const KnownWord*>& words, std::size_t limit) {
  sums_.clear();
  squares_.clear();
  query_ = learned_vector(words);
  for (const auto& [feature, weight] : query_) squares_.emplace(feature, static_cast<double>(weight) * weight);
  // How much the words say that an article's wordings have: those that say most first, until there are enough to choose from.
  std::vector<const KnownWord*> telling = words;
  std::ranges::sort(telling, [](const KnownWord* a, const KnownWord* b) {
    return a->unit.idf != b->unit.idf ? a->unit.idf > b->unit.idf : a->hash < b->hash;
  });
  const auto repeated = std::ranges::unique(telling, {}, [](const KnownWord* word) { return word->hash; });
  telling.erase(repeated.begin(), repeated.end());
  std::unordered_map<std::uint32_t, double> said;
  std::size_t postings = 0;
  for (const KnownWord* word : telling) {
    if (postings >= kMostPostings) break;
    postings += store::learned_with(corpus_.store(), corpus_.kind(), std::bit_cast<std::int64_t>(word->hash),
                                    static_cast<std::int64_t>(kMostPostings - postings),
                                    [&](std::int64_t article) { said[static_cast<std::uint32_t>(article)] += word->unit.idf; });
  }
  using Ranked = std::pair<double, std::uint32_t>;  // The most first: negative.
  std::vector<Ranked> ranked;
  for (const auto& [article, weight] : said) ranked.emplace_back(-weight, article);
  const auto cut = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(ranked.size(), kMostRead));
  std::ranges::nth_element(ranked, cut);
  ranked.erase(cut, ranked.end());
  for (auto& [nearness, article] : ranked) {
    const Sum& sum = sum_of(article);
    nearness = sum.square > 0 ? -sum.dot / std::sqrt(sum.square) : 0;
  }
  std::ranges::sort(ranked);
  std::vector<std::uint32_t> articles;
  for (const Ranked& one : ranked) {
    if (articles.size() < limit) articles.push_back(one.second);
  }
  return articles;
}

double LearnedLane::cosine(std::uint32_t article, const std::vector<const KnownWord*>& title) {
  const Sum& sum = sum_of(article);
  const LearnedVector own = learned_vector(title);
  const double length = sum.square + 2 * dot(own, sum.vector) + (own.empty() ? 0 : 1);
  return length > 0 ? (sum.dot + dot(query_, own)) / std::sqrt(length) : 0;
}

double LearnedLane::most(std::uint32_t article, const std::vector<const KnownWord*>& title) {
  // Whatever the weights of the title's unit vector, with the query's features it has no more in common than their length
  // (Cauchy), and it makes the sum longer: no weight is negative. A title without words adds nothing.
  double common = 0;
  for_each_feature(title, idf_of, [&](std::uint64_t feature, double) {
    if (const auto found = squares_.find(feature); found != squares_.end()) common += found->second;
  });
  const Sum& sum = sum_of(article);
  constexpr double kRounding = 1e-6;
  const double own = std::min(1.0, std::sqrt(common));
  return std::max((sum.dot + own) / std::sqrt(sum.square + 1), sum.square > 0 ? sum.dot / std::sqrt(sum.square) : 0) + kRounding;
}

std::int64_t refresh_learned(store::Store& store, std::int64_t limit) {
  queue_other_languages(store);
  const std::vector<store::QueuedArticle> queue = store::read_learned_queue(store, limit);
  struct Tools {
    Tools(store::Store& store, model::Kind kind, Stemmers& stemmers) : corpus(store, kind), vocabulary(corpus, stemmers) {}
    Corpus corpus;
    Vocabulary vocabulary;
  };
  Stemmers stemmers;
  std::map<model::Kind, std::unique_ptr<Tools>> tools;
  for (const auto& [id, kind] : queue) {
    if (!kind) {
      store::write_learned(store, model::Kind::kFaq, {id, 0, {}}, {});
      continue;
    }
    std::unique_ptr<Tools>& by = tools[*kind];
    if (!by) by = std::make_unique<Tools>(store, *kind, stemmers);
    WordingSum sum;
    std::vector<std::int64_t> terms;
    std::int64_t uses = 0;
    for (const std::string& wording : store::learned_wordings(store, id)) {
      const std::vector<const KnownWord*>& words = by->vocabulary.words(wording);
      sum.add(wording_vector(words));
      for (const KnownWord* word : words) {
        if (!word->unit.function_word) terms.push_back(std::bit_cast<std::int64_t>(word->hash));
      }
      ++uses;
    }
    store::write_learned(store, *kind, {id, uses, sum.data()}, terms);
  }
  return static_cast<std::int64_t>(queue.size());
}

}  // namespace ckm::search
