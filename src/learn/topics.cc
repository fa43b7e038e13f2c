#include "learn/topics.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/cores.hh"
#include "base/interrupt.hh"
#include "learn/communities.hh"

namespace ckm::learn {
namespace {

constexpr std::array kOthers = {1.0, 1.5, 2.0, 3.0, 6.0, 8.0};
constexpr double kClearly = 1.125;     // So much better another one must be.
constexpr double kTooMuch = 1.01;      // What topics that stay may cost.
constexpr std::size_t kFarthest = 20;  // One of so many texts of a topic is farther from its middle than what may join it.
constexpr std::size_t kJudged = 10'000;
constexpr std::size_t kRun = 64;

// Numbers topics by their size, the largest first, of equal ones that of the first text; small ones are none. Returns how many.
std::size_t number_by_size(std::vector<std::uint32_t>& of_text) {
  if (of_text.empty()) return 0;
  std::vector<std::size_t> sizes(*std::ranges::max_element(of_text) + std::size_t{1});
  for (const std::uint32_t topic : of_text) ++sizes[topic];
  std::vector<std::uint32_t> order(sizes.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return sizes[a] > sizes[b]; });
  std::vector<std::uint32_t> numbers(sizes.size(), kNoTopic);
  std::size_t count = 0;
  for (const std::uint32_t topic : order) {
    if (sizes[topic] >= kFewestOfTopic) numbers[topic] = static_cast<std::uint32_t>(count++);
  }
  for (std::uint32_t& topic : of_text) topic = numbers[topic];
  return count;
}

double silhouette(std::span<const SparseVector> texts, const std::vector<std::uint32_t>& of_text, const Centroids& centroids) {
  const std::size_t step = std::max<std::size_t>(1, (texts.size() + kJudged - 1) / kJudged);
  std::vector<double> values((texts.size() + step - 1) / step);
  std::vector<std::vector<float>> scratch(workers());
  share_out(values.size(), kRun, [&](std::size_t worker, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t topic = of_text[i * step];
      if (topic == kNoTopic) continue;
      std::vector<float>& cosines = scratch[worker];
      centroids.cosines(texts[i * step], cosines);
      const double own = centroids.without_one(topic, cosines[topic]);
      cosines[topic] = 0;
      const auto other = static_cast<double>(*std::ranges::max_element(cosines));
      if (own > 0 || other > 0) values[i] = (own - other) / std::max(own, other);
    }
  });
  return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// The topics of the last time; each text that was in none by itself.
std::vector<std::uint32_t> first_groups(std::span<const std::uint32_t> before) {
  std::vector<std::uint32_t> groups(before.begin(), before.end());
  std::vector<bool> used(before.size());
  for (const std::uint32_t topic : before) {
    if (topic != kNoTopic) used[topic] = true;
  }
  std::uint32_t next = 0;
  for (std::uint32_t& group : groups) {
    if (group != kNoTopic) continue;
    while (used[next]) ++next;
    group = next++;
  }
  return groups;
}

struct Attempt {
  std::vector<std::uint32_t> of_text;
  Centroids centroids;
  double silhouette = 0;
};

}  // namespace

Centroids::Centroids(std::span<const SparseVector> texts, std::span<const std::uint32_t> of_text, std::size_t count,
                     std::size_t features)
    : begins_(features + 1), lengths_(count) {
  std::vector<std::vector<std::uint32_t>> members(count);
  for (std::uint32_t i = 0; i < of_text.size(); ++i) {
    if (of_text[i] != kNoTopic) members[of_text[i]].push_back(i);
  }
  std::vector<float> sums(features);
  std::vector<std::uint32_t> used;
  std::vector<SparseVector> all(count);
  for (std::size_t topic = 0; topic < count; ++topic) {
    used.clear();
    for (const std::uint32_t text : members[topic]) {
      for (const auto& [feature, weight] : texts[text]) {
        if (sums[feature] == 0) used.push_back(feature);
        sums[feature] += weight;
      }
    }
    double square = 0;
    for (const std::uint32_t feature : used) square += static_cast<double>(sums[feature]) * static_cast<double>(sums[feature]);
    lengths_[topic] = std::sqrt(square);
    for (const std::uint32_t feature : used) {
      all[topic].emplace_back(feature, sums[feature] / static_cast<float>(lengths_[topic]));
      sums[feature] = 0;
      ++begins_[feature + 1];
    }
  }
  for (std::size_t i = 0; i < features; ++i) begins_[i + 1] += begins_[i];
  entries_.resize(begins_.back());
  std::vector<std::size_t> ends(begins_.begin(), begins_.end() - 1);
  for (std::uint32_t topic = 0; topic < count; ++topic) {
    for (const auto& [feature, weight] : all[topic]) entries_[ends[feature]++] = {topic, weight};
  }
}

void Centroids::cosines(const SparseVector& text, std::vector<float>& into) const {
  into.assign(size(), 0);
  for (const auto& [feature, weight] : text) {
    for (std::size_t i = begins_[feature]; i < begins_[feature + 1]; ++i) into[entries_[i].first] += weight * entries_[i].second;
  }
}

double Centroids::without_one(std::uint32_t topic, float cosine) const {
  const double both = static_cast<double>(cosine) * lengths_[topic];  // The text's product with the sum of all.
  const double square = lengths_[topic] * lengths_[topic] - 2 * both + 1;
  return square > 1e-6 ? (both - 1) / std::sqrt(square) : 0;
}

Centroids::Nearest Centroids::nearest(const SparseVector& text, std::vector<float>& scratch) const {
  cosines(text, scratch);
  const auto best = std::ranges::max_element(scratch);
  if (best == scratch.end() || *best <= 0) return {};
  return {static_cast<std::uint32_t>(best - scratch.begin()), *best};
}

Topics find_topics(std::span<const SparseVector> texts, std::size_t features, const NeighbourLists& lists,
                   const TopicOptions& options) {
  const NeighbourGraph graph(lists);
  const auto communities = [&](double resolution) {
    std::vector<std::uint32_t> anew = find_communities(graph, resolution);
    if (options.resolution <= 0 || options.before.empty()) return anew;
    std::vector<std::uint32_t> kept = find_communities(graph, resolution, first_groups(options.before));
    const bool worse = modularity(graph, anew, resolution) > kTooMuch * modularity(graph, kept, resolution);
    return worse ? anew : kept;
  };
  const auto attempt = [&](double resolution) {
    stop_if_interrupted();
    Attempt out;
    out.of_text = communities(resolution);
    const std::size_t count = number_by_size(out.of_text);
    out.centroids = Centroids(texts, out.of_text, count, features);
    out.silhouette = silhouette(texts, out.of_text, out.centroids);
    return out;
  };
  Topics topics;
  topics.resolution = options.resolution > 0 ? options.resolution : kUsualResolution;
  Attempt best = attempt(topics.resolution);
  if (options.resolution <= 0) {
    double least = kClearly * best.silhouette;
    for (const double resolution : kOthers) {
      Attempt other = attempt(resolution);
      if (other.silhouette <= least) continue;
      least = other.silhouette;
      topics.resolution = resolution;
      best = std::move(other);
    }
  }
  topics.silhouette = best.silhouette;
  topics.of_text = std::move(best.of_text);
  topics.centroids = std::move(best.centroids);
  topics.members.resize(topics.centroids.size());
  topics.cosine.resize(texts.size());
  const auto join = [&](std::uint32_t text, std::uint32_t topic, float cosine) {
    topics.of_text[text] = topic;
    topics.cosine[text] = cosine;
    topics.members[topic].push_back(text);
  };
  const auto sort = [&] {
    for (std::vector<std::uint32_t>& members : topics.members)
      std::ranges::stable_sort(members, [&](std::uint32_t a, std::uint32_t b) { return topics.cosine[a] > topics.cosine[b]; });
  };
  std::vector<float> cosines;
  std::vector<std::uint32_t> others;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    if (topics.of_text[i] == kNoTopic) {
      others.push_back(i);
      continue;
    }
    topics.centroids.cosines(texts[i], cosines);
    join(i, topics.of_text[i], cosines[topics.of_text[i]]);
  }
  sort();
  for (const std::vector<std::uint32_t>& members : topics.members)
    topics.least.push_back(topics.cosine[members[members.size() - 1 - members.size() / kFarthest]]);
  for (const std::uint32_t text : others) {
    const Centroids::Nearest nearest = topics.centroids.nearest(texts[text], cosines);
    if (nearest.topic != kNoTopic && nearest.cosine >= topics.least[nearest.topic]) join(text, nearest.topic, nearest.cosine);
  }
  sort();
  return topics;
}

}  // namespace ckm::learn
