#include "learn/vocabulary.hh"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>

namespace ckm::learn {
namespace {

constexpr std::size_t kAhead = 8;  // Features whose place in a table is asked of the memory before it is needed.

// Ids are hashes, but of few bits where they were cut: those are their highest.
std::size_t spread(std::uint64_t id) { return (id * 0x9E3779B97F4A7C15) >> 32U; }

}  // namespace

double dot(const SparseVector& a, const SparseVector& b) {
  double sum = 0;
  auto one = a.begin();
  auto other = b.begin();
  while (one != a.end() && other != b.end()) {
    if (one->first < other->first) {
      ++one;
    } else if (other->first < one->first) {
      ++other;
    } else {
      sum += static_cast<double>(one->second) * static_cast<double>(other->second);
      ++one;
      ++other;
    }
  }
  return sum;
}

Vocabulary::Counter::Counter() : ids_(1024), counts_(1024) {}

void Vocabulary::Counter::count(std::uint64_t id, std::uint32_t times) {
  if (2 * used_ >= ids_.size()) grow();
  const std::size_t mask = ids_.size() - 1;
  std::size_t at = spread(id) & mask;
  while (counts_[at] != 0 && ids_[at] != id) at = (at + 1) & mask;
  if (counts_[at] == 0) ++used_;
  ids_[at] = id;
  counts_[at] += times;
}

void Vocabulary::Counter::add(const std::vector<Feature>& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i + kAhead < text.size()) {
      const std::size_t at = spread(text[i + kAhead].id) & (ids_.size() - 1);
      __builtin_prefetch(&ids_[at]);
      __builtin_prefetch(&counts_[at]);
    }
    count(text[i].id, 1);
  }
  ++texts_;
}

void Vocabulary::Counter::merge(const Counter& other) {
  for (std::size_t i = 0; i < other.ids_.size(); ++i) {
    if (other.counts_[i] != 0) count(other.ids_[i], other.counts_[i]);
  }
  texts_ += other.texts_;
}

void Vocabulary::Counter::grow() {
  std::vector<std::uint64_t> ids(2 * ids_.size());
  std::vector<std::uint32_t> counts(2 * ids_.size());
  const std::size_t mask = ids.size() - 1;
  for (std::size_t i = 0; i < ids_.size(); ++i) {
    if (counts_[i] == 0) continue;
    std::size_t at = spread(ids_[i]) & mask;
    while (counts[at] != 0) at = (at + 1) & mask;
    ids[at] = ids_[i];
    counts[at] = counts_[i];
  }
  ids_.swap(ids);
  counts_.swap(counts);
}

Vocabulary Vocabulary::Counter::build(std::uint32_t least) const {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> all;
  all.reserve(used_);
  for (std::size_t i = 0; i < ids_.size(); ++i) {
    if (counts_[i] != 0 && counts_[i] >= least) all.emplace_back(ids_[i], counts_[i]);
  }
  std::ranges::sort(all);
  Vocabulary out;
  out.texts_ = texts_;
  out.ids_.reserve(all.size());
  out.found_.reserve(all.size());
  for (const auto& [id, count] : all) {
    out.ids_.push_back(id);
    out.found_.push_back(count);
  }
  out.weigh();
  return out;
}

void Vocabulary::weigh() {
  const double n = texts_;
  idf_.reserve(ids_.size());
  for (const std::uint32_t found : found_) idf_.push_back(static_cast<float>(std::log((1 + n) / (1.0 + found)) + 1));
  unknown_idf_ = static_cast<float>(std::log(1 + n) + 1);
  slots_.assign(std::bit_ceil(2 * ids_.size() + 1), kNone);
  for (std::uint32_t number = 0; number < ids_.size(); ++number) slots_[slot_of(ids_[number])] = number;
}

// Where the id is, or the free slot where it would be.
std::size_t Vocabulary::slot_of(std::uint64_t id) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = spread(id) & mask;
  while (slots_[at] != kNone && ids_[slots_[at]] != id) at = (at + 1) & mask;
  return at;
}

std::uint32_t Vocabulary::find(std::uint64_t id) const { return slots_.empty() ? kNone : slots_[slot_of(id)]; }

SparseVector Vocabulary::vector(const std::vector<Feature>& text, float pair_weight) const {
  SparseVector out;
  vector(text, out, pair_weight);
  return out;
}

void Vocabulary::vector(const std::vector<Feature>& text, SparseVector& out, float pair_weight) const {
  out.clear();
  std::array<double, 2> squares{};
  std::array<std::size_t, 2> counts{};  // The ids of the first group are below those of the second.
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i + kAhead < text.size() && !slots_.empty())
      __builtin_prefetch(&slots_[spread(text[i + kAhead].id) & (slots_.size() - 1)]);
    const Feature& feature = text[i];
    const std::uint32_t number = find(feature.id);
    if (number == kNone) continue;
    float weight = (feature.count == 1 ? 1.0F : std::pow(feature.count, 0.75F)) * idf_[number];
    if (feature.group == Group::kWords && !feature.single) weight *= pair_weight;
    out.emplace_back(number, weight);
    const auto group = static_cast<std::size_t>(feature.group);
    squares[group] += static_cast<double>(weight) * static_cast<double>(weight);
    ++counts[group];
  }
  const double both = (counts[0] > 0 ? 1 : 0) + (counts[1] > 0 ? 1 : 0);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i].second = static_cast<float>(static_cast<double>(out[i].second) / std::sqrt(squares[i < counts[0] ? 0 : 1] * both));
}

double Vocabulary::unknown(const std::vector<Feature>& text) const {
  double all = 0;
  double missing = 0;
  for (const Feature& feature : text) {
    if (!feature.single) continue;
    const std::uint32_t number = find(feature.id);
    const auto idf = static_cast<double>(number == kNone ? unknown_idf_ : idf_[number]);
    all += idf;
    if (number == kNone) missing += idf;
  }
  return all > 0 ? missing / all : 1;
}

void Vocabulary::write(BytesOut& out) const {
  out.put(texts_, 4);
  out.put(ids_.size(), 4);
  for (const std::uint64_t id : ids_) out.put(id, 8);
  for (const std::uint32_t found : found_) out.put(found, 4);
}

Vocabulary Vocabulary::read(BytesIn& in) {
  Vocabulary out;
  out.texts_ = in.get32();
  const std::size_t count = in.get_count(12);
  out.ids_.reserve(count);
  out.found_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) out.ids_.push_back(in.get(8));
  for (std::size_t i = 0; i < count; ++i) out.found_.push_back(in.get32());
  // Each once, and in no more texts than there are.
  if (std::ranges::adjacent_find(out.ids_, std::ranges::greater_equal()) != out.ids_.end()) in.refuse();
  if (std::ranges::any_of(out.found_, [&](std::uint32_t found) { return found > out.texts_; })) in.refuse();
  out.weigh();
  return out;
}

}  // namespace ckm::learn
