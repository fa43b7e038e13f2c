// Whether what comes now is still like what was learned from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ckm::learn {

// Population stability index: Σ (now − then) · ln(now / then) over the shares of all labels, with half a text added to each label
// of both, so that rare labels of few texts make no drift of chance. By custom below 0.1 nothing moved, above 0.25 much did
// (Siddiqi, Credit Risk Scorecards, 2006). Counts are of the same labels; 0 where either has no text.
double stability_index(const std::vector<std::int64_t>& then, const std::vector<std::int64_t>& now);

// What chance alone would make of it: its mean where both are drawn from one distribution, (labels − 1) · (1/then + 1/now).
double chance_index(std::size_t labels, std::int64_t then, std::int64_t now);

// How many standard deviations a share of `of` texts lies above the expected one; 0 for no text.
double deviations(double expected, std::int64_t count, std::int64_t of);

}  // namespace ckm::learn
