#include "search/signals.hh"

#include <algorithm>
#include <cmath>

namespace ckm::search {
namespace {

// So many uses or verdicts count half of what many do.
constexpr double kHalf = 5;
constexpr double kSecondsAYear = 365.25 * 86'400;

double state_of(std::string_view confidence) {
  if (confidence == "archived") return -1;
  if (confidence == "wip") return -0.5;
  if (confidence == "not-validated") return -0.2;
  return 0;
}

}  // namespace

Signals signals_of(const store::RankFacts& facts, Time now) {
  Signals signals;
  const auto uses = static_cast<double>(facts.uses);
  signals.use = uses / (uses + kHalf);
  const auto verdicts = static_cast<double>(facts.helpful + facts.unhelpful);
  signals.feedback = static_cast<double>(facts.helpful - facts.unhelpful) / (verdicts + kHalf);
  if (facts.changed_at) {
    const auto age = static_cast<double>(std::max<Time>(0, now - *facts.changed_at));
    signals.freshness = std::exp2(-age / kSecondsAYear);
  }
  signals.state = state_of(facts.confidence);
  return signals;
}

Signals weighed(const Signals& signals, const RankWeights& weights) {
  return {signals.use * weights.use, signals.feedback * weights.feedback, signals.freshness * weights.freshness,
          signals.state * weights.state};
}

}  // namespace ckm::search
