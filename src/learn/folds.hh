// Splitting labelled texts into folds: each is judged by what the others taught.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/features.hh"

namespace ckm::learn {

// A label of a text; one with several labels stands once for each.
struct Dealt {
  std::uint32_t label = 0;
  std::uint64_t drawn = 0;  // drawn_of() the text.
};

// Of a text's features and the seed: the same for the same text.
std::uint64_t drawn_of(std::span<const Feature> features, std::uint64_t seed);

// For each the fold that it is in, below `folds`: the texts of a label in their drawn order are dealt out one by one, and equal
// ones stay together, whatever their labels. In whatever order they are given, the same.
std::vector<std::uint32_t> deal(std::span<const Dealt> texts, std::uint32_t folds);

}  // namespace ckm::learn
