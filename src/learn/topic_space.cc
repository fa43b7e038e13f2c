#include "learn/topic_space.hh"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/cores.hh"
#include "base/interrupt.hh"

namespace ckm::learn {
namespace {

constexpr std::size_t kRun = 256;
constexpr float kPairWeight = 0.5F;
constexpr std::uint32_t kFewest = 2;          // Texts that must have a feature, and
constexpr std::size_t kOneMoreEach = 25'000;  // one more for so many texts: rarer ones only take time there.

// Leaves the weightiest, and makes the length 1 again.
void shorten(SparseVector& vector, std::size_t most) {
  if (vector.size() <= most) return;
  const auto end = vector.begin() + static_cast<std::ptrdiff_t>(most);
  std::nth_element(vector.begin(), end, vector.end(),
                   [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
  vector.erase(end, vector.end());
  std::ranges::sort(vector);
  const auto length = static_cast<float>(std::sqrt(dot(vector, vector)));
  for (auto& [feature, weight] : vector) weight /= length;
  vector.shrink_to_fit();
}

}  // namespace

TopicSpace::TopicSpace(std::span<const std::string> texts) {
  UsualLanguage languages;
  for (const std::string& text : texts) languages.add(text);
  usual_ = languages.get();
  struct Worker {
    FeatureReader reader;
    Vocabulary::Counter counter;
  };
  std::vector<std::optional<Worker>> all(workers());
  share_out(texts.size(), kRun, [&](std::size_t number, std::size_t begin, std::size_t end) {
    std::optional<Worker>& worker = all[number];
    stop_if_interrupted();
    if (!worker) worker.emplace(FeatureReader(usual_, kBits), Vocabulary::Counter());
    for (const std::string& text : texts.subspan(begin, end - begin)) worker->counter.add(worker->reader.read(text));
  });
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!all[i]) continue;
    if (all[0]) all[0]->counter.merge(all[i]->counter);
    else all[0].swap(all[i]);
    all[i].reset();
  }
  if (all[0]) vocabulary_ = all[0]->counter.build(kFewest + static_cast<std::uint32_t>(texts.size() / kOneMoreEach));
}

std::vector<SparseVector> TopicSpace::vectors(std::span<const std::string> texts) const {
  std::vector<SparseVector> vectors(texts.size());
  std::vector<std::optional<Reader>> readers(workers());
  share_out(texts.size(), kRun, [&](std::size_t worker, std::size_t begin, std::size_t end) {
    stop_if_interrupted();
    if (!readers[worker]) readers[worker].emplace(*this);
    for (std::size_t i = begin; i < end; ++i) vectors[i] = readers[worker]->vector(texts[i]);
  });
  return vectors;
}

SparseVector TopicSpace::Reader::vector(std::string_view text) {
  SparseVector vector;
  space_.vocabulary_.vector(reader_.read(text), vector, kPairWeight);
  shorten(vector, kMostOfText);
  return vector;
}

}  // namespace ckm::learn
