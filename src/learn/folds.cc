#include "learn/folds.hh"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/bytes.hh"
#include "base/hash.hh"

namespace ckm::learn {

std::uint64_t drawn_of(std::span<const Feature> features, std::uint64_t seed) {
  BytesOut all;
  all.put(seed, 8);
  for (const Feature& feature : features) all.put(feature.id, 8);
  const ContentHash digest = content_hash(all.take());
  return BytesIn(bytes_of(digest)).get(8);
}

std::vector<std::uint32_t> deal(std::span<const Dealt> texts, std::uint32_t folds) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < texts.size(); ++i) order.push_back(i);
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(texts[i].label, texts[i].drawn); });
  std::unordered_map<std::uint64_t, std::uint32_t> fold_of;
  std::vector<std::uint32_t> dealt(texts.size());
  std::uint32_t next = 0;
  for (const std::size_t i : order) {
    const auto [known, added] = fold_of.try_emplace(texts[i].drawn, next);
    if (added) next = (next + 1) % folds;
    dealt[i] = known->second;
  }
  return dealt;
}

}  // namespace ckm::learn
