#include "learn/topic_match.hh"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace ckm::learn {
namespace {

constexpr double kSame = 0.3;
constexpr double kSameTerms = 0.5;
constexpr std::size_t kEnough = 3;  // Tickets by which a topic can be told.

double share_of_terms(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto both = std::ranges::count_if(a, [&](const std::string& term) { return std::ranges::find(b, term) != b.end(); });
  const std::size_t fewer = std::min(a.size(), b.size());
  return fewer < 2 ? 0 : static_cast<double>(both) / static_cast<double>(fewer);
}

struct Pair {
  bool by_members = false;
  double share = 0;
  std::size_t now = 0;
  std::size_t past = 0;
};

// Of counts by topic, the one that has half of `all`.
std::optional<std::size_t> half_of(const std::map<std::size_t, std::size_t>& counts, std::size_t all) {
  const auto most = std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; });
  if (most == counts.end() || 2 * most->second < all) return std::nullopt;
  return most->first;
}

}  // namespace

TopicFates match_topics(std::span<const KnownTopic> past, std::span<const KnownTopic> now) {
  std::unordered_map<std::int64_t, std::size_t> was_in;
  for (std::size_t i = 0; i < past.size(); ++i) {
    for (const std::int64_t member : past[i].members) was_in.emplace(member, i);
  }
  std::vector<std::map<std::size_t, std::size_t>> shared(now.size());       // With each past topic.
  std::vector<std::map<std::size_t, std::size_t>> became(past.size());      // The same the other way.
  std::vector<std::size_t> known_now(now.size()), known_past(past.size());  // Members that are in a topic both times.
  for (std::size_t i = 0; i < now.size(); ++i) {
    for (const std::int64_t member : now[i].members) {
      const auto found = was_in.find(member);
      if (found == was_in.end()) continue;
      ++shared[i][found->second];
      ++became[found->second][i];
      ++known_now[i];
      ++known_past[found->second];
    }
  }
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < now.size(); ++i) {
    for (const auto& [j, both] : shared[i]) {
      const double share = static_cast<double>(both) / static_cast<double>(known_now[i] + known_past[j] - both);
      if (share >= kSame && known_past[j] >= std::min(kEnough, past[j].members.size())) pairs.push_back({true, share, i, j});
    }
    if (known_now[i] >= kEnough) continue;
    for (std::size_t j = 0; j < past.size(); ++j) {
      if (known_past[j] >= kEnough) continue;
      if (const double share = share_of_terms(now[i].terms, past[j].terms); share >= kSameTerms)
        pairs.push_back({false, share, i, j});
    }
  }
  std::ranges::sort(pairs, [](const Pair& a, const Pair& b) {
    return std::tuple(!a.by_members, -a.share, a.now, a.past) < std::tuple(!b.by_members, -b.share, b.now, b.past);
  });
  TopicFates fates;
  fates.now.resize(now.size());
  fates.into.resize(past.size());
  std::vector<bool> persists(past.size());
  for (const Pair& pair : pairs) {
    if (fates.now[pair.now].past || persists[pair.past]) continue;
    fates.now[pair.now].past = pair.past;
    persists[pair.past] = true;
  }
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (!fates.now[i].past && known_now[i] > 0) fates.now[i].from = half_of(shared[i], known_now[i]);
  }
  for (std::size_t j = 0; j < past.size(); ++j) {
    if (!persists[j] && known_past[j] > 0) fates.into[j] = half_of(became[j], known_past[j]);
  }
  return fates;
}

}  // namespace ckm::learn
