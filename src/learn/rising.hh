// Terms that are said more often than before.
//
// A term is counted once a text, and in what is copied only once: in runs of kCopied words or characters that stand in a text
// before this one too it is not counted. It rises where it is in a share of the texts that is at least kTimes as large as before,
// and where so large a difference by chance is unlikely: the log-likelihood ratio of its counts (Dunning, Computational
// Linguistics 19(1), 1993) is above 2 ln n + 2, with n different terms in the texts of now. Of terms that overlap, or stand in
// nearly the same texts, the one with the higher ratio stands; a run of Han characters is as long as most texts that have it go
// on alike (said_terms.hh).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "text/language.hh"

namespace ckm::learn {

inline constexpr double kTimes = 2;
inline constexpr std::size_t kCopied = 20;

struct Rise {
  std::string term;  // Folded.
  std::uint32_t now = 0;
  std::uint32_t before = 0;
  double surprise = 0;
  std::vector<std::uint32_t> examples;  // The first texts of now that have it, at most kExamples.
};

inline constexpr std::size_t kExamples = 3;

struct RisingOptions {
  std::uint32_t least = 3;  // Texts of now.
  std::size_t most = 20;    // Terms.
  bool copies = true;       // Runs that are copied are left out.
};

// 2 ln of how much likelier the counts are if the shares differ than if they are one; 0 where the share of now is no larger.
double surprise(std::uint32_t now, std::size_t of_now, std::uint32_t before, std::size_t of_before);

// The most surprising first. Nothing where there were no texts before. Memory: about 100 bytes for each different term of the
// texts of now, and 16 for each of their words. Throws Interrupted.
std::vector<Rise> rising_terms(std::span<const std::string> now, std::span<const std::string> before, text::Language usual,
                               const RisingOptions& options = {});

}  // namespace ckm::learn
