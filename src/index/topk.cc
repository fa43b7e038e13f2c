#include "index/topk.hh"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <memory>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ckm::index {
namespace {

constexpr std::uint32_t kWindow = 16'384;
// A list is probed per candidate where that touches fewer postings than adding all of the window's.
constexpr std::size_t kProbeCost = 16;
constexpr std::size_t kThin = kWindow / 8;  // Postings of a list in a window that are few.

bool worse(const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.doc < b.doc; }

// One list's part in the window at hand.
struct Part {
  PostingCursor* cursor = nullptr;
  std::uint32_t weight = 0;
  std::size_t from = 0;      // Its first block that may reach into the window.
  std::size_t to = 0;        // Behind the last one.
  std::uint32_t most = 0;    // The most it can add to a score there.
  std::size_t postings = 0;  // In those blocks.
};

using Scores = std::array<std::uint32_t, kWindow>;

void measure(Part& part, std::uint32_t first, std::uint32_t last) {
  const std::vector<Skip>& skips = part.cursor->skips();
  while (part.from < skips.size() && skips[part.from].last_doc < first) ++part.from;
  std::uint8_t most = 0;
  part.postings = 0;
  std::size_t to = part.from;
  while (to < skips.size() && (to == part.from || skips[to - 1].last_doc < last)) {
    most = std::max(most, skips[to].most);
    part.postings += skips[to].count + std::size_t{1};
    ++to;
  }
  part.to = to;
  part.most = part.weight * most;
}

// Returns whether the list has any document there.
bool add_all(const Part& part, std::uint32_t first, std::uint32_t last, Scores& scores) {
  bool any = false;
  for (std::size_t number = part.from; number < part.to; ++number) {
    const Block& block = part.cursor->block(number);
    const auto begin = block.docs.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(block.size);
    auto i = static_cast<std::size_t>((block.docs[0] >= first ? begin : std::lower_bound(begin, end, first)) - begin);
    const auto stop = static_cast<std::size_t>((*(end - 1) <= last ? end : std::upper_bound(begin, end, last)) - begin);
    any |= i < stop;
    for (; i < stop; ++i) scores[block.docs[i] - first] += part.weight * block.impacts[i];
  }
  return any;
}

// Of a block that has a document which is not less: the first such one. Without branches, which nobody could foretell.
std::size_t place_of(std::uint32_t doc, const Block& block) {
  const std::uint32_t* base = block.docs.data();
  for (std::size_t left = block.size; left > 1;) {
    const std::size_t half = left / 2;
    base += half & -static_cast<std::size_t>(base[half - 1] < doc);
    left -= half;
  }
  return static_cast<std::size_t>(base - block.docs.data());
}

// Adds the list's score to the candidates that have it; they ascend.
void probe(const Part& part, std::uint32_t first, std::span<const std::uint32_t> candidates, Scores& scores) {
  const std::vector<Skip>& skips = part.cursor->skips();
  std::size_t number = part.from;
  for (const std::uint32_t offset : candidates) {
    const std::uint32_t doc = first + offset;
    while (number < part.to && skips[number].last_doc < doc) ++number;
    if (number == part.to) return;
    const Block& block = part.cursor->block(number);
    const std::size_t at = place_of(doc, block);
    if (block.docs[at] == doc) scores[offset] += part.weight * block.impacts[at];
  }
}

// The offsets whose score is at least `least`, which is above 0; they are written into `room`.
std::size_t gather_offsets(const Scores& scores, std::uint32_t least, Scores& room) {
  constexpr std::size_t kStep = 32;
  std::size_t size = 0;
  for (std::size_t start = 0; start < kWindow; start += kStep) {
    std::int32_t most = 0;  // Signed, as every processor can compare several of them at once.
    for (std::size_t i = start; i < start + kStep; ++i) most = std::max(most, static_cast<std::int32_t>(scores[i]));
    if (static_cast<std::uint32_t>(most) < least) continue;
    for (std::size_t i = start; i < start + kStep; ++i) {
      room[size] = static_cast<std::uint32_t>(i);
      size += scores[i] >= least ? 1 : 0;
    }
  }
  return size;
}

#if defined(__x86_64__)
// For each set of eight bits the places of those that are set, ascending.
constexpr auto kPlaces = [] {
  std::array<std::array<std::uint8_t, 8>, 256> places{};
  for (std::size_t bits = 0; bits < places.size(); ++bits) {
    std::size_t size = 0;
    for (std::uint8_t place = 0; place < 8; ++place) {
      if ((bits >> place & 1) != 0) places[bits][size++] = place;
    }
  }
  return places;
}();

// The same, eight at once, and of most thirty-two no more than that all are below. Scores have 31 bits. Eight offsets are written
// whenever any is found; there is room, for never more were found than lie before those.
[[gnu::target("avx2")]] std::size_t gather_eights(const Scores& scores, std::uint32_t least, Scores& room) {
  constexpr std::size_t kLanes = 8;
  const __m256i below = _mm256_set1_epi32(static_cast<int>(least - 1));
  const auto above = [&](std::size_t start) __attribute__((target("avx2"))) {
    return _mm256_cmpgt_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(&scores[start])), below);
  };
  std::size_t size = 0;
  for (std::size_t start = 0; start < kWindow; start += 4 * kLanes) {
    const std::array lanes = {above(start), above(start + kLanes), above(start + 2 * kLanes), above(start + 3 * kLanes)};
    const __m256i any = _mm256_or_si256(_mm256_or_si256(lanes[0], lanes[1]), _mm256_or_si256(lanes[2], lanes[3]));
    if (_mm256_testz_si256(any, any) != 0) continue;
    for (std::size_t eight = 0; eight < lanes.size(); ++eight) {
      const auto bits = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(lanes[eight])));
      const __m256i places = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(kPlaces[bits].data())));
      const __m256i offsets = _mm256_add_epi32(places, _mm256_set1_epi32(static_cast<int>(start + eight * kLanes)));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(&room[size]), offsets);
      size += static_cast<std::size_t>(std::popcount(bits));
    }
  }
  return size;
}
#endif

std::span<std::uint32_t> gather(const Scores& scores, std::uint32_t least, Scores& room) {
#if defined(__x86_64__)
  static const bool eights = __builtin_cpu_supports("avx2") != 0;
  if (eights) return std::span(room).first(gather_eights(scores, least, room));
#endif
  return std::span(room).first(gather_offsets(scores, least, room));
}

bool counts(std::uint32_t doc, const DocSet* allowed, const DocSet* dead) {
  return (allowed == nullptr || allowed->contains(doc)) && (dead == nullptr || !dead->contains(doc));
}

}  // namespace

void TopK::offer(Hit hit) {
  if (k_ == 0 || hit.score == 0) return;
  if (hits_.size() == k_) {
    if (!worse(hit, hits_.front())) return;
    if (accept_ && !accept_(hit.doc)) return;
    std::pop_heap(hits_.begin(), hits_.end(), worse);
    hits_.back() = hit;
  } else {
    if (accept_ && !accept_(hit.doc)) return;
    hits_.push_back(hit);
  }
  std::push_heap(hits_.begin(), hits_.end(), worse);
}

std::vector<Hit> TopK::take() {
  std::sort(hits_.begin(), hits_.end(), worse);
  return std::exchange(hits_, {});
}

void search(std::span<const WeightedList> lists, const DocSet* allowed, const DocSet* dead, TopK& best) {
  std::vector<Part> parts;
  std::uint32_t end = 0;
  for (const WeightedList& list : lists) {
    if (list.weight == 0 || list.cursor->skips().empty()) continue;
    parts.push_back({list.cursor, list.weight});
    end = std::max(end, list.cursor->skips().back().last_doc);
  }
  if (parts.empty()) return;
  // Kept, as the system would hand out fresh pages for each search.
  thread_local const auto scores = std::make_unique<Scores>();
  thread_local const auto room = std::make_unique<Scores>();
  bool zeros = false;
  std::vector<Part*> order;
  for (std::uint64_t start = 0; start <= end; start += kWindow) {
    const auto first = static_cast<std::uint32_t>(start);
    const auto last = static_cast<std::uint32_t>(std::min<std::uint64_t>(start + kWindow - 1, UINT32_MAX));
    if (allowed != nullptr && !allowed->any(first, last)) continue;
    order.clear();
    std::uint64_t possible = 0;
    for (Part& part : parts) {
      measure(part, first, last);
      if (part.to == part.from) continue;
      order.push_back(&part);
      possible += part.most;
    }
    const std::uint32_t threshold = best.threshold();
    if (possible < threshold) continue;
    // The lists that can't lift a document over the threshold by themselves come first; the rest decides who is a candidate.
    std::sort(order.begin(), order.end(), [](const Part* a, const Part* b) { return a->most < b->most; });
    std::size_t optional = 0;
    std::uint64_t rest = 0;
    while (optional < order.size() && rest + order[optional]->most < threshold) rest += order[optional++]->most;
    // Of them, those with few postings are added too: that costs less than what they would leave among the candidates.
    const auto dense = std::stable_partition(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(optional),
                                             [](const Part* part) { return part->postings > kThin; });
    optional = static_cast<std::size_t>(dense - order.begin());
    rest = 0;
    for (std::size_t i = 0; i < optional; ++i) rest += order[i]->most;
    if (!zeros) scores->fill(0);
    zeros = true;
    for (std::size_t i = optional; i < order.size(); ++i) zeros &= !add_all(*order[i], first, last, *scores);
    if (zeros) continue;  // Numbers of documents may lie far apart.
    // Whoever is not among the candidates can't become one: the lists that are left add up to `rest`, which is below the
    // threshold.
    std::span<std::uint32_t> candidates = gather(*scores, static_cast<std::uint32_t>(threshold - rest), *room);
    while (!candidates.empty() && optional > 0) {
      const Part& next = *order[--optional];
      rest -= next.most;
      if (candidates.size() * kProbeCost < next.postings) probe(next, first, candidates, *scores);
      else add_all(next, first, last, *scores);
      const auto out = std::ranges::remove_if(candidates, [&](auto offset) { return (*scores)[offset] + rest < threshold; });
      candidates = candidates.first(candidates.size() - out.size());
    }
    for (const std::uint32_t offset : candidates) {
      const std::uint32_t doc = first + offset;
      if ((*scores)[offset] >= best.threshold() && counts(doc, allowed, dead)) best.offer({(*scores)[offset], doc});
    }
  }
}

void search_exhaustively(std::span<const WeightedList> lists, const DocSet* allowed, const DocSet* dead, TopK& best) {
  std::map<std::uint32_t, std::uint32_t> scores;
  for (const WeightedList& list : lists) {
    for (std::size_t number = 0; number < list.cursor->skips().size(); ++number) {
      const Block& block = list.cursor->block(number);
      for (std::size_t i = 0; i < block.size; ++i) scores[block.docs[i]] += list.weight * block.impacts[i];
    }
  }
  for (const auto& [doc, score] : scores) {
    if (counts(doc, allowed, dead)) best.offer({score, doc});
  }
}

void collect(PostingCursor& list, DocSet& into) {
  for (std::size_t number = 0; number < list.skips().size(); ++number) {
    const Block& block = list.block(number);
    for (std::size_t i = 0; i < block.size; ++i) into.add(block.docs[i]);
  }
}

}  // namespace ckm::index
