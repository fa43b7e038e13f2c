// Which of many texts are most like each of them: candidates by the index's own ranking, their cosines exactly.
//
// Each text's weightiest features are a list of an index in memory, and asked as a ranked query (index/topk.hh); those that rank
// best are candidates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace ckm::search {

// Features by number, ascending, and their weights; of length 1, or empty.
using TextVector = std::vector<std::pair<std::uint32_t, float>>;

// Which text, and its cosine, above 0.
using TextNeighbour = std::pair<std::uint32_t, float>;

struct NeighbourOptions {
  std::size_t neighbours = 15;  // Of each text, at most.
  std::size_t candidates = 80;
  std::size_t listed = 40;  // Features of a text that are in the index, and of these
  std::size_t asked = 24;   // so many are asked.
};

// Those of each text, the nearest first, then by number; never itself. `features`: above all numbers. `progress` is told how many
// texts are done. The same whatever the number of cores. Memory: 8 bytes for each feature that is listed, and 4 for each feature
// and core. Time: 30 s for 100,000 texts of 100 words on 2 cores.
std::vector<std::vector<TextNeighbour>> nearest_texts(std::span<const TextVector> texts, std::size_t features,
                                                      const NeighbourOptions& options = {},
                                                      const std::function<void(std::size_t)>& progress = {});

}  // namespace ckm::search
