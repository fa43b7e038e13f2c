// What is known of an item beside its words, and how much it counts.
#pragma once

#include <cstdint>

#include "base/time.hh"
#include "store/items.hh"

namespace ckm::search {

// What the parts of a score weigh at most: one default for all languages.
struct RankWeights {
  double overlap = 0.3;
  double adjacency = 0.1;
  double exact = 0.05;
  double learned = 1;
  double use = 0.05;
  double feedback = 0.05;
  double freshness = 0.01;
  double state = 0.1;
};

// Each from 0 to 1, feedback and state from -1; weighed, those times their weight. Nothing that is missing counts against an
// item.
struct Signals {
  double use = 0;        // How often it helped: u / (u + 5).
  double feedback = 0;   // (helpful - not helpful) / (all + 5).
  double freshness = 0;  // Halved with each year since its last change.
  double state = 0;      // Of an article: archived -1, in work -0.5, not validated -0.2.
  [[nodiscard]] double sum() const { return use + feedback + freshness + state; }
};

Signals signals_of(const store::RankFacts& facts, Time now);
Signals weighed(const Signals& signals, const RankWeights& weights);

}  // namespace ckm::search
