#include "search/text_neighbours.hh"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "base/cores.hh"
#include "base/interrupt.hh"
#include "index/topk.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kRun = 64;

bool is_weightier(const std::pair<std::uint32_t, float>& a, const std::pair<std::uint32_t, float>& b) {
  return a.second != b.second ? a.second > b.second : a.first < b.first;
}

// The `count` weightiest.
TextVector weightiest(const TextVector& text, std::size_t count) {
  TextVector out(std::min(count, text.size()));
  std::partial_sort_copy(text.begin(), text.end(), out.begin(), out.end(), is_weightier);
  return out;
}

// The weightiest features of all texts, each a list of the texts that have it.
class FeatureIndex {
 public:
  FeatureIndex(std::span<const TextVector> texts, std::size_t features, std::size_t listed)
      : begins_(features + 1), most_(features) {
    for (const TextVector& text : texts) {
      stop_if_interrupted();
      for (const auto& [feature, weight] : weightiest(text, listed)) {
        ++begins_[feature + 1];
        most_[feature] = std::max(most_[feature], weight);
      }
    }
    for (std::size_t i = 0; i < features; ++i) begins_[i + 1] += begins_[i];
    postings_.resize(begins_.back());
    std::vector<std::size_t> ends(begins_.begin(), begins_.end() - 1);
    for (std::uint32_t doc = 0; doc < texts.size(); ++doc) {
      stop_if_interrupted();
      for (const auto& [feature, weight] : weightiest(texts[doc], listed)) {
        const auto impact = std::lround(255 * static_cast<double>(weight) / static_cast<double>(most_[feature]));
        postings_[ends[feature]++] = {doc, static_cast<std::uint8_t>(std::max(1L, impact))};
      }
    }
  }

  // The best by the features that are asked, about in the order of what these add to the cosine.
  [[nodiscard]] std::vector<index::Hit> ask(const TextVector& asked, std::size_t count) const {
    double sum = 0;
    for (const auto& [feature, weight] : asked) sum += static_cast<double>(weight) * static_cast<double>(most_[feature]);
    const auto left = static_cast<double>(index::kWeightTotal - asked.size());  // Each list weighs 1 at least.
    std::vector<index::PostingCursor> cursors;
    std::vector<index::WeightedList> lists;
    cursors.reserve(asked.size());
    for (const auto& [feature, weight] : asked) {
      const std::size_t size = begins_[feature + 1] - begins_[feature];
      const double share = static_cast<double>(weight) * static_cast<double>(most_[feature]) / sum;
      if (size < 2) continue;  // None but the text itself.
      cursors.emplace_back(std::span(postings_).subspan(begins_[feature], size));
      lists.push_back({&cursors.back(), static_cast<std::uint32_t>(share * left) + 1});
    }
    index::TopK best(count);
    index::search(lists, nullptr, nullptr, best);
    return best.take();
  }

 private:
  std::vector<std::size_t> begins_;  // Of each feature's postings, and the end.
  std::vector<float> most_;          // The greatest weight of each.
  std::vector<index::Posting> postings_;
};

class Asker {
 public:
  Asker(std::span<const TextVector> texts, std::size_t features) : texts_(texts), weights_(features) {}

  std::vector<TextNeighbour> nearest(std::uint32_t text, const FeatureIndex& index, const NeighbourOptions& options) {
    std::vector<TextNeighbour> near;
    const std::vector<index::Hit> hits = index.ask(weightiest(texts_[text], options.asked), options.candidates + 1);
    for (const auto& [feature, weight] : texts_[text]) weights_[feature] = weight;
    for (const index::Hit& hit : hits) {
      if (hit.doc == text) continue;
      float cosine = 0;
      for (const auto& [feature, weight] : texts_[hit.doc]) cosine += weights_[feature] * weight;
      if (cosine > 0) near.emplace_back(hit.doc, cosine);
    }
    for (const auto& [feature, weight] : texts_[text]) weights_[feature] = 0;
    const auto count = static_cast<std::ptrdiff_t>(std::min(options.neighbours, near.size()));
    std::partial_sort(near.begin(), near.begin() + count, near.end(), is_weightier);
    near.erase(near.begin() + count, near.end());
    return near;
  }

 private:
  std::span<const TextVector> texts_;
  std::vector<float> weights_;  // Of the text at hand, by feature.
};

}  // namespace

std::vector<std::vector<TextNeighbour>> nearest_texts(std::span<const TextVector> texts, std::size_t features,
                                                      const NeighbourOptions& options,
                                                      const std::function<void(std::size_t)>& progress) {
  const FeatureIndex index(texts, features, options.listed);
  std::vector<std::vector<TextNeighbour>> near(texts.size());
  std::vector<std::optional<Asker>> askers(workers());
  std::size_t done = 0;  // By the first worker, which alone tells it.
  share_out(texts.size(), kRun, [&](std::size_t worker, std::size_t begin, std::size_t end) {
    if (!askers[worker]) askers[worker].emplace(texts, features);
    for (std::size_t i = begin; i < end; ++i) {
      stop_if_interrupted();
      near[i] = askers[worker]->nearest(static_cast<std::uint32_t>(i), index, options);
    }
    if (worker != 0 || !progress) return;
    done = std::max(done, end);
    progress(done);
  });
  return near;
}

}  // namespace ckm::search
