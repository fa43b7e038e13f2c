// Finds topics in texts, from what they say to what the topics are called.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "learn/topic_space.hh"
#include "learn/topics.hh"

namespace ckm::learn {

// Who knows how to find the texts that are most like each: the caller, which has an index. `features`: above all numbers.
using NearestTexts = std::function<NeighbourLists(std::span<const SparseVector> texts, std::size_t features)>;

struct Discovery {
  TopicSpace space;
  Topics topics;
  std::vector<std::vector<std::string>> terms;  // Of each topic (topic_names.hh).
};

// The same texts in the same order give the same topics, whatever the number of cores. Throws Interrupted at a signal. Memory: at
// most 0.3 GB and 1.5 KiB for a text, beside the texts and what `nearest` takes.
Discovery discover(std::span<const std::string> texts, const NearestTexts& nearest, const TopicOptions& options = {});

}  // namespace ckm::learn
